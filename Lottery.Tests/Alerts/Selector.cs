using System.Text.RegularExpressions;

namespace Lottery.Tests.Alerts;

/// <summary>One place of an expression where it asks for series.</summary>
/// <param name="Labels">What it asks of their labels; of alternatives each.</param>
internal sealed partial record Selector(string Metric, IReadOnlyList<(string Name, string Value)> Labels)
{
    private static readonly string[] Words = ["or", "and", "unless", "by", "on", "offset", "bool"];

    /// <summary>Every selector of the expression.</summary>
    public static IReadOnlyList<Selector> In(string expr) =>
    [
        .. Name().Matches(Aside().Replace(expr, " "))
            .Where(name => !Words.Contains(name.Groups["name"].Value))
            .Select(name => new Selector(
                name.Groups["name"].Value,
                [
                    .. Label().Matches(name.Groups["labels"].Value).SelectMany(label => label.Groups["value"].Value
                        .Split('|').Select(value => (label.Groups["name"].Value, value))),
                ])),
    ];

    /// <summary>The labels that the expression adds up by or joins on.</summary>
    public static IReadOnlyList<string> Grouped(string expr) =>
        [.. Grouping().Matches(expr).SelectMany(by => by.Groups["labels"].Value.Split(',', StringSplitOptions.TrimEntries
            | StringSplitOptions.RemoveEmptyEntries))];

    // Groupings, ranges and durations hold words that are no metrics.
    [GeneratedRegex(@"\b(by|on)\s*\([^)]*\)|\[[^\]]*\]|\boffset\s+\w+")]
    private static partial Regex Aside();

    [GeneratedRegex(@"\b(by|on)\s*\((?<labels>[^)]*)\)")]
    private static partial Regex Grouping();

    // A name that a bracket follows is a function.
    [GeneratedRegex(@"(?<![\w:.""|])(?<name>[a-zA-Z_][\w:]*)\b(?!\s*\()(?:\{(?<labels>[^}]*)\})?")]
    private static partial Regex Name();

    [GeneratedRegex(@"(?<name>\w+)\s*(?:=~|!=|=)\s*""(?<value>[^""]*)""")]
    private static partial Regex Label();
}

using System.Text.RegularExpressions;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Alerts;

/// <summary>The rules that Prometheus loads, read just far enough for what the tests ask of them.</summary>
internal static partial class RuleFile
{
    public static FileInfo Rules { get; } = Repository.File("deploy", "prometheus", "lottery.rules.yml");

    public static FileInfo Tests { get; } = Repository.File("deploy", "prometheus", "lottery.rules.test.yml");

    /// <summary>Every rule in the order of the file; fails when a line that begins one was not understood.</summary>
    public static IReadOnlyList<Rule> Read()
    {
        var text = File.ReadAllText(Rules.FullName);
        var rules = RuleText().Matches(text)
            .Select(rule => new Rule(
                rule.Groups["kind"].Value == "alert",
                rule.Groups["name"].Value,
                ExprText().Match(rule.Value).Groups["expr"].Value.Trim(),
                FieldText().Matches(rule.Value).ToDictionary(
                    field => field.Groups["name"].Value, field => field.Groups["value"].Value.Trim())))
            .ToList();
        Assert.IsNotEmpty(rules);
        Assert.HasCount(Regex.Count(text, @"^\s*-?\s*(alert|record):", RegexOptions.Multiline), rules);
        Assert.IsEmpty(rules.Where(rule => rule.Expr.Length == 0).ToList());
        return rules;
    }

    // A rule ends where the next begins, at a comment between them, or with its group.
    [GeneratedRegex(
        @"^      - (?<kind>alert|record): (?<name>\S+)\n(?:(?:        .*)?\n)+", RegexOptions.Multiline)]
    private static partial Regex RuleText();

    [GeneratedRegex(@"^        expr: (?:\|\n(?<expr>(?:          .*\n)+)|(?<expr>.+)\n)", RegexOptions.Multiline)]
    private static partial Regex ExprText();

    [GeneratedRegex(
        @"^          (?<name>severity|summary|description|runbook): (?:>-\n\s*)?(?<value>.+)$", RegexOptions.Multiline)]
    private static partial Regex FieldText();
}

/// <summary>One rule.</summary>
/// <param name="Fields">Severity, summary, description (its first line) and runbook.</param>
internal sealed record Rule(bool IsAlert, string Name, string Expr, IReadOnlyDictionary<string, string> Fields);

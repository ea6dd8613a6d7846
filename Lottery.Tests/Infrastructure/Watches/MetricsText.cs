using System.Globalization;
using System.Text.RegularExpressions;

namespace Lottery.Tests.Infrastructure.Watches;

/// <summary>A page in the text format of Prometheus, read strictly: every line has to be one that the format knows.
/// </summary>
public sealed partial class MetricsText
{
    private readonly Dictionary<string, string> _types = [];
    private readonly List<Sample> _samples = [];

    private MetricsText(string page)
    {
        Assert.EndsWith("\n", page);
        foreach (var line in page[..^1].Split('\n'))
        {
            Read(line);
        }

        var twice = _samples.GroupBy(one => one.ToString()).Where(same => same.Count() > 1).Select(same => same.Key);
        Assert.IsEmpty(twice, "A series may stand on the page once.");
    }

    public IReadOnlyList<Sample> Samples => _samples;

    /// <summary>Names of the families, as rules know them, with their types.</summary>
    public IReadOnlyDictionary<string, string> Types => _types;

    public static MetricsText Parse(string page) => new(page);

    /// <summary>What the management port of a process says now.</summary>
    public static async Task<MetricsText> Of(Uri managementAddress)
    {
        using var http = new HttpClient();
        return Parse(await http.GetStringAsync(new Uri(managementAddress, "metrics")));
    }

    /// <summary>The series of the name whose labels include all of these.</summary>
    public IReadOnlyList<Sample> Of(string name, params (string Name, string Value)[] labels) =>
    [
        .. _samples.Where(one => one.Name == name
            && Array.TrueForAll(labels, label => one.Labels.GetValueOrDefault(label.Name, "") == label.Value)),
    ];

    /// <summary>Their sum; none is 0.</summary>
    public double Sum(string name, params (string Name, string Value)[] labels) =>
        Of(name, labels).Sum(one => one.Value);

    private void Read(string line)
    {
        if (Type().Match(line) is { Success: true } type)
        {
            Assert.IsTrue(_types.TryAdd(type.Groups[1].Value, type.Groups[2].Value), $"A second type: {line}");
        }
        else if (!Remark().IsMatch(line))
        {
            var match = Series().Match(line);
            Assert.IsTrue(match.Success, $"No line of the format: '{line}'");
            var labels = Label().Matches(match.Groups[2].Value)
                .ToDictionary(label => label.Groups[1].Value, label => Unescaped(label.Groups[2].Value));
            _samples.Add(new Sample(match.Groups[1].Value, labels, Number(match.Groups[3].Value)));
            Assert.IsTrue(IsOfAFamily(match.Groups[1].Value), $"A series without a type before it: {line}");
        }
    }

    private bool IsOfAFamily(string name) => _types.ContainsKey(name)
        || (_types.TryGetValue(HistogramPart().Replace(name, ""), out var type) && type == "histogram");

    private static string Unescaped(string value) =>
        value.Replace("\\n", "\n").Replace("\\\"", "\"").Replace(@"\\", @"\");

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex(@"^# TYPE ([a-zA-Z_:][\w:]*) (counter|gauge|histogram|summary|untyped)$")]
    private static partial Regex Type();

    [GeneratedRegex(@"^# (HELP|UNIT) [a-zA-Z_:][\w:]*( .*)?$")]
    private static partial Regex Remark();

    [GeneratedRegex("""
        ^([a-zA-Z_:][\w:]*)(?:\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\"n])*",?)*)\})? ([-+]?(?:Inf|NaN|[\d.]+(?:[eE][-+]?\d+)?))(?: \d+)?$
        """)]
    private static partial Regex Series();

    [GeneratedRegex("""([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)",?""")]
    private static partial Regex Label();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex HistogramPart();

    public sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
    {
        public override string ToString() =>
            $"{Name}{{{string.Join(',', Labels.OrderBy(one => one.Key).Select(one => $"{one.Key}={one.Value}"))}}}";
    }
}

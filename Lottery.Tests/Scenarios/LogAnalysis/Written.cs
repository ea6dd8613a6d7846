using System.Globalization;
using System.Text.Json;

namespace Lottery.Tests.Scenarios.LogAnalysis;

/// <summary>Values of records as the commands print them. Paths are those of jq, without the first point.</summary>
internal static class Written
{
    /// <summary>A line for each record, an array of what is at the paths.</summary>
    public static IEnumerable<string> Told(this IEnumerable<JsonElement> records, string paths) =>
        records.Select(record => Line([.. paths.Split(' ').Select(path => (object?)record.Find(path))]));

    /// <summary>How often each combination of what is at the paths occurs.</summary>
    public static IEnumerable<string> Counted(this IEnumerable<JsonElement> records, string paths) =>
        records.GroupBy(record => string.Join(' ', paths.Split(' ').Select(path => record.At(path))))
            .Select(same => $"{same.Count()} {same.Key}");

    public static string At(this JsonElement record, string path) => record.Find(path)?.ToString() ?? "";

    public static string Line(params object?[] values) => JsonSerializer.Serialize(values);

    public static string Number(double number) => number.ToString(CultureInfo.InvariantCulture);

    private static JsonElement? Find(this JsonElement record, string path)
    {
        JsonElement? found = record;
        foreach (var name in path.Split('.'))
        {
            found = found is { ValueKind: JsonValueKind.Object } inner && inner.TryGetProperty(name, out var member)
                ? member
                : null;
        }

        return found;
    }
}

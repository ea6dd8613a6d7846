using System.Collections.Concurrent;
using System.Text.Json;

namespace Lottery.Data;

/// <summary>A word by which clients may ask for the value too; it is never the answer.</summary>
[AttributeUsage(AttributeTargets.Field, AllowMultiple = true)]
public sealed class AlsoCalledAttribute(string word) : Attribute
{
    public string Word { get; } = word;
}

/// <summary>How enums are written on the wire and in the database: UPPER_SNAKE.</summary>
public static class WireNames
{
    private static readonly ConcurrentDictionary<Enum, string> Names = new();

    public static string Of(Enum value) =>
        Names.GetOrAdd(value, v => JsonNamingPolicy.SnakeCaseUpper.ConvertName(v.ToString()));

    /// <summary>The member behind a name that the database holds.</summary>
    /// <exception cref="ArgumentException">No member has that name.</exception>
    public static T Parse<T>(string name)
        where T : struct, Enum =>
        Enum.Parse<T>(name.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
}

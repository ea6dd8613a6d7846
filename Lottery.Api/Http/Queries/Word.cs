using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Lottery.Data;

namespace Lottery.Api.Http.Queries;

/// <summary>One of an enum's words in a query string, spelled as on the wire: <c>TICKET_CREATE</c>.</summary>
public readonly record struct Word<T>(T Value) : IParsable<Word<T>>
    where T : struct, Enum
{
    private static readonly Dictionary<string, T> Known =
        Enum.GetValues<T>().SelectMany(value => Names(value).Select(name => (name, value)))
            .ToDictionary(StringComparer.OrdinalIgnoreCase);

    public static Word<T> Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var word) ? word : throw new FormatException("Not a known word.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Word<T> result)
    {
        var known = Known.TryGetValue(s ?? "", out var value);
        result = new Word<T>(value);
        return known;
    }

    private static IEnumerable<string> Names(T value) =>
    [
        WireNames.Of(value),
        .. typeof(T).GetField(value.ToString())!.GetCustomAttributes<AlsoCalledAttribute>().Select(also => also.Word),
    ];
}

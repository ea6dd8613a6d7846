using System.Diagnostics.CodeAnalysis;

namespace Lottery.Api.Http.Queries;

/// <summary>An id to filter by; <c>all</c> and an empty value mean no filter.</summary>
public readonly record struct OptionalId(Guid? Value) : IParsable<OptionalId>
{
    public static OptionalId Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("Not an id.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out OptionalId result)
    {
        if (s is null or "" or "all")
        {
            result = default;
            return s is not null;
        }

        var isId = Guid.TryParse(s, out var id);
        result = new OptionalId(id);
        return isId;
    }
}

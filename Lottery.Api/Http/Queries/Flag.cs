using System.Diagnostics.CodeAnalysis;

namespace Lottery.Api.Http.Queries;

/// <summary>A yes or no in a query string: true, 1, yes; false, 0, no. Anything else is a mistake, not a yes.</summary>
public readonly record struct Flag(bool Value) : IParsable<Flag>
{
    public static Flag Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var flag) ? flag : throw new FormatException("Not a yes or no.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Flag result)
    {
        result = new Flag(s is "true" or "1" or "yes");
        return result.Value || s is "false" or "0" or "no";
    }
}

using System.Globalization;
using System.Text;

namespace Lottery.ServiceDefaults.Redaction;

/// <summary>Values of a numeric type are amounts and counts. Only a card is told from them without a name or a
/// separator.</summary>
internal static class PlainNumbers
{
    private const int FewestOfCard = 13;
    private const double LeastOfCard = 1e12;

    /// <summary>The number itself, or a mark for that of a card; null when the value is no number.</summary>
    public static object? Clean(object? value) => value switch
    {
        byte or sbyte or short or ushort or int or uint => value,
        long or ulong or float or double or decimal => IsCard((IConvertible)value) ? Redactor.Mark : value,
        _ => null,
    };

    /// <summary>True for the number of a card as JSON has it.</summary>
    public static bool IsCard(ReadOnlySpan<byte> json) =>
        json.Length >= FewestOfCard && IsCard(Encoding.ASCII.GetString(json));

    private static bool IsCard(IConvertible number) =>
        number.ToDouble(CultureInfo.InvariantCulture) >= LeastOfCard
        && IsCard(number.ToString(CultureInfo.InvariantCulture));

    private static bool IsCard(string digits) => Redactor.Clean(digits) is Redactor.Mark;
}

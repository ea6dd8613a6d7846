using System.Globalization;

namespace Lottery.Data.Tickets.Sales.Numbers;

/// <summary>
/// The printed code of a ticket: <c>TYYMMDD-NNNNNN-CC</c>. Business date, sequence within that date, and two check
/// digits (ISO 7064 MOD 97-10 over the twelve digits) that catch a mistyped or swapped digit before any look-up.
/// </summary>
public static class TicketNumber
{
    /// <summary>Highest sequence that the shape can carry.</summary>
    public const int LastSequence = 999_999;

    public static string Format(DateOnly businessDate, int sequence)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(sequence is > 0 and <= LastSequence, true, nameof(sequence));
        var digits = long.Parse(
            string.Create(CultureInfo.InvariantCulture, $"{businessDate:yyMMdd}{sequence:D6}"),
            CultureInfo.InvariantCulture);
        var check = 98 - (digits * 100 % 97);
        return string.Create(CultureInfo.InvariantCulture, $"T{businessDate:yyMMdd}-{sequence:D6}-{check:D2}");
    }
}

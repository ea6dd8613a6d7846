namespace Lottery.ServiceDefaults.Redaction.Looks;

/// <summary>How the numbers look that are taken out; decision 0022 says where each shape comes from.</summary>
internal static class NumberShapes
{
    public const char Mixed = '~';
    public const int FewestOfCard = 13;
    public const int MostDigits = 19;
    public const int FewestOfPhone = 8;
    public const int MostOfPhone = 15;

    public static bool IsSomebodys(ReadOnlySpan<char> digits, ReadOnlySpan<int> groups, char separator) =>
        groups.Length == 1 ? IsPlain(digits) : IsCard(digits, groups) || IsGrouped(digits, groups, separator);

    private static bool IsPlain(ReadOnlySpan<char> digits) => digits.Length switch
    {
        8 => IsPhone(digits),
        9 => IsCedula(digits),
        10 => digits[0] == '0' && IsCedula(digits[1..]),
        11 => digits[0] == '1' || (digits.StartsWith("506") && IsPhone(digits[3..])),
        12 => digits[0] == '1', // DIMEX: 1, three digits of the country, the number.
        _ => IsCard(digits, []),
    };

    private static bool IsGrouped(ReadOnlySpan<char> digits, ReadOnlySpan<int> groups, char separator)
    {
        if (separator is not (' ' or '-'))
        {
            return false;
        }

        var isDashed = separator == '-';
        return groups switch
        {
            [4, 4] => IsPhone(digits) && (isDashed || digits[0] != '5'),
            [3, 4, 4] => digits.StartsWith("506") && IsPhone(digits[3..]),
            [3, 3, 4] => isDashed && digits[0] >= '2' && digits[3] >= '2',
            [1, 4, 4] => digits[0] != '0',
            [2, 4, 4] => digits[0] == '0',
            [3, 2, 4] => isDashed || IsSocialSecurity(digits),
            [1, 3, 6] => digits[0] is >= '2' and <= '5',
            _ => false,
        };
    }

    // Costa Rican numbers begin with 2, 4, 5, 6, 7 or 8; those with 20 are years.
    private static bool IsPhone(ReadOnlySpan<char> digits) =>
        digits[0] is '2' or >= '4' and <= '8' && !digits.StartsWith("20");

    // Province, then a volume of four digits that has not passed 2999.
    private static bool IsCedula(ReadOnlySpan<char> digits) => digits[0] != '0' && digits[1] <= '2';

    private static bool IsSocialSecurity(ReadOnlySpan<char> digits) =>
        digits[0] != '9' && !digits.StartsWith("000") && !digits.StartsWith("666")
        && digits[3..5] is not "00" && digits[5..] is not "0000";

    // Lists of bets and amounts pass Luhn once in ten; cards begin with 2 to 6 and are printed in groups of three up.
    private static bool IsCard(ReadOnlySpan<char> digits, ReadOnlySpan<int> groups)
    {
        if (digits.Length is < FewestOfCard or > MostDigits
            || !(digits[0] is >= '3' and <= '6' || (digits[0] == '2' && digits[1] is >= '2' and <= '7')))
        {
            return false;
        }

        foreach (var group in groups)
        {
            if (group < 3)
            {
                return false;
            }
        }

        return (groups.IsEmpty || groups[0] >= 4) && HasLuhnCheck(digits);
    }

    private static bool HasLuhnCheck(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var index = 0; index < digits.Length; index++)
        {
            var digit = digits[digits.Length - 1 - index] - '0';
            var doubled = digit * 2;
            sum += index % 2 == 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
        }

        return sum % 10 == 0;
    }
}

namespace Lottery.ServiceDefaults.Redaction.Looks;

/// <summary>Whether digits stand alone, or are part of an id, a decimal, a date or a quantity.</summary>
internal static class NumberEdges
{
    private const int LongestWord = 24;

    private static readonly HashSet<string> Units = new(StringComparer.OrdinalIgnoreCase)
    {
        "ms", "us", "µs", "ns", "s", "sec", "second", "seconds", "minutes", "b", "byte", "bytes", "kb", "mb",
        "gb", "kib", "mib", "rows", "records", "tickets", "jugadas", "items", "times", "ticks", "colones",
        "crc", "usd",
    };

    private static readonly HashSet<string> Quantities = new(StringComparer.OrdinalIgnoreCase)
    {
        "amount", "total", "totalamount", "monto", "balance", "saldo", "size", "bytes", "count", "length",
        "duration", "durationms", "elapsed", "ticks", "rows", "limit", "sales", "payout", "premio", "port",
        "pid", "offset", "position",
    };

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> UnitLookup =
        Units.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> QuantityLookup =
        Quantities.GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool Begins(ReadOnlySpan<char> text, int start)
    {
        if (start == 0)
        {
            return true;
        }

        var before = text[start - 1];
        return before switch
        {
            '.' => start < 2 || !char.IsDigit(text[start - 2]),
            '+' => start < 2 || !char.IsLetterOrDigit(text[start - 2]),
            '-' or '_' => start < 2 || !char.IsLetterOrDigit(text[start - 2]) || IsAfterWord(text, start - 1),
            _ => !char.IsLetterOrDigit(before),
        };
    }

    public static bool Ends(ReadOnlySpan<char> text, int end)
    {
        if (end == text.Length)
        {
            return true;
        }

        var next = end + 1 < text.Length ? text[end + 1] : '\0';
        return text[end] switch
        {
            '.' => !char.IsDigit(next),
            ',' => !IsDecimals(text[(end + 1)..]),
            '-' => !char.IsDigit(next) && !IsHexadecimal(text[(end + 1)..]),
            '_' => false,
            _ => !char.IsLetterOrDigit(text[end]),
        };
    }

    /// <summary>An amount, a size, a time: said by the sign or the word beside it.</summary>
    public static bool IsQuantity(ReadOnlySpan<char> text, int start, int end)
    {
        var before = text[..start].TrimEnd(' ');
        if (before.Length > 0 && before[^1] is '$' or '₡' or '€' or '-' or '±')
        {
            return true;
        }

        before = before[Math.Max(0, before.Length - LongestWord)..].TrimEnd("=:\"' ");
        if (QuantityLookup.Contains(before[(LastOther(before) + 1)..]))
        {
            return true;
        }

        var after = text[end..];
        after = after.StartsWith(" ") ? after[1..] : after;
        after = after[..Math.Min(LongestWord, after.Length)];
        return after.StartsWith("%") || UnitLookup.Contains(after[..LettersOf(after)]);
    }

    // "tel-8888" and "cliente_8888" but not the dash within a UUID, a version or a ticket's number.
    private static bool IsAfterWord(ReadOnlySpan<char> text, int dash)
    {
        for (var at = dash - 1; at >= 0 && dash - at <= LongestWord && char.IsLetter(text[at]); at--)
        {
            if (!char.IsAsciiHexDigit(text[at]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsDecimals(ReadOnlySpan<char> text) => text.Length > 0 && char.IsDigit(text[0])
        && (text.Length == 1 || !char.IsDigit(text[1]) || text.Length == 2 || !char.IsDigit(text[2]));

    private static bool IsHexadecimal(ReadOnlySpan<char> text) => text.Length >= 4
        && char.IsAsciiHexDigit(text[0]) && char.IsAsciiHexDigit(text[1])
        && char.IsAsciiHexDigit(text[2]) && char.IsAsciiHexDigit(text[3]);

    private static int LastOther(ReadOnlySpan<char> text)
    {
        var at = text.Length - 1;
        while (at >= 0 && char.IsLetter(text[at]))
        {
            at--;
        }

        return at;
    }

    private static int LettersOf(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && char.IsLetter(text[length]))
        {
            length++;
        }

        return length;
    }
}

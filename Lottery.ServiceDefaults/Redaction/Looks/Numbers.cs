namespace Lottery.ServiceDefaults.Redaction.Looks;

/// <summary>Numbers that are somebody's: cards, identity documents, telephones. What a number must stand between, so
/// that no id, ticket, date, amount or address of a machine is taken for one.</summary>
internal static class Numbers
{
    private const int MostGroups = 8;
    private const int Near = 16;

    public static void Find(ReadOnlySpan<char> text, Findings findings)
    {
        if (HasFewDigits(text))
        {
            return;
        }

        Span<int> starts = stackalloc int[MostGroups];
        Span<int> lengths = stackalloc int[MostGroups];
        for (var at = NextDigit(text, 0); at >= 0;)
        {
            var first = EndOfDigits(text, at);
            var end = first;
            if (NumberEdges.Begins(text, at))
            {
                var count = Groups(text, at, first, starts, lengths);
                var isPlus = at > 0 && text[at - 1] == '+';
                end = isPlus
                    ? International(text, starts[..count], lengths[..count])
                    : Longest(text, starts[..count], lengths[..count]);
                findings.Add(isPlus ? at - 1 : at, end);
            }

            at = NextDigit(text, Math.Max(first, end));
        }
    }

    // Most texts, and nobody's number.
    private static bool HasFewDigits(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var character in text)
        {
            if (char.IsAsciiDigit(character) && ++count == NumberShapes.FewestOfPhone)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads on over groups that separators keep apart.</summary>
    private static int Groups(ReadOnlySpan<char> text, int start, int end, Span<int> starts, Span<int> lengths)
    {
        (starts[0], lengths[0]) = (start, end - start);
        var count = 1;
        while (count < MostGroups && NextGroup(text, end) is >= 0 and var next)
        {
            end = EndOfDigits(text, next);
            (starts[count], lengths[count]) = (next, end - next);
            count++;
        }

        return count;
    }

    // One separator, or two as in "+1 (212) 555-0123".
    private static int NextGroup(ReadOnlySpan<char> text, int end)
    {
        var next = end;
        while (next < text.Length && next - end < 2 && text[next] is ' ' or '-' or '.' or '(' or ')')
        {
            next++;
        }

        return next > end && next < text.Length && char.IsAsciiDigit(text[next]) ? next : -1;
    }

    /// <summary>End of the longest number that begins here; its start when there is none.</summary>
    private static int Longest(ReadOnlySpan<char> text, ReadOnlySpan<int> starts, ReadOnlySpan<int> lengths)
    {
        Span<char> digits = stackalloc char[NumberShapes.MostDigits];
        var (total, found) = (0, starts[0]);
        for (var index = 0; index < starts.Length; index++)
        {
            if (total + lengths[index] > digits.Length)
            {
                break;
            }

            text.Slice(starts[index], lengths[index]).CopyTo(digits[total..]);
            total += lengths[index];
            var end = starts[index] + lengths[index];
            var separator = index == 0 ? '\0' : SeparatorOf(text, starts[1..(index + 1)]);
            if (NumberShapes.IsSomebodys(digits[..total], lengths[..(index + 1)], separator)
                && NumberEdges.Ends(text, end)
                && (index > 0 || total >= NumberShapes.FewestOfCard || !NumberEdges.IsQuantity(text, starts[0], end)))
            {
                found = end;
            }
        }

        return found;
    }

    private static int International(ReadOnlySpan<char> text, ReadOnlySpan<int> starts, ReadOnlySpan<int> lengths)
    {
        var (total, found) = (0, starts[0]);
        for (var index = 0; index < starts.Length; index++)
        {
            total += lengths[index];
            var end = starts[index] + lengths[index];
            if (total is >= NumberShapes.FewestOfPhone and <= NumberShapes.MostOfPhone && NumberEdges.Ends(text, end))
            {
                found = end;
            }
        }

        return found;
    }

    /// <summary>The separator before each of the groups; a blank mark when they differ.</summary>
    private static char SeparatorOf(ReadOnlySpan<char> text, ReadOnlySpan<int> starts)
    {
        var separator = text[starts[0] - 1];
        foreach (var start in starts)
        {
            if (text[start - 1] != separator || !char.IsAsciiDigit(text[start - 2]))
            {
                return NumberShapes.Mixed;
            }
        }

        return separator;
    }

    // The next one is mostly near: the search by vectors pays from afar only.
    private static int NextDigit(ReadOnlySpan<char> text, int from)
    {
        var near = Math.Min(text.Length, from + Near);
        for (; from < near; from++)
        {
            if (char.IsAsciiDigit(text[from]))
            {
                return from;
            }
        }

        var next = text[from..].IndexOfAnyInRange('0', '9');
        return next < 0 ? -1 : from + next;
    }

    private static int EndOfDigits(ReadOnlySpan<char> text, int from)
    {
        while (from < text.Length && char.IsAsciiDigit(text[from]))
        {
            from++;
        }

        return from;
    }
}

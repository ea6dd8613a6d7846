using System.Buffers;

namespace Lottery.ServiceDefaults.Redaction.Names;

/// <summary>Values that a text names: <c>password=x</c>, <c>"pin": "1234"</c>, <c>?token=x</c>,
/// <c>Cookie: a=b; c=d</c>, <c>Key (email)=(x)</c>.</summary>
internal static class NamedValues
{
    private const int LongestName = 64;

    private static readonly SearchValues<char> Signs = SearchValues.Create("=:");

    public static void Find(ReadOnlySpan<char> text, Findings findings)
    {
        for (var at = text.IndexOfAny(Signs); at >= 0;)
        {
            var after = at + 1;
            var name = NameBefore(text, at, out var before);
            if (name.Length > 0 && HidesValue(name, before))
            {
                var (start, end) = NamedValueEnds.After(text, at, name);
                findings.Add(start, end);
                after = Math.Max(after, end);
            }

            var next = text[after..].IndexOfAny(Signs);
            at = next < 0 ? -1 : after + next;
        }
    }

    // "client name: …" is a name of two words; "the token expired: …" names nothing.
    private static bool HidesValue(ReadOnlySpan<char> name, ReadOnlySpan<char> before)
    {
        if (HiddenNames.Contains(name))
        {
            return true;
        }

        if (name.IndexOf(',') is >= 0 and var comma)
        {
            return HidesValue(name[..comma].Trim(), default) || HidesValue(name[(comma + 1)..].Trim(), default);
        }

        return before.Length > 0 && HiddenNames.HidesTogether(before, name);
    }

    private static ReadOnlySpan<char> NameBefore(ReadOnlySpan<char> text, int sign, out ReadOnlySpan<char> before)
    {
        before = default;
        var floor = Math.Max(0, sign - LongestName);
        var end = sign;
        while (end > floor && text[end - 1] is ' ' or '"' or '\'' or '\\' or '`' or ']' or '*')
        {
            end--;
        }

        if (end > floor && text[end - 1] == ')' && text[floor..(end - 1)].LastIndexOf('(') is >= 0 and var open)
        {
            return text[(floor + open + 1)..(end - 1)];
        }

        var start = StartOfName(text, floor, end);
        if (start > floor && text[start - 1] == ' ')
        {
            before = text[StartOfName(text, floor, start - 1)..(start - 1)];
        }

        return text[start..end];
    }

    private static int StartOfName(ReadOnlySpan<char> text, int floor, int end)
    {
        while (end > floor && (char.IsLetterOrDigit(text[end - 1]) || text[end - 1] is '_' or '-' or '.'))
        {
            end--;
        }

        return end;
    }
}

using System.Buffers;

namespace Lottery.ServiceDefaults.Redaction.Looks;

/// <summary>What stands around an at sign: e-mail addresses, and who logs in where within a URL.</summary>
internal static class Addresses
{
    private const int LongestBefore = 256;
    private const int LongestDomain = 253;
    private const string Authority = "://";

    private static readonly SearchValues<char> Breaks = SearchValues.Create(" \t\r\n\"'<>@/\\?#[]{}|,");

    private static readonly SearchValues<char> BreaksOfLocal = SearchValues.Create(":;=()&!*$`^");

    public static void Find(ReadOnlySpan<char> text, Findings findings)
    {
        for (var at = text.IndexOf('@'); at >= 0;)
        {
            var from = Math.Max(0, at - LongestBefore);
            var start = from + text[from..at].LastIndexOfAny(Breaks) + 1;
            if (text[..start].EndsWith(Authority))
            {
                findings.Add(start, at);
            }
            else
            {
                start += text[start..at].LastIndexOfAny(BreaksOfLocal) + 1;
                var domain = EndOfDomain(text[(at + 1)..]);
                findings.Add(start, start < at && domain > 0 ? at + 1 + domain : start);
            }

            var next = text[(at + 1)..].IndexOf('@');
            at = next < 0 ? -1 : at + 1 + next;
        }
    }

    /// <summary>Length of the domain that the text begins with; zero when it is none: at least two labels, the last
    /// one of letters.</summary>
    private static int EndOfDomain(ReadOnlySpan<char> text)
    {
        var (end, lastLabel, label) = (0, 0, 0);
        while (end < text.Length && end < LongestDomain && (char.IsLetterOrDigit(text[end]) || text[end] is '-' or '.'))
        {
            if (text[end] == '.')
            {
                if (end == label || end + 1 == text.Length || !char.IsLetterOrDigit(text[end + 1]))
                {
                    break;
                }

                (lastLabel, label) = (label, end + 1);
            }

            end++;
        }

        var isDomain = label > lastLabel && end - label >= 2 && char.IsLetter(text[label]);
        return isDomain ? end : 0;
    }
}

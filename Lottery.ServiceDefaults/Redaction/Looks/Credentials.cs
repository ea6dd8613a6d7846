using System.Buffers;

namespace Lottery.ServiceDefaults.Redaction.Looks;

/// <summary>What opens a door by itself: values of the schemes Bearer and Basic, web tokens, private keys.</summary>
internal static class Credentials
{
    private const int ShortestToken = 6;
    private const int LongestWord = 15; // "authentication" follows "Bearer" in prose.
    private const int ShortestHeader = 16;
    private const int LongestLabel = 64;
    private const string PrivateKeyEnd = "PRIVATE KEY-----";

    private static readonly SearchValues<string> Openings =
        SearchValues.Create(["bearer ", "basic ", "eyj", "-----begin "], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=");

    public static void Find(ReadOnlySpan<char> text, Findings findings)
    {
        for (var at = 0; at < text.Length;)
        {
            var next = text[at..].IndexOfAny(Openings);
            if (next < 0)
            {
                return;
            }

            at += next;
            var (start, end) = text[at] switch
            {
                '-' => PrivateKey(text, at),
                'e' or 'E' => WebToken(text, at),
                _ => Presented(text, at + text[at..].IndexOf(' ') + 1),
            };
            findings.Add(start, end);
            at = Math.Max(end, at + 1);
        }
    }

    private static (int Start, int End) Presented(ReadOnlySpan<char> text, int start)
    {
        while (start < text.Length && text[start] == ' ')
        {
            start++;
        }

        var token = text[start..];
        token = token[..EndOfToken(token)];
        var isSecret = token.Length > LongestWord
            || (token.Length >= ShortestToken
                && (token.ContainsAnyInRange('0', '9') || token[1..].ContainsAnyInRange('A', 'Z') || token[^1] == '='));
        return (start, isSecret ? start + token.Length : start);
    }

    private static (int Start, int End) WebToken(ReadOnlySpan<char> text, int start)
    {
        var length = EndOfToken(text[start..]);
        return (start, text[start..].StartsWith("eyJ", StringComparison.Ordinal) && length >= ShortestHeader
            ? start + length
            : start);
    }

    // Certificates are public. A key whose end is missing was cut: all that follows is key.
    private static (int Start, int End) PrivateKey(ReadOnlySpan<char> text, int start)
    {
        var label = text.Slice(start, Math.Min(LongestLabel, text.Length - start));
        if (!label.Contains(PrivateKeyEnd, StringComparison.OrdinalIgnoreCase))
        {
            return (start, start);
        }

        var body = start + label.IndexOf(PrivateKeyEnd, StringComparison.OrdinalIgnoreCase) + PrivateKeyEnd.Length;
        var end = text[body..].IndexOf(PrivateKeyEnd, StringComparison.OrdinalIgnoreCase);
        return (start, end < 0 ? text.Length : body + end + PrivateKeyEnd.Length);
    }

    private static int EndOfToken(ReadOnlySpan<char> text) =>
        text.IndexOfAnyExcept(TokenCharacters) is >= 0 and var end ? end : text.Length;
}

using System.Buffers;

namespace Lottery.ServiceDefaults.Redaction.Names;

/// <summary>From where to where a hidden value reaches that a text names.</summary>
internal static class NamedValueEnds
{
    private const int LongestPhrase = 256;

    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n&\"'`<>|");
    private static readonly SearchValues<char> EndsBeforeBlank = SearchValues.Create(",;)]}");
    private static readonly SearchValues<char> EndsOfPhrase = SearchValues.Create("\r\n&\"'`<>|,;)]}");

    public static (int Start, int End) After(ReadOnlySpan<char> text, int sign, ReadOnlySpan<char> name)
    {
        var start = sign + 1;
        while (start < text.Length && text[start] is ' ' or '\t' or '>' or '=' or ':')
        {
            start++;
        }

        var value = text[start..];
        if (value.IsEmpty || value.StartsWith(Redactor.Mark) || IsNothing(value))
        {
            return (start, start);
        }

        if (value[0] is '"' or '\'' or '`' || value.StartsWith("\\\""))
        {
            var quote = value[0] == '\\' ? value[..2] : value[..1];
            var inside = start + quote.Length;
            return (inside, text[inside..].StartsWith(Redactor.Mark) ? inside : inside + Quoted(text[inside..], quote));
        }

        if (value[0] is '{' or '[' or '(')
        {
            return (start, start + Bracketed(value));
        }

        var length = IsLine(name, text[sign]) ? Line(value) : IsOfSeveralWords(name) ? Phrase(value) : Word(value);
        return (start, start + length);
    }

    // Headers, and what is long and full of separators.
    private static bool IsLine(ReadOnlySpan<char> name, char sign) =>
        (sign == ':' && (Names(name, "authorization") || Names(name, "cookie"))) || Names(name, "connection");

    private static bool IsOfSeveralWords(ReadOnlySpan<char> name) =>
        Names(name, "name") || Names(name, "nombre") || Names(name, "apellido")
        || Names(name, "client") || Names(name, "customer");

    private static bool Names(ReadOnlySpan<char> name, string part) =>
        name.Contains(part, StringComparison.OrdinalIgnoreCase);

    // A secret that is not there is worth knowing and gives nothing away.
    private static bool IsNothing(ReadOnlySpan<char> value)
    {
        value = value[..Word(value)];
        return value is "null" or "true" or "false" or "True" or "False";
    }

    private static int Quoted(ReadOnlySpan<char> text, ReadOnlySpan<char> quote)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at..].StartsWith(quote))
            {
                return at;
            }

            at += text[at] == '\\' ? 1 : 0;
        }

        return text.Length;
    }

    private static int Bracketed(ReadOnlySpan<char> text)
    {
        var depth = 0;
        for (var at = 0; at < text.Length; at++)
        {
            depth += text[at] is '{' or '[' or '(' ? 1 : text[at] is '}' or ']' or ')' ? -1 : 0;
            if (depth == 0)
            {
                return at + 1;
            }
        }

        return text.Length;
    }

    private static int Line(ReadOnlySpan<char> text) =>
        text.IndexOfAny('\r', '\n') is >= 0 and var end ? end : text.Length;

    private static int Phrase(ReadOnlySpan<char> text)
    {
        text = text[..Math.Min(LongestPhrase, text.Length)];
        var end = text.IndexOfAny(EndsOfPhrase);
        var phrase = end < 0 ? text : text[..end];
        // The next pair's name is not part of this one's value.
        return phrase.IndexOf('=') is > 0 and var sign && phrase[..sign].LastIndexOf(' ') is > 0 and var last
            ? last
            : phrase.Length;
    }

    private static int Word(ReadOnlySpan<char> text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var isLast = at + 1 == text.Length || !char.IsLetterOrDigit(text[at + 1]);
            if (Ends.Contains(text[at]) || (isLast && EndsBeforeBlank.Contains(text[at])))
            {
                return at;
            }
        }

        return text.Length;
    }
}

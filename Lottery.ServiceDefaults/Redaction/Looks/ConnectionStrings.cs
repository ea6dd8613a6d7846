using System.Buffers;

namespace Lottery.ServiceDefaults.Redaction.Looks;

/// <summary>A list of settings such as <c>Host=db;Username=lottery;Password=x</c> goes as a whole.</summary>
internal static class ConnectionStrings
{
    private const int LongestKey = 32;
    private const int LongestValue = 1024;
    private const int FewestKnown = 2;

    private static readonly HashSet<string> Keys = new(StringComparer.OrdinalIgnoreCase)
    {
        "host", "server", "data source", "address", "port", "database", "initial catalog", "username", "user name",
        "user id", "userid", "user", "uid", "password", "pwd", "ssl mode", "sslmode", "pooling", "timeout",
        "command timeout", "maximum pool size", "minimum pool size", "max pool size", "application name",
        "search path", "include error detail", "passfile", "trust server certificate",
    };

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> KeyLookup =
        Keys.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<char> EndsOfValue = SearchValues.Create(";\r\n\"");

    public static void Find(ReadOnlySpan<char> text, Findings findings)
    {
        if (!text.Contains(';'))
        {
            return;
        }

        for (var at = text.IndexOf('='); at >= 0;)
        {
            var after = at + 1;
            if (KeyBefore(text, at) is { Length: > 0 } key)
            {
                var (end, known) = Settings(text, at);
                if (known >= FewestKnown)
                {
                    var name = text[..at].TrimEnd(' ');
                    findings.Add(name.Length - key.Length, end);
                    after = end;
                }
            }

            var next = text[after..].IndexOf('=');
            at = next < 0 ? -1 : after + next;
        }
    }

    /// <summary>The longest known key that ends at the sign: "Data Source" rather than "Source".</summary>
    private static ReadOnlySpan<char> KeyBefore(ReadOnlySpan<char> text, int sign)
    {
        var floor = Math.Max(0, sign - LongestKey);
        var before = text[floor..sign].TrimEnd(' ');
        for (var start = 0; start < before.Length; start++)
        {
            if ((start == 0 || !char.IsLetterOrDigit(before[start - 1])) && KeyLookup.Contains(before[start..]))
            {
                return before[start..];
            }
        }

        return default;
    }

    private static (int End, int Known) Settings(ReadOnlySpan<char> text, int sign)
    {
        var known = 1;
        while (true)
        {
            var end = EndOfValue(text, sign + 1);
            if (end >= text.Length || text[end] != ';')
            {
                return (end, known);
            }

            var ahead = text.Slice(end + 1, Math.Min(LongestKey + 1, text.Length - end - 1));
            var next = ahead.IndexOf('=');
            if (next <= 0 || !KeyLookup.Contains(ahead[..next].Trim(' ')))
            {
                return (end, known);
            }

            known++;
            sign = end + 1 + next;
        }
    }

    private static int EndOfValue(ReadOnlySpan<char> text, int start)
    {
        var value = text.Slice(start, Math.Min(LongestValue, text.Length - start));
        if (value.Length > 0 && value[0] is '\'' or '"' && value[1..].IndexOf(value[0]) is >= 0 and var close)
        {
            return start + close + 2;
        }

        return start + (value.IndexOfAny(EndsOfValue) is >= 0 and var end ? end : value.Length);
    }
}

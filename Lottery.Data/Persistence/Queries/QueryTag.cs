using System.Text.RegularExpressions;

namespace Lottery.Data.Persistence.Queries;

/// <summary>
/// What a query is called: the comment that it begins with (<c>-- ticket.sale</c>, EF's <c>TagWith</c>), else its verb
/// and its first table. PostgreSQL shows the comment in <c>pg_stat_activity</c>, too. Never a value of the text.
/// </summary>
public static partial class QueryTag
{
    public static string Of(string sql)
    {
        if (Comment().Match(sql) is { Success: true } tagged)
        {
            return tagged.Groups[1].Value;
        }

        // Behind the first quote there may be somebody's data.
        var harmless = Quoted().Match(sql) is { Success: true } quote ? sql[..quote.Index] : sql;
        var verb = Verb().Match(harmless).Groups[1].Value.ToLowerInvariant();
        var table = Table().Match(harmless).Groups[1].Value;
        return (verb, table) switch
        {
            ("", _) => "unknown",
            (_, "") => verb,
            _ => $"{verb} {table}",
        };
    }

    [GeneratedRegex(@"^\s*--[ \t]*([A-Za-z0-9_.-]{1,64})[ \t]*\r?\n")]
    private static partial Regex Comment();

    [GeneratedRegex(@"'|\$[A-Za-z_]*\$")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^(?:\s|--[^\n]*\n)*([A-Za-z]{1,20})\b")]
    private static partial Regex Verb();

    [GeneratedRegex(
        @"\b(?:from|into|update|copy)\s+(?:only\s+)?""?(?!(?:select|lateral|only|unnest)\b)([a-z_][a-z0-9_]{0,62})\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Table();
}

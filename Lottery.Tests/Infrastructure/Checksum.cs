namespace Lottery.Tests.Infrastructure;

/// <summary>One figure for every row of a host's database, to see whether anything changed.</summary>
public static class Checksum
{
    // Refused acts leave no line, but who was logged in may; both are looked at by tests of their own.
    private const string Left = "('activity_logs', 'sessions', '__EFMigrationsHistory')";

    public static async Task<string> Of(ApiHost host)
    {
        var tables = await host.Rows(row => row.GetString(0), $"""
            select table_name from information_schema.tables
            where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not in {Left}
            order by table_name
            """);
        Assert.IsGreaterThan(10, tables.Count);
        var sums = new List<string>();
        foreach (var table in tables)
        {
            sums.Add(await host.Scalar<string>(
                $"select '{table} ' || count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from {table} t"));
        }

        return string.Join('\n', sums);
    }
}

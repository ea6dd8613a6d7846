using System.Diagnostics;
using Lottery.Data.Persistence.Queries;
using Lottery.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lottery.Tests.Persistence.Queries;

/// <summary>The record of a query that took longer than it should.</summary>
[TestClass]
public sealed class SlowQueryTests
{
    private const string Slow = "SLOW_QUERY";
    private const string Secret = "valor-que-nadie-debe-leer";
    private static readonly TimeSpan Threshold = TimeSpan.FromSeconds(0.2);

    private static ApiHost _host = null!;
    private static NpgsqlDataSource _database = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _host = await ApiHost.Start(settings: $"--Database:SlowQuery={Threshold}");
        _database = _host.Services.GetRequiredService<NpgsqlDataSource>();
    }

    [ClassCleanup]
    public static async Task Stop() => await _host.DisposeAsync();

    [TestMethod]
    public async Task It_is_told_once_with_its_tag_and_rows_and_none_of_its_values()
    {
        QueryTally.Begin(() => "test.operation");
        await Run($"-- test.three-rows\nselect pg_sleep(0.1), $1, '{Secret}' from generate_series(1, 3)", Secret);

        var record = _host.Log.Of(Slow).Single(r => Equals(r["tag"], "test.three-rows"));
        Assert.AreEqual(LogLevel.Warning, record.Level);
        Assert.IsGreaterThanOrEqualTo(300, (double)record["durationMs"]!);
        Assert.AreEqual(
            (3L, 1, "test.operation", null),
            (record["rows"], record["statements"], record["operation"], record["errorType"]));
        Assert.DoesNotContain(Secret, record.Message + string.Join(' ', record.Values.Select(v => v.Value)));
    }

    [TestMethod]
    public async Task A_quick_one_is_not_told()
    {
        // On a busy machine any query can be slow for once: the one that counts was quick by the caller's own watch.
        string tag;
        Stopwatch watch;
        do
        {
            tag = $"test.quick-{Guid.CreateVersion7():N}";
            watch = Stopwatch.StartNew();
            await Run($"-- {tag}\nselect pg_sleep(0.02)");
        }
        while (watch.Elapsed >= Threshold);

        Assert.IsEmpty(_host.Log.Of(Slow).Where(r => Equals(r["tag"], tag)).ToList());
    }

    [TestMethod]
    public async Task What_a_request_left_behind_is_told_without_its_name()
    {
        var tally = QueryTally.Begin(() => throw new InvalidOperationException("The request is no more."));
        tally.End();
        await Run("-- test.left-behind\nselect pg_sleep(0.25)");

        Assert.IsNull(_host.Log.Of(Slow).Single(r => Equals(r["tag"], "test.left-behind"))["operation"]);
    }

    [TestMethod]
    public async Task A_batch_is_told_once_with_the_rows_of_all_its_statements()
    {
        await using var connection = await _database.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("-- test.batch\ncreate temporary table kept (n int)"),
                new("insert into kept select generate_series(1, 5)"),
                new("update kept set n = n + 1 where n > 3"),
                new("select n, pg_sleep(0.1) from kept where n < 4"),
                new("delete from kept"),
            },
        };
        await batch.ExecuteNonQueryAsync();

        var record = _host.Log.Of(Slow).Single(r => Equals(r["tag"], "test.batch"));
        Assert.AreEqual((5L + 2 + 3 + 5, 5, null), (record["rows"], record["statements"], record["errorType"]));
    }

    [TestMethod]
    public async Task One_that_failed_says_why()
    {
        await Assert.ThrowsExactlyAsync<PostgresException>(() => Run(
            "-- test.failed\nselect 1 / (extract(epoch from clock_timestamp() - statement_timestamp()) < 0)::int "
                + "from (select pg_sleep(0.25) offset 0) slept"));

        var record = _host.Log.Of(Slow).Single(r => Equals(r["tag"], "test.failed"));
        Assert.AreEqual("22012", record["errorType"]);
    }

    [TestMethod]
    public async Task A_batch_that_failed_half_way_says_that_it_is_not_complete()
    {
        await using var connection = await _database.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { new("-- test.half\nselect pg_sleep(0.25)"), new("select 1 / 0"), new("select 1") },
        };
        await Assert.ThrowsExactlyAsync<PostgresException>(() => batch.ExecuteNonQueryAsync());

        var record = _host.Log.Of(Slow).Single(r => Equals(r["tag"], "test.half"));
        Assert.AreEqual("INCOMPLETE", record["errorType"]);
    }

    [TestMethod]
    [DataRow("-- ticket.sale\nselect 1", "ticket.sale")]
    [DataRow("-- ListTickets.page\n\nSELECT t.id FROM tickets AS t", "ListTickets.page")]
    [DataRow("-- de Juan Mora 8888-1234\nselect 1 from users", "select users")]
    [DataRow("INSERT INTO activity_logs (id) VALUES (@p0)", "insert activity_logs")]
    [DataRow("SELECT count(*)::int FROM (select 1 from \"users\") t", "select users")]
    [DataRow("update only tickets set a = 'from secreto'", "update tickets")]
    [DataRow("select 'from secreto'", "select")]
    [DataRow("select $x$ from secreto $x$", "select")]
    [DataRow("  ", "unknown")]
    public void A_query_is_called_by_its_tag_else_by_its_verb_and_table(string sql, string tag) =>
        Assert.AreEqual(tag, QueryTag.Of(sql));

    private static async Task Run(string sql, params object[] values)
    {
        await using var command = _database.CreateCommand(sql);
        command.Parameters.AddRange(values.Select(value => new NpgsqlParameter { Value = value }).ToArray());
        await command.ExecuteNonQueryAsync();
    }
}

using System.Diagnostics;
using System.Text.Json;
using Lottery.Api.Http;
using Lottery.Data;
using Lottery.Data.Persistence.Queries;
using Lottery.Tests.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Lottery.Tests.Persistence.Queries;

/// <summary>What the driver tells of its commands, on the data source of a real host.</summary>
[TestClass]
public sealed class QueryTallyTests
{
    private static ApiHost _host = null!;
    private static NpgsqlDataSource _database = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _host = await ApiHost.Start();
        _database = _host.Services.GetRequiredService<NpgsqlDataSource>();
    }

    [ClassCleanup]
    public static async Task Stop() => await _host.DisposeAsync();

    [TestMethod]
    public async Task Queries_side_by_side_count_the_time_once()
    {
        var tally = QueryTally.Begin(() => null);
        var since = Stopwatch.GetTimestamp();
        await Task.WhenAll(Run("select pg_sleep(0.4)"), Run("select pg_sleep(0.4)"), Run("select pg_sleep(0.2)"));
        await Run("select pg_sleep(0.1)");
        var elapsed = Stopwatch.GetElapsedTime(since);

        var figures = tally.Figures;
        Assert.AreEqual(4, figures.Statements);
        Assert.IsGreaterThanOrEqualTo(TimeSpan.FromSeconds(0.5), figures.Busy);
        Assert.IsLessThanOrEqualTo(elapsed, figures.Busy);
        Assert.IsGreaterThanOrEqualTo(TimeSpan.FromSeconds(0.4), figures.Slowest);
        Assert.IsLessThan(figures.Busy, figures.Slowest);
    }

    [TestMethod]
    public async Task Every_statement_of_a_batch_counts()
    {
        var tally = QueryTally.Begin(() => null);
        await using var connection = await _database.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("select 1"),
                new("select 2 where $1 = 1") { Parameters = { new() { Value = 1 } } },
                new("select 3"),
            },
        };
        await batch.ExecuteNonQueryAsync();
        Assert.AreEqual(3, tally.Figures.Statements);

        await Run("select 1; select 2");
        Assert.AreEqual(5, tally.Figures.Statements);

        await using (var copy = await connection.BeginTextExportAsync("copy (select 1) to stdout"))
        {
            await copy.ReadToEndAsync();
        }

        Assert.AreEqual(6, tally.Figures.Statements);
    }

    [TestMethod]
    public async Task Those_of_the_context_count_and_those_that_fail_too()
    {
        var tally = QueryTally.Begin(() => null);
        await _host.InDatabase(async db => await db.Bancas.CountAsync() + await db.Users.CountAsync());
        Assert.AreEqual(2, tally.Figures.Statements);

        await Assert.ThrowsExactlyAsync<PostgresException>(() => Run("select 1 / 0"));
        var after = tally.Figures;
        Assert.AreEqual(3, after.Statements);
        // Else the one that failed would be running for ever.
        Assert.AreEqual(after.Busy, tally.Figures.Busy);
    }

    [TestMethod]
    public async Task Nobody_hears_of_the_queries_of_others()
    {
        var (one, other) = await Both(
            async () =>
            {
                var tally = QueryTally.Begin(() => null);
                await Run("select pg_sleep(0.1)");
                await Run("select 1");
                return tally;
            },
            async () =>
            {
                var tally = QueryTally.Begin(() => null);
                await Run("select pg_sleep(0.1)");
                return tally;
            });

        Assert.AreEqual((2, 1), (one.Figures.Statements, other.Figures.Statements));
        Assert.IsNull(QueryTally.Current);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task An_answer_for_which_only_who_asks_was_asked_is_from_a_cache(bool asksForData)
    {
        QueryTally.Begin(() => null);
        await Run("select 1");
        QueryTally.Current!.BeginData();
        await Run(asksForData ? "select 2" : "");
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = _host.Services, Response = { Body = body } };
        await ((ReportReply<string>)new Outcome<string>("dato")).ExecuteAsync(context);

        var meta = JsonElement.Parse(body.ToArray()).GetProperty("meta");
        Assert.AreEqual(
            (!asksForData, asksForData ? 2 : 1),
            (meta.GetProperty("cached").GetBoolean(), meta.GetProperty("totalQueries").GetInt32()));
    }

    private static async Task<(T, T)> Both<T>(Func<Task<T>> one, Func<Task<T>> other)
    {
        var both = await Task.WhenAll(one(), other());
        return (both[0], both[1]);
    }

    private static async Task Run(string sql)
    {
        if (sql.Length == 0)
        {
            return;
        }

        await using var command = _database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

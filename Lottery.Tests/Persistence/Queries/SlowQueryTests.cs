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

    private static ApiHost _host = null!;
    private static NpgsqlDataSource _database = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _host = await ApiHost.Start(settings: "--Database:SlowQuery=00:00:00.2");
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
        Assert.AreEqual((3L, 1, "test.operation", null), (record["rows"], record["statements"], record["operation"], record["errorType"]));
        Assert.DoesNotContain(Secret, record.Message + string.Join(' ', record.Values.Select(v => v.Value)));
    }

    [TestMethod]
    public async Task A_quick_one_is_not_told()
    {
        await Run("-- test.quick\nselect pg_sleep(0.02)");

        Assert.IsEmpty(_host.Log.Of(Slow).Where(r => Equals(r["tag"], "test.quick")).ToList());
    }

    private static async Task Run(string sql, params object[] values)
    {
        await using var command = _database.CreateCommand(sql);
        command.Parameters.AddRange(values.Select(value => new NpgsqlParameter { Value = value }).ToArray());
        await command.ExecuteNonQueryAsync();
    }
}

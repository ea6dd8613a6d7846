using System.Diagnostics.Metrics;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Lottery.Tests.Worker;
using Lottery.Worker;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Lottery.Tests.Persistence.Queries;

/// <summary>A slow query of a request or a job: who asked, and what an administrator sees meanwhile.</summary>
[TestClass]
public sealed class SlowRequestTests
{
    private const string Slow = "SLOW_QUERY";
    private const string Threshold = "--Database:SlowQuery=00:00:00.3";

    [TestMethod]
    public async Task A_request_that_waits_for_a_lock_is_told_by_its_tag_and_route()
    {
        await using var world = await World.Create(await ApiHost.Start(settings: Threshold));
        var counted = new List<string>();
        using var meters = Count(world.Host.Services.GetRequiredService<IMeterFactory>(), counted);
        var game = await (await world.Banca()).Loteria();
        await using var other = new NpgsqlConnection(world.Host.Database);
        await other.OpenAsync();
        await using var held = await other.BeginTransactionAsync();
        await using (var take = BareSql.Command(
            other, "select from loterias where id = $1 for update", [game.LoteriaId]))
        {
            await take.ExecuteNonQueryAsync();
        }

        var change = world.Admin.Put($"/loterias/{game.LoteriaId}", new { name = "NOMBRE-QUE-NADIE-LEE" });
        // What docs/operations.md tells to look for.
        while (await world.Host.Scalar<long>("""
            select count(*) from pg_stat_activity
            where query like '-- loteria.lock%' and cardinality(pg_blocking_pids(pid)) > 0
                and datname = current_database() and clock_timestamp() - query_start > '300 ms'
            """) == 0)
        {
            Assert.IsFalse(change.IsCompleted, "It did not wait.");
            await Task.Yield();
        }

        await held.RollbackAsync();
        (await change).Succeeded();

        var record = world.Host.Log.Of(Slow).Single();
        Assert.AreEqual(
            ("loteria.lock", 1L, 1, "PUT /api/v1/loterias/{id}", null),
            (record["tag"], record["rows"], record["statements"], record["operation"], record["errorType"]));
        Assert.DoesNotContain(game.LoteriaId.ToString(), string.Join(' ', record.Values.Select(v => v.Value)));
        Assert.AreEqual("loteria.lock", counted.Single());
    }

    [TestMethod]
    public async Task A_job_that_is_slow_is_told_by_its_name()
    {
        var database = await TestPostgres.CreateDatabase();
        await using (var worker = WorkerHost.On(database, clock: null, Threshold))
        {
            worker.Probe.Act = async _ =>
            {
                await using var command = worker.Services.GetRequiredService<NpgsqlDataSource>()
                    .CreateCommand("update job_runs set counts = null where pg_sleep(0.35) is not null");
                await command.ExecuteNonQueryAsync(default);
                return new JobResult(("done", 1));
            };
            Assert.IsTrue(await worker.Run());

            var record = worker.Log.Of(Slow).Single();
            Assert.AreEqual(
                ("update job_runs", 1L, "probe"), (record["tag"], record["rows"], record["operation"]));
        }

        await TestPostgres.DropDatabase(database);
    }

    [TestMethod]
    [DataRow("0")]
    [DataRow("-00:00:01")]
    public async Task A_threshold_of_nothing_is_refused(string threshold)
    {
        var refusal = await Assert.ThrowsExactlyAsync<Microsoft.Extensions.Options.OptionsValidationException>(
            () => ApiHost.Start("Host=127.0.0.1", clock: null, $"--Database:SlowQuery={threshold}"));

        Assert.Contains("Database:SlowQuery", refusal.Message);
    }

    private static MeterListener Count(IMeterFactory meters, List<string> counted)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "lottery.database.slow_queries" && instrument.Meter.Scope == meters)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => counted.Add((string)tags[0].Value!));
        listener.Start();
        return listener;
    }
}

using System.Text.Json;
using Lottery.Data.Jobs;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Lottery.Worker;
using Lottery.Worker.Sorteos;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lottery.Tests.Worker;

/// <summary>What operators read of a run: the names that they know, with what they look for, and the figures.</summary>
[TestClass]
public sealed class JobRecordTests : IDisposable
{
    private static readonly ScheduledJob AutoOpen = JobSchedule.Jobs.Single(job => job.Type == typeof(AutoOpenJob));

    private World _world = null!;
    private WorkerHost _worker = null!;
    private Counted _runs = null!;

    [TestInitialize]
    public async Task Start()
    {
        _world = await World.Create();
        _worker = WorkerHost.On(_world.Host.Database, _world.Host.Clock);
        _runs = new Counted(_worker.Services, "lottery.job.runs");
    }

    [TestCleanup]
    public async Task Stop()
    {
        await _worker.DisposeAsync();
        await _world.DisposeAsync();
    }

    [TestMethod]
    public async Task A_run_says_when_it_began_and_what_it_opened()
    {
        await (await (await _world.Banca()).Loteria()).Sorteo();

        await _worker.Run(job: AutoOpen);

        var (start, end) = (One("SORTEOS_AUTO_OPEN_START"), One("SORTEOS_AUTO_OPEN_COMPLETE"));
        Assert.AreEqual((LogLevel.Information, _worker.Clock.GetUtcNow()), (start.Level, start["timestamp"]));
        Assert.AreEqual(
            (LogLevel.Information, true, 1L, 0L, _worker.Clock.GetUtcNow()),
            (end.Level, end["success"], end["openedCount"], end["errorsCount"], end["executedAt"]));
        CollectionAssert.AreEqual((string[])["job=sorteos-auto-open outcome=completed"], _runs.Labels);
    }

    [TestMethod]
    public async Task One_bad_item_is_named_and_the_others_are_done()
    {
        var game = await (await _world.Banca()).Loteria();
        var (bad, good) = (await game.Sorteo(), await game.Sorteo(TimeSpan.FromHours(4)));
        await _world.Host.Execute($"""
            create function refuse_sorteo() returns trigger language plpgsql as $$
            begin raise exception 'not this one'; end $$;
            create trigger refuse_sorteo before update on sorteos for each row when (old.id = '{bad}')
            execute function refuse_sorteo();
            """);
        // A trigger's refusal does not say whose row it was, so that the act's line is told as lost with it.
        _worker.Log.Expect("FAIL", "SYSTEM_ACTION");

        await _worker.Run(job: AutoOpen);

        var (errors, end) = (One("SORTEOS_AUTO_OPEN_ERRORS"), One("SORTEOS_AUTO_OPEN_COMPLETE"));
        var error = ((IEnumerable<object>)errors["errors"]!).Cast<SorteoError>().Single();
        Assert.AreEqual((LogLevel.Warning, bad, "UNKNOWN"), (errors.Level, error.SorteoId, error.Error));
        Assert.AreEqual((false, 1L, 1L), (end["success"], end["openedCount"], end["errorsCount"]));
        Assert.AreEqual("OPEN", await _world.Host.Scalar<string>("select status from sorteos where id = $1", good));
        CollectionAssert.AreEqual(
            (string[])["job=sorteos-auto-open outcome=completed_with_errors"], _runs.Labels);
    }

    [TestMethod]
    public async Task A_database_that_ends_the_session_in_the_middle_fails_the_run_once()
    {
        _worker.Log.Expect("PROBE_FAIL");
        _worker.Probe.Act = async cancellationToken =>
        {
            await using var session = await _worker.Services.GetRequiredService<NpgsqlDataSource>()
                .OpenConnectionAsync(cancellationToken);
            // A pooler lends its session for a transaction; what the driver knows of it is the pooler's.
            await using var transaction = await session.BeginTransactionAsync(cancellationToken);
            await using var command = new NpgsqlCommand("select pg_backend_pid()", session);
            var backend = (int)(await command.ExecuteScalarAsync(cancellationToken))!;
            await _world.Host.Scalar<bool>("select pg_terminate_backend($1, 10000)", backend);
            await command.ExecuteScalarAsync(cancellationToken);
            return new JobResult();
        };

        Assert.IsTrue(await _worker.Run());

        var fail = One("PROBE_FAIL");
        Assert.AreEqual(LogLevel.Error, fail.Level);
        Assert.AreEqual(("CONNECTION_CLOSED", "57P01"), (fail["errorType"], fail["errorCode"]));
        Assert.AreEqual(fail.Failure?.Message, fail["error"]);
        Assert.Contains(nameof(JobRecordTests), (string)fail["stack"]!);
        Assert.AreEqual(1, _worker.Log.Records.Count(record => record.Level == LogLevel.Error));
        var run = (await _worker.Runs()).Single();
        Assert.AreEqual((JobOutcome.Failed, "CONNECTION_CLOSED"), (run.Outcome, run.ErrorCode));
        CollectionAssert.AreEqual((string[])["job=probe outcome=failed"], _runs.Labels);
    }

    [TestMethod]
    public async Task What_is_skipped_says_why_and_is_counted()
    {
        using var took = new Counted(_worker.Services, "lottery.job.duration");
        await _worker.Run();
        await _worker.Run();
        await _world.Host.Execute("update \"__EFMigrationsHistory\" set migration_id = 'x' || migration_id");
        _worker.Log.Expect("PROBE_SKIP");
        await using var cold = WorkerHost.On(_world.Host.Database, _world.Host.Clock);
        cold.Log.Expect("PROBE_SKIP");
        using var coldRuns = new Counted(cold.Services, "lottery.job.runs");

        Assert.IsFalse(await cold.Run());

        Assert.AreEqual("This occurrence was run before", One("PROBE_SKIPPED")["reason"]);
        Assert.AreEqual(LogLevel.Error, cold.Log.Of("PROBE_SKIP").Single().Level);
        Assert.AreEqual(
            "The database lacks a migration of this build", cold.Log.Of("PROBE_SKIP").Single()["reason"]);
        CollectionAssert.AreEqual(
            (string[])["job=probe outcome=completed", "job=probe outcome=skipped"], _runs.Labels);
        CollectionAssert.AreEqual((string[])["job=probe outcome=skip"], coldRuns.Labels);
        CollectionAssert.AreEqual((string[])["job=probe"], took.Labels);
    }

    [TestMethod]
    public async Task Every_job_and_end_is_counted_as_nothing_at_the_start()
    {
        await _worker.Start();
        while (_worker.Log.Of("ACTIVITY_LOG_CLEANUP_SCHEDULED").Count == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }

        var ends = (string[])["completed", "completed_with_errors", "failed", "cancelled", "skip", "skipped"];
        CollectionAssert.IsSubsetOf(
            ends.Select(end => $"job=activity-log-cleanup outcome={end}").ToArray(), _runs.Known);
        Assert.IsNotEmpty(_worker.Log.Of("SORTEOS_AUTO_JOBS_INIT"));
        var scheduled = _worker.Log.Of("ACTIVITY_LOG_CLEANUP_SCHEDULED").Single();
        Assert.AreEqual(new DateTimeOffset(2026, 10, 21, 2, 0, 0, TimeSpan.Zero), scheduled["nextRun"]);
        Assert.AreEqual((11L * 60, "0 2 * * * UTC"), (scheduled["delayMinutes"], scheduled["schedule"]));
    }

    [TestMethod]
    public async Task A_job_may_have_names_of_its_own()
    {
        _worker.Log.Expect("PROBE_JOB_ERROR");
        _worker.Probe.Names[JobEvent.Fail] = "PROBE_JOB_ERROR";
        _worker.Probe.Names[JobEvent.RejectedShutdown] = "PROBE_REJECTED_SHUTDOWN";
        _worker.Probe.Act = _ => throw new JsonException("broken");

        await _worker.Run();
        _worker.Services.GetRequiredService<Lottery.ServiceDefaults.Shutdown.Operations>().Close();
        await _worker.Run();

        CollectionAssert.AreEqual(
            (string[])["START", "JOB_ERROR", "REJECTED_SHUTDOWN"], _worker.Told().ToArray());
    }

    public void Dispose() => _runs.Dispose();

    private LoggedRecord One(string action) => _worker.Log.Of(action).Single();
}

using Lottery.Data.Jobs;
using Lottery.ServiceDefaults.Shutdown;
using Lottery.Tests.Infrastructure;
using Lottery.Worker;
using Lottery.Worker.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Lottery.Tests.Worker;

[TestClass]
public sealed class JobRunTests
{
    private string _database = "";

    [TestInitialize]
    public async Task Prepare() => _database = await TestPostgres.CreateDatabase();

    [TestCleanup]
    public Task Clear() => TestPostgres.DropDatabase(_database);

    [TestMethod]
    public async Task A_run_is_kept_with_the_occurrence_it_serves_and_what_it_did()
    {
        await using var worker = WorkerHost.On(_database);

        Assert.IsTrue(await worker.Run());

        var run = (await worker.Runs()).Single();
        Assert.AreEqual("probe", run.JobName);
        Assert.AreEqual(new DateTimeOffset(2026, 10, 20, 7, 30, 0, TimeSpan.Zero), run.ScheduledAt);
        Assert.AreEqual(ApiHost.Morning, run.StartedAt);
        Assert.AreEqual(ApiHost.Morning, run.FinishedAt);
        Assert.AreEqual(JobOutcome.Completed, run.Outcome);
        Assert.AreEqual(JobTrigger.Schedule, run.Trigger);
        Assert.AreEqual("""{"done": 3}""", run.Counts);
        StringAssert.EndsWith(run.Worker, $":{Environment.ProcessId}", StringComparison.Ordinal);
        Assert.AreEqual(worker.Probe.Actors.Single().RequestId, run.RequestId);
        CollectionAssert.AreEqual((string[])["START", "COMPLETE"], worker.Told().ToArray());
        Assert.AreEqual(3L, worker.Log.Of("PROBE_COMPLETE").Single()["done"]);
    }

    [TestMethod]
    public async Task A_run_that_fails_is_told_once_and_kept()
    {
        await using var worker = WorkerHost.On(_database);
        worker.Log.Expect("PROBE_FAIL");
        worker.Probe.Act = _ => throw new InvalidOperationException("broken");

        Assert.IsTrue(await worker.Run());

        Assert.AreEqual("broken", worker.Log.Of("PROBE_FAIL").Single().Failure?.Message);
        Assert.AreEqual(
            1, worker.Log.Records.Count(record => record.Level >= LogLevel.Error || record.Failure is not null));
        var run = (await worker.Runs()).Single();
        Assert.AreEqual(JobOutcome.Failed, run.Outcome);
        Assert.AreEqual("UNKNOWN", run.ErrorCode);
    }

    [TestMethod]
    public async Task A_run_after_a_failed_one_has_its_own_chance()
    {
        await using var worker = WorkerHost.On(_database);
        worker.Log.Expect("PROBE_FAIL");
        worker.Probe.Act = _ => throw new InvalidOperationException("broken");
        await worker.Run();
        worker.Probe.Act = new Probe().Act;

        await worker.Run();

        CollectionAssert.AreEqual(
            (JobOutcome[])[JobOutcome.Failed, JobOutcome.Completed],
            (await worker.Runs()).Select(run => run.Outcome).ToArray());
    }

    [TestMethod]
    public async Task Items_that_fail_are_told_and_the_run_is_complete()
    {
        await using var worker = WorkerHost.On(_database);
        worker.Probe.Act = _ => Task.FromResult(new JobResult(("done", 1)) { Errors = ["one"] });

        await worker.Run();

        CollectionAssert.AreEqual((string[])["START", "ERRORS", "COMPLETE"], worker.Told().ToArray());
        Assert.AreEqual(false, worker.Log.Of("PROBE_COMPLETE").Single()["success"]);
        Assert.AreEqual(JobOutcome.CompletedWithErrors, (await worker.Runs()).Single().Outcome);
    }

    [TestMethod]
    public async Task An_occurrence_is_served_once_but_a_person_may_ask_again()
    {
        await using var worker = WorkerHost.On(_database);
        await worker.Run();

        await worker.Run();
        await worker.Run(JobTrigger.CatchUp);
        Assert.HasCount(1, worker.Probe.Actors);

        await worker.Ask();
        Assert.HasCount(2, worker.Probe.Actors);

        worker.Clock.Advance(TimeSpan.FromDays(1));
        await worker.Run();
        Assert.HasCount(3, worker.Probe.Actors);
    }

    [TestMethod]
    public async Task The_history_of_what_runs_often_is_that_of_one_day()
    {
        await using var worker = WorkerHost.On(_database);
        var often = ProbeJob.Scheduled with { Cron = "0 */6 * * *", KeepRunsFor = TimeSpan.FromDays(1) };
        await worker.Run();
        worker.Clock.Advance(TimeSpan.FromDays(1));

        for (var run = 0; run < 7; run++)
        {
            await worker.Run(job: often);
            worker.Clock.Advance(TimeSpan.FromHours(6));
        }

        var kept = (await worker.Runs()).Select(run => run.ScheduledAt).ToArray();
        CollectionAssert.AreEqual(
            Enumerable.Range(0, 5).Select(back => kept[^1].AddHours(-6 * back)).Reverse().ToArray(), kept);
        await worker.Run();
        Assert.HasCount(6, await worker.Runs());
    }

    [TestMethod]
    public async Task What_one_worker_is_running_another_does_not_run()
    {
        await using var first = WorkerHost.On(_database);
        await using var second = WorkerHost.On(_database);
        var (entered, released) = (new TaskCompletionSource(), new TaskCompletionSource());
        first.Probe.Act = async _ =>
        {
            entered.SetResult();
            await released.Task;
            return new JobResult();
        };
        var running = first.Run();
        await entered.Task;

        await second.Run();
        var asked = await second.Ask();
        Assert.IsEmpty(second.Probe.Actors);
        CollectionAssert.AreEqual((string[])["SKIPPED"], second.Told().ToArray());
        released.SetResult();
        await running;

        // It waits until the job is free, and has not been lost.
        await second.Services.GetRequiredService<JobRunner>().Run(JobOccasion.OfRequest(ProbeJob.Scheduled, asked));
        Assert.HasCount(1, second.Probe.Actors);
        Assert.AreEqual("asked", second.Probe.Actors.Single().RequestId);
    }

    [TestMethod]
    public async Task A_shutdown_ends_a_run_between_two_items_and_keeps_what_it_did()
    {
        await using var worker = WorkerHost.On(_database);
        var operations = worker.Services.GetRequiredService<Operations>();
        worker.Probe.Act = async cancellationToken =>
        {
            Assert.AreEqual("probe", operations.Close().Single().Description);
            await operations.TellRunning();
            return new JobResult(("done", 1)) { IsComplete = !cancellationToken.IsCancellationRequested };
        };

        await worker.Run();

        var run = (await worker.Runs()).Single();
        Assert.AreEqual(JobOutcome.Cancelled, run.Outcome);
        Assert.AreEqual("""{"done": 1}""", run.Counts);
        CollectionAssert.AreEqual((string[])["START", "CANCELLED"], worker.Told().ToArray());
    }

    [TestMethod]
    public async Task No_run_begins_once_the_process_is_stopping()
    {
        await using var worker = WorkerHost.On(_database);
        worker.Services.GetRequiredService<Operations>().Close();

        await worker.Run();

        Assert.IsEmpty(worker.Probe.Actors);
        Assert.IsEmpty(await worker.Runs());
    }

    [TestMethod]
    public async Task Without_the_migrations_of_this_build_nothing_runs()
    {
        var empty = await TestPostgres.CreateEmptyDatabase();
        await using (var worker = WorkerHost.On(empty))
        {
            worker.Log.Expect("PROBE_SKIP");

            Assert.IsFalse(await worker.Run());

            Assert.IsEmpty(worker.Probe.Actors);
            CollectionAssert.AreEqual((string[])["SKIP"], worker.Told().ToArray());
        }

        await TestPostgres.DropDatabase(empty);
    }

    [TestMethod]
    public async Task A_database_that_does_not_answer_is_asked_five_times()
    {
        await using var worker = WorkerHost.On("Host=127.0.0.1;Port=1;Username=nobody;Database=nowhere");
        worker.Log.Expect("WARMUP_FAILED", "PROBE_SKIP");
        var start = worker.Clock.GetUtcNow();

        var run = worker.Run();
        while (!run.IsCompleted)
        {
            worker.Clock.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }

        Assert.IsFalse(await run);
        CollectionAssert.AreEqual(
            (object[])[1, 2, 3, 4], worker.Log.Of("WARMUP_RETRY").Select(record => record["attempt"]).ToArray());
        Assert.AreEqual("DB_UNREACHABLE", worker.Log.Of("WARMUP_FAILED").Single()["errorType"]);
        Assert.IsGreaterThanOrEqualTo(TimeSpan.FromSeconds(2 + 4 + 6 + 8), worker.Clock.GetUtcNow() - start);
        Assert.IsEmpty(worker.Probe.Actors);
    }
}

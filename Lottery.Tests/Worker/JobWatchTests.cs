using Lottery.Data;
using Lottery.Data.Jobs;
using Lottery.Tests.Infrastructure;
using Lottery.Worker;
using Lottery.Worker.Watch;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Lottery.Tests.Worker;

/// <summary>What every worker knows about jobs that should have run.</summary>
[TestClass]
public sealed class JobWatchTests
{
    private static readonly ScheduledJob AutoOpen = JobSchedule.Jobs.Single(job => job.Type.Name == "AutoOpenJob");

    private readonly FakeTimeProvider _clock = new(ApiHost.Morning);
    private string _database = "";

    [TestInitialize]
    public async Task Prepare() => _database = await TestPostgres.CreateDatabase();

    [TestCleanup]
    public Task Clear() => TestPostgres.DropDatabase(_database);

    [TestMethod]
    public async Task A_new_installation_owes_nothing_until_something_is_due()
    {
        await using var worker = WorkerHost.On(_database, _clock);
        using var watch = await Watch(worker);

        await Known(watch);
        Assert.AreEqual(TimeSpan.Zero, watch.Overdue(AutoOpen));
        _clock.SetUtcNow(Due(day: 21));
        Assert.AreEqual(TimeSpan.Zero, watch.Overdue(AutoOpen));
        _clock.Advance(TimeSpan.FromMinutes(20));
        Assert.AreEqual(TimeSpan.FromMinutes(20), watch.Overdue(AutoOpen));
    }

    [TestMethod]
    public async Task What_any_worker_completes_is_overdue_nowhere()
    {
        await using var worker = WorkerHost.On(_database, _clock);
        using var watch = await Watch(worker);
        await using var other = WorkerHost.On(_database, _clock);
        _clock.SetUtcNow(Due(day: 21).AddMinutes(20));

        await other.Run(job: AutoOpen);

        await Eventually(watch, TimeSpan.Zero);
        _clock.SetUtcNow(Due(day: 22).AddMinutes(1));
        Assert.AreEqual(TimeSpan.FromMinutes(1), watch.Overdue(AutoOpen));
    }

    [TestMethod]
    public async Task What_nobody_completes_counts_from_the_first_occurrence_on()
    {
        await using var worker = WorkerHost.On(_database, _clock);
        await Ran(worker, day: 17, JobOutcome.Completed);
        await Ran(worker, day: 18, JobOutcome.Failed);
        await Ran(worker, day: 19, JobOutcome.Running);
        await Ran(worker, day: 20, JobOutcome.Cancelled);
        using var watch = await Watch(worker);

        await Eventually(watch, ApiHost.Morning - Due(day: 18));
        await Ran(worker, day: 20, JobOutcome.CompletedWithErrors);
        await Eventually(watch, TimeSpan.Zero);
    }

    [TestMethod]
    public async Task A_job_that_never_came_to_its_end_counts_from_its_first_run_on()
    {
        await using var worker = WorkerHost.On(_database, _clock);
        await Ran(worker, day: 19, JobOutcome.Failed);
        using var watch = await Watch(worker);

        await Eventually(watch, ApiHost.Morning - Due(day: 19));
    }

    [TestMethod]
    public async Task A_database_that_does_not_answer_stops_no_clock()
    {
        await using var line = FlakyProxy.To(_database);
        await using var worker = WorkerHost.On(line.Database, _clock);
        using var watch = await Watch(worker);
        await Known(watch);

        await line.Refuse();
        _clock.SetUtcNow(Due(day: 22));

        Assert.AreEqual(TimeSpan.FromDays(1), watch.Overdue(AutoOpen));
    }

    /// <summary>What it does not know is neither done nor missed: another worker's answer stands.</summary>
    [TestMethod]
    public async Task A_worker_that_could_not_ask_yet_says_nothing()
    {
        await using var line = FlakyProxy.To(_database);
        await line.Refuse();
        await using var worker = WorkerHost.On(line.Database, _clock);
        using var shown = new Counted(worker.Services, "lottery.job.overdue");
        using var watch = await Watch(worker);
        _clock.SetUtcNow(Due(day: 22));

        shown.Observe();
        Assert.IsNull(watch.Overdue(AutoOpen));
        Assert.IsEmpty(shown.Labels);

        line.Restore();
        await Eventually(watch, Due(day: 22) - Due(day: 21));
        shown.Observe();
        Assert.Contains("job=sorteos-auto-open", shown.Labels);
    }

    private static DateTimeOffset Due(int day) => new(2026, 10, day, 7, 30, 0, TimeSpan.Zero);

    /// <summary>The watch alone: nothing of the timetable runs.</summary>
    private static async Task<JobWatch> Watch(WorkerHost worker)
    {
        var watch = worker.Services.GetRequiredService<JobWatch>();
        await watch.StartAsync(CancellationToken.None);
        return watch;
    }

    /// <summary>It asks at once.</summary>
    private static Task Known(JobWatch watch) => ApiProcess.Eventually(
        () => Task.FromResult(watch.Overdue(AutoOpen) is not null), () => "It never asked.");

    /// <summary>It asks each minute of its clock.</summary>
    private async Task Eventually(JobWatch watch, TimeSpan overdue)
    {
        var asked = TimeSpan.Zero;
        await ApiProcess.Eventually(
            () =>
            {
                var answer = watch.Overdue(AutoOpen);
                if (answer == (overdue == TimeSpan.Zero ? overdue : overdue + asked))
                {
                    return Task.FromResult(true);
                }

                _clock.Advance(TimeSpan.FromMinutes(1));
                asked += TimeSpan.FromMinutes(1);
                return Task.FromResult(false);
            },
            () => $"{watch.Overdue(AutoOpen)} and not {overdue} are overdue.");
    }

    private static Task<int> Ran(WorkerHost worker, int day, JobOutcome outcome) => worker.InScope(services =>
    {
        var db = services.GetRequiredService<LotteryDbContext>();
        db.JobRuns.Add(new JobRun
        {
            JobName = "sorteos-auto-open",
            ScheduledAt = Due(day),
            StartedAt = Due(day),
            Outcome = outcome,
            Trigger = JobTrigger.Schedule,
            Worker = "another:1",
            RequestId = "r",
        });
        return db.SaveChangesAsync();
    });
}

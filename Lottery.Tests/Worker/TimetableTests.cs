using Coravel.Scheduling.Schedule;
using Coravel.Scheduling.Schedule.Interfaces;
using Lottery.Data.Jobs;
using Lottery.Tests.Infrastructure;
using Lottery.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Lottery.Tests.Worker;

[TestClass]
public sealed class TimetableTests
{
    [TestMethod]
    [DataRow("2026-10-20T07:29:59Z", "2026-10-19T07:30:00Z")]
    [DataRow("2026-10-20T07:30:00Z", "2026-10-20T07:30:00Z")]
    [DataRow("2026-10-20T23:59:59Z", "2026-10-20T07:30:00Z")]
    [DataRow("2026-10-20T01:00:00-06:00", "2026-10-19T07:30:00Z")]
    public void The_occurrence_of_a_run_is_the_last_one_that_is_due(string now, string occurrence)
    {
        var (at, expected) = (DateTimeOffset.Parse(now, null), DateTimeOffset.Parse(occurrence, null));

        Assert.AreEqual(expected, new Daily(7, 30).LastUntil(at));
        Assert.AreEqual(expected.AddDays(1), new Daily(7, 30).NextAfter(at));
    }

    [TestMethod]
    [DataRow(5, "2026-10-20T07:34:59.9Z", "2026-10-20T07:30:00Z")]
    [DataRow(5, "2026-10-20T07:35:00Z", "2026-10-20T07:35:00Z")]
    [DataRow(1, "2026-10-20T00:00:59Z", "2026-10-20T00:00:00Z")]
    [DataRow(360, "2026-10-20T23:59:59Z", "2026-10-20T18:00:00Z")]
    [DataRow(120, "2026-10-20T01:30:00-06:00", "2026-10-20T06:00:00Z")]
    public void What_runs_often_is_counted_from_midnight(int minutes, string now, string occurrence)
    {
        var (at, expected) = (DateTimeOffset.Parse(now, null), DateTimeOffset.Parse(occurrence, null));
        var every = new Every(TimeSpan.FromMinutes(minutes));

        Assert.AreEqual(expected, every.LastUntil(at));
        Assert.AreEqual(expected.AddMinutes(minutes), every.NextAfter(at));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(7)]
    [DataRow(90)]
    [DataRow(24 * 60)]
    public void An_interval_that_does_not_divide_the_day_is_none(int minutes) =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new Every(TimeSpan.FromMinutes(minutes)));

    [TestMethod]
    [DataRow(1, 240)]
    [DataRow(20, 12)]
    [DataRow(60, 4)]
    [DataRow(120, 2)]
    public async Task The_scheduler_runs_what_is_due_often_exactly_when_it_is_due(int minutes, int times)
    {
        await using var worker = WorkerHost.On("Host=127.0.0.1;Port=1;Username=nobody;Database=nowhere");
        var every = new Every(TimeSpan.FromMinutes(minutes));
        var (due, begun, midnight) = (0, new List<DateTimeOffset>(), new DateTimeOffset(2026, 10, 21, 0, 0, 0, default));
        var scheduler = (Scheduler)worker.Services.GetRequiredService<IScheduler>();
        every.ApplyTo(scheduler.Schedule(() => begun.Add(worker.Clock.GetUtcNow())));

        for (var minute = 0; minute < 240; minute++)
        {
            worker.Clock.SetUtcNow(midnight.AddMinutes(minute));
            await scheduler.RunAtAsync(worker.Clock.GetUtcNow().UtcDateTime);
            due += every.LastUntil(worker.Clock.GetUtcNow()) == worker.Clock.GetUtcNow() ? 1 : 0;
        }

        Assert.AreEqual(times, due);
        CollectionAssert.AreEqual(begun.Select(every.LastUntil).ToArray(), begun.ToArray());
        Assert.HasCount(times, begun);
    }

    [TestMethod]
    public async Task The_scheduler_runs_every_job_at_its_time_and_at_no_other()
    {
        var database = await TestPostgres.CreateDatabase();
        await using (var worker = WorkerHost.On(database))
        {
            await Started(worker);
            var midnight = new DateTimeOffset(2026, 10, 21, 0, 0, 0, TimeSpan.Zero);
            foreach (var (hour, minute) in new[] { (2, 0), (2, 1), (6, 0), (7, 29), (7, 30) })
            {
                await Tick(worker, midnight + new TimeSpan(hour, minute, 0));
            }

            var runs = (await worker.Runs())
                // The scheduler has a clock of its own too, and by that what is due often may be due just now.
                .Where(run => run.Trigger == JobTrigger.Schedule && run.ScheduledAt >= midnight
                    && run.ScheduledAt.Minute % 30 == 0)
                .Select(run => $"{run.JobName} {run.ScheduledAt:HH:mm} {run.Outcome}");
            CollectionAssert.AreEqual(
                (string[])["activity-log-cleanup 02:00 Completed", "database-size 02:00 Completed",
                    "database-size 06:00 Completed", "database-size 07:30 Completed",
                    "sorteos-auto-open 07:30 Completed", "update_auto_restrictions 06:00 Completed"],
                runs.Order(StringComparer.Ordinal).ToArray());
        }

        await TestPostgres.DropDatabase(database);
    }

    [TestMethod]
    public async Task A_missed_run_is_made_good_at_the_next_start_and_only_then()
    {
        var database = await TestPostgres.CreateDatabase();
        for (var start = 1; start <= 2; start++)
        {
            await using var worker = WorkerHost.On(database);
            await Started(worker);

            // The scheduler has a clock of its own, and what is due often may be due just now.
            var runs = (await worker.Runs()).Where(run => run.JobName != "database-size")
                .Select(run => $"{run.JobName} {run.ScheduledAt:dd HH:mm} {run.Trigger} {run.Outcome}");
            CollectionAssert.AreEqual(
                (string[])["sorteos-auto-open 20 07:30 CatchUp Completed",
                    "update_auto_restrictions 20 06:00 CatchUp Completed",
                    "activity-log-cleanup 20 02:00 CatchUp Completed",
                    "exposure-check 20 09:00 CatchUp Completed"],
                runs.ToArray());
        }

        await TestPostgres.DropDatabase(database);
    }

    /// <summary>Started, and done with catching up.</summary>
    private static async Task Started(WorkerHost worker)
    {
        await worker.Start();
        // They are caught up one after the other; this is the last.
        while (!worker.Log.Records.Any(record =>
            record.Action is "DATABASE_SIZE_COMPLETE" or "DATABASE_SIZE_SKIPPED"))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }

    private static async Task Tick(WorkerHost worker, DateTimeOffset at)
    {
        worker.Clock.SetUtcNow(at);
        await ((Scheduler)worker.Services.GetRequiredService<IScheduler>()).RunAtAsync(at.UtcDateTime);
    }
}

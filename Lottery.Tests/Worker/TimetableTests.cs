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
    [DataRow("30 7 * * *", "UTC", "2026-10-20T07:29:59Z", "2026-10-19T07:30:00Z", "2026-10-20T07:30:00Z")]
    [DataRow("30 7 * * *", "UTC", "2026-10-20T07:30:00Z", "2026-10-20T07:30:00Z", "2026-10-21T07:30:00Z")]
    [DataRow("30 1 * * *", "America/Costa_Rica", "2026-10-20T01:00:00-06:00", "2026-10-19T07:30:00Z", "2026-10-20T07:30:00Z")]
    [DataRow("*/5 * * * *", "UTC", "2026-10-20T07:34:59.9Z", "2026-10-20T07:30:00Z", "2026-10-20T07:35:00Z")]
    [DataRow("0 */6 * * *", "UTC", "2026-10-20T23:59:59Z", "2026-10-20T18:00:00Z", "2026-10-21T00:00:00Z")]
    [DataRow("0 12 29 2 *", "UTC", "2026-10-20T07:30:00Z", "2024-02-29T12:00:00Z", "2028-02-29T12:00:00Z")]
    [DataRow("0 0 1 * *", "America/Costa_Rica", "2026-10-20T07:30:00Z", "2026-10-01T06:00:00Z", "2026-11-01T06:00:00Z")]
    public void A_time_is_the_last_one_that_is_due_and_the_first_one_that_is_not(
        string cron, string zone, string now, string last, string next)
    {
        var at = CronTime.Read(cron, TimeZoneInfo.FindSystemTimeZoneById(zone))!;

        Assert.AreEqual(DateTimeOffset.Parse(last, null), at.LastUntil(DateTimeOffset.Parse(now, null)));
        Assert.AreEqual(DateTimeOffset.Parse(next, null), at.NextAfter(DateTimeOffset.Parse(now, null)));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("30 1 * *")]
    [DataRow("61 1 * * *")]
    [DataRow("0 30 1 * * *")]
    [DataRow("0 0 30 2 *")]
    [DataRow("mañana")]
    public void What_is_no_time_or_never_comes_is_not_read(string cron) =>
        Assert.IsNull(CronTime.Read(cron, TimeZoneInfo.Utc));

    [TestMethod]
    public async Task The_scheduler_runs_every_job_at_its_time_and_at_no_other()
    {
        var database = await TestPostgres.CreateDatabase();
        await using (var worker = WorkerHost.On(database))
        {
            await Started(worker);
            var midnight = new DateTimeOffset(2026, 10, 21, 0, 0, 0, TimeSpan.Zero);
            foreach (var (hour, minute) in new[] { (2, 0), (2, 1), (4, 0), (6, 0), (7, 0), (7, 29), (7, 30) })
            {
                await Tick(worker, midnight + new TimeSpan(hour, minute, 0));
            }

            string[] expected =
            [
                "account-settlement 06:10 Skipped", "activity-log-cleanup 02:00 Completed",
                "expired-records-cleanup 02:30 Completed", "sorteos-auto-close 04:00 Skipped", "sorteos-auto-create 07:00 Skipped",
                "sorteos-auto-open 07:30 Completed", "update_auto_restrictions 06:00 Completed",
            ];
            // The scheduler has a clock of its own too, whose minute may have come first; and what is due often may still
            // be running when it is due again.
            var runs = Array.Empty<string>();
            await ApiProcess.Eventually(
                async () =>
                {
                    runs = [.. (await worker.Runs())
                        .Where(run => run.Trigger == JobTrigger.Schedule && run.ScheduledAt >= midnight
                            && run.JobName != "database-size")
                        .Select(run => $"{run.JobName} {run.ScheduledAt:HH:mm} {run.Outcome}")
                        .Order(StringComparer.Ordinal)];
                    return runs.SequenceEqual(expected);
                },
                () => string.Join('\n', runs));
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
                (string[])["sorteos-auto-create 20 07:00 CatchUp Skipped",
                    "sorteos-auto-open 20 07:30 CatchUp Completed",
                    "update_auto_restrictions 20 06:00 CatchUp Completed",
                    "sorteos-auto-close 20 04:00 CatchUp Skipped",
                    "activity-log-cleanup 20 02:00 CatchUp Completed",
                    "expired-records-cleanup 20 02:30 CatchUp Completed",
                    "exposure-check 20 09:00 CatchUp Completed",
                    "account-settlement 20 06:10 CatchUp Skipped",
                    "monthly-closing 01 08:00 CatchUp Completed",
                    "account-reconciliation 20 10:00 CatchUp Completed"],
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

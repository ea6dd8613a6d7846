using System.Net;
using System.Text.Json;
using Coravel.Scheduling.Schedule;
using Coravel.Scheduling.Schedule.Interfaces;
using Lottery.Data.Jobs;
using Lottery.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Lottery.Tests.Sorteos.Automation;

/// <summary>What an administrator switches on and off, and when it is done, as the worker has it without a restart.</summary>
[TestClass]
[TestProperty("Defect", "DRAW-25")]
public sealed class AutoConfigTests
{
    private AutomationWorld _automation = null!;

    [TestInitialize]
    public async Task Open() => _automation = await AutomationWorld.Open();

    [TestCleanup]
    public async Task Close() => await _automation.DisposeAsync();

    [TestMethod]
    public async Task A_change_is_kept_shown_and_on_record()
    {
        var before = (await _automation.Admin.Get("/sorteos/auto-config")).Data;

        var changed = (await Patch(new { autoCreateEnabled = true, closeCronSchedule = "15 23 * * 1-6" })).Data;

        Assert.IsFalse(before.GetProperty("autoCreateEnabled").GetBoolean());
        var after = (await _automation.Admin.Get("/sorteos/auto-config")).Data;
        Assert.AreEqual(
            changed.GetProperty("updatedAt").GetDateTimeOffset(), after.GetProperty("updatedAt").GetDateTimeOffset());
        Assert.AreEqual((true, "15 23 * * 1-6"), (after.GetProperty("autoCreateEnabled").GetBoolean(), after.Text("closeCronSchedule")));
        Assert.AreEqual(JsonValueKind.Null, after.GetProperty("openCronSchedule").ValueKind);
        Assert.AreEqual(
            "15 23 * * 1-6",
            await _automation.World.Host.Scalar<string>(
                "select details -> 'after' ->> 'closeCronSchedule' from activity_logs where target_id = 'sorteos_auto_config'"));
    }

    [TestMethod]
    [DataRow("30 1 * *")]
    [DataRow("61 1 * * *")]
    [DataRow("0 0 30 2 *")]
    public async Task A_time_that_never_comes_is_refused_and_changes_nothing(string cron)
    {
        var answer = await Patch(new { autoCreateEnabled = true, openCronSchedule = cron });

        Assert.AreEqual(HttpStatusCode.BadRequest, answer.Status, answer.Text);
        Assert.IsFalse((await _automation.Admin.Get("/sorteos/auto-config")).Data.GetProperty("autoCreateEnabled").GetBoolean());
    }

    [TestMethod]
    public async Task Another_time_counts_in_the_running_worker_from_then_on()
    {
        (await Patch(new { openCronSchedule = "45 9 * * *" })).Succeeded();
        await ApiProcess.Eventually(async () => (await Job()).Text("source") == "AUTO_CONFIG", () => "No worker heard of it.");

        Assert.AreEqual(Today("15:45"), (await Job()).GetProperty("nextRun").GetDateTimeOffset());
        await Tick(Today("15:44"));
        await Tick(Today("15:45"));
        await ApiProcess.Eventually(
            async () => (await Runs()).Contains($"Schedule {Today("15:45"):O} Completed"), () => "It did not run.");

        (await Patch(new { openCronSchedule = (string?)null })).Succeeded();
        await ApiProcess.Eventually(async () => (await Job()).Text("source") == "TIMETABLE", () => "No worker heard of it.");
        Assert.AreEqual(Today("07:30").AddDays(1), (await Job()).GetProperty("nextRun").GetDateTimeOffset());
        // What the old time would have been due for by now is nobody's to make good.
        Assert.HasCount(1, (await Runs()).Where(run => run.StartsWith("Schedule", StringComparison.Ordinal)).ToList());
    }

    [TestMethod]
    public async Task What_is_switched_off_is_skipped_when_it_is_due_and_done_when_somebody_asks()
    {
        (await Patch(new { autoOpenEnabled = false })).Succeeded();
        await (await (await _automation.World.Banca()).Loteria()).Sorteo();

        await Tick(Today("07:30").AddDays(1));
        await ApiProcess.Eventually(
            async () => (await Runs()).Contains($"Schedule {Today("07:30").AddDays(1):O} Skipped"), () => "It is not skipped.");
        await _automation.World.Host.Execute("update sorteos set scheduled_at = $1", Today("20:00").AddDays(1));
        var opened = await AutomationWorld.Execute(_automation.Admin, "auto-open/execute");

        Assert.AreEqual(1, opened.GetProperty("openedCount").GetInt64());
        Assert.AreEqual(
            "It is switched off", _automation.Worker.Log.Of("SORTEOS_AUTO_OPEN_SKIPPED")[^1]["reason"]);
    }

    [TestMethod]
    public async Task The_status_says_when_each_was_done_last_and_whether_that_is_a_fault()
    {
        await (await (await _automation.World.Banca()).Loteria()).Sorteo();
        await AutomationWorld.Execute(_automation.Admin, "auto-open/execute");

        var status = (await _automation.Admin.Get("/sorteos/auto-status")).Data;

        var (open, close) = (status.GetProperty("open"), status.GetProperty("close"));
        Assert.AreEqual(
            (true, 0d, 1L, "ok"),
            (open.GetProperty("isHealthy").GetBoolean(), open.GetProperty("hoursSinceLastRun").GetDouble(),
                open.GetProperty("lastExecutionCount").GetInt64(), open.Text("status")));
        Assert.AreEqual((false, "never_run"), (close.GetProperty("isHealthy").GetBoolean(), close.Text("status")));
        Assert.IsTrue(status.GetProperty("config").GetProperty("autoOpenEnabled").GetBoolean());
        _automation.World.Host.Clock.Advance(TimeSpan.FromHours(30));
        var later = (await _automation.Admin.Get("/sorteos/auto-status")).Data.GetProperty("open");
        Assert.AreEqual(
            (false, 30d), (later.GetProperty("isHealthy").GetBoolean(), later.GetProperty("hoursSinceLastRun").GetDouble()));
    }

    private static DateTimeOffset Today(string utc) => DateTimeOffset.Parse($"2026-10-20T{utc}:00Z", null);

    private Task<Answer> Patch(object change) => _automation.Admin.Patch("/sorteos/auto-config", change);

    private async Task<JsonElement> Job() =>
        (await _automation.Admin.Get("/jobs")).Data.EnumerateArray().Single(job => job.Text("name") == JobNames.AutoOpen);

    private async Task<List<string>> Runs() =>
    [
        .. (await _automation.Worker.Runs()).Where(run => run.JobName == JobNames.AutoOpen)
            .Select(run => $"{run.Trigger} {run.ScheduledAt:O} {run.Outcome}"),
    ];

    private Task Tick(DateTimeOffset at)
    {
        _automation.World.Host.Clock.SetUtcNow(at);
        return ((Scheduler)_automation.Worker.Services.GetRequiredService<IScheduler>()).RunAtAsync(at.UtcDateTime);
    }
}

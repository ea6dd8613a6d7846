using System.Text.Json;
using Lottery.Data.Jobs;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Lottery.Tests.Worker;
using Lottery.Worker;
using Lottery.Worker.Restrictions;

namespace Lottery.Tests.Restrictions;

/// <summary>Rules whose number follows the day: what they show, who sees to it, and who notices when nobody did.</summary>
[TestClass]
[TestProperty("Defect", "DRAW-13")]
public sealed class AutoDateTests
{
    private static readonly ScheduledJob Scheduled =
        JobSchedule.Jobs.Single(job => job.Type == typeof(UpdateAutoRestrictionsJob));

    private World _world = null!;
    private BancaWorld _banca = null!;

    [TestInitialize]
    public async Task Start()
    {
        _world = await World.Create(await Counter.HostOn());
        _banca = await _world.Banca();
    }

    [TestCleanup]
    public async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    public async Task A_new_rule_shows_the_day_it_was_made_on()
    {
        // 23:30 in Costa Rica on the 20th is the 21st elsewhere.
        _world.Host.Clock.SetUtcNow(new DateTimeOffset(2026, 10, 21, 5, 30, 0, TimeSpan.Zero));
        var rule = await Rule();
        var plain = await _banca.Restriction(new { bancaId = _banca.Id, number = "7", maxTotal = 1 });

        Assert.AreEqual("20", await Number(rule));
        Assert.AreEqual("20", (await _world.Admin.Patch(
            $"/restrictions/{plain}", new { number = (string?)null, isAutoDate = true, appliesToHour = 3 })).Data.Text("number"));
        Assert.AreEqual(JsonValueKind.Null, (await _world.Admin.Patch(
            $"/restrictions/{plain}", new { isAutoDate = false })).Data.GetProperty("number").ValueKind);
    }

    [TestMethod]
    public async Task The_job_gives_active_automatic_rules_the_number_of_the_day()
    {
        var (first, second, off, plain) = (
            await Rule(), await Rule(await _world.Banca()), await Rule(await _world.Banca()),
            await _banca.Restriction(new { bancaId = _banca.Id, number = "20", maxTotal = 1 }));
        (await _world.Admin.Delete($"/restrictions/{off}")).Succeeded();
        _world.Host.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 3, 6, 0, 0, TimeSpan.Zero));
        await using var worker = WorkerHost.On(_world.Host.Database, _world.Host.Clock);

        await worker.Run(job: Scheduled);

        Assert.AreEqual(
            ("03", "03", "20", "20"), (await Number(first), await Number(second), await Number(off), await Number(plain)));
        var end = worker.Log.Of("UPDATE_AUTO_RESTRICTIONS_COMPLETE").Single();
        Assert.AreEqual((true, 2L), (end["success"], end["affectedRows"]));
        Assert.HasCount(1, worker.Log.Of("UPDATE_AUTO_RESTRICTIONS_START"));
        var run = (await worker.Runs()).Single();
        Assert.AreEqual(("update_auto_restrictions", JobOutcome.Completed), (run.JobName, run.Outcome));
        var line = (await _world.Admin.Get($"/activity-logs?targetId={first}")).Json.Rows()[0];
        var details = line.GetProperty("details");
        Assert.AreEqual(("SYSTEM_ACTION", "RESTRICTION_RULE"), (line.Text("action"), line.Text("targetType")));
        Assert.AreEqual(
            ("20", "03"), (details.GetProperty("before").Text("number"), details.GetProperty("after").Text("number")));
        Assert.AreEqual((run.RequestId, JsonValueKind.Null), (line.Text("requestId"), line.GetProperty("userId").ValueKind));
    }

    [TestMethod]
    public async Task A_second_run_on_the_same_day_changes_nothing()
    {
        await Rule();
        _world.Host.Clock.Advance(TimeSpan.FromDays(1));
        await using var worker = WorkerHost.On(_world.Host.Database, _world.Host.Clock);
        await worker.Run(job: Scheduled);
        var lines = await Lines();

        await worker.Ask(Scheduled);

        Assert.AreEqual(0L, worker.Log.Of("UPDATE_AUTO_RESTRICTIONS_COMPLETE")[^1]["affectedRows"]);
        Assert.AreEqual(lines, await Lines());

        Task<long> Lines() => _world.Host.Scalar<long>("select count(*) from activity_logs");
    }

    [TestMethod]
    public async Task Health_tells_what_is_late_and_what_is_wrong()
    {
        var never = await Health();
        Assert.AreEqual("update_auto_restrictions", never.Text("job_name"));
        Assert.AreEqual(
            (JsonValueKind.Null, JsonValueKind.Null, JsonValueKind.Null),
            (Kind(never, "last_success"), Kind(never, "hours_since_last_run"), Kind(never, "current_number")));
        Assert.AreEqual((false, false, "20"), (Is(never, "is_healthy"), Is(never, "mismatch_detected"), never.Text("expected_number")));

        await Rule();
        Assert.AreEqual("20", (await Health()).Text("current_number"));
        _world.Host.Clock.Advance(TimeSpan.FromDays(1));
        var wrong = await Health();
        Assert.AreEqual(
            ("21", "20", true), (wrong.Text("expected_number"), wrong.Text("current_number"), Is(wrong, "mismatch_detected")));

        await using var worker = WorkerHost.On(_world.Host.Database, _world.Host.Clock);
        await worker.Run(job: Scheduled);
        var at = _world.Now;
        _world.Host.Clock.Advance(TimeSpan.FromHours(1.5));
        var right = await Health();
        Assert.AreEqual((at, 1.5), (right.GetProperty("last_success").GetDateTimeOffset(), right.GetProperty("hours_since_last_run").GetDouble()));
        Assert.AreEqual(
            (true, false, "21"), (Is(right, "is_healthy"), Is(right, "mismatch_detected"), right.Text("current_number")));

        _world.Host.Clock.Advance(TimeSpan.FromHours(23.4));
        Assert.IsTrue(Is(await Health(), "is_healthy"));
        _world.Host.Clock.Advance(TimeSpan.FromHours(0.1));
        Assert.IsFalse(Is(await Health(), "is_healthy"));
    }

    [TestMethod]
    public async Task An_administrator_has_it_done_at_once_for_every_banca()
    {
        var (ours, theirs) = (await Rule(), await Rule(await _world.Banca()));
        _world.Host.Clock.Advance(TimeSpan.FromDays(1));

        var done = (await _world.Admin.Post(
            "/restrictions/cron-health/execute", null, ("X-Active-Banca-Id", $"{_banca.Id}"))).Data;

        Assert.AreEqual((true, 2, "21"), (Is(done, "success"), done.GetProperty("affected_rows").GetInt32(), done.Text("effective_number")));
        Assert.AreEqual((_world.Now, JsonValueKind.Null), (done.GetProperty("executed_at").GetDateTimeOffset(), Kind(done, "error_message")));
        Assert.AreEqual(("21", "21"), (await Number(ours), await Number(theirs)));
        Assert.IsTrue(Is(await Health(), "is_healthy"));
        Assert.AreEqual("MANUAL COMPLETED {\"affectedRows\": 2}", (await _world.Host.Rows(
            row => $"{row.GetString(0)} {row.GetString(1)} {row.GetString(2)}",
            "select trigger, outcome, counts::text from job_runs where job_name = 'update_auto_restrictions'")).Single());
    }

    // What a person had done need not be done again by the clock.
    [TestMethod]
    public async Task What_was_done_by_hand_today_is_not_done_again_by_the_clock()
    {
        (await _world.Admin.Post("/restrictions/cron-health/execute")).Succeeded();
        await using var worker = WorkerHost.On(_world.Host.Database, _world.Host.Clock);

        await worker.Run(JobTrigger.CatchUp, Scheduled);

        Assert.HasCount(1, worker.Log.Of("UPDATE_AUTO_RESTRICTIONS_SKIPPED"));
    }

    [TestMethod]
    public async Task A_failure_is_kept_like_that_of_a_run()
    {
        await Rule();
        _world.Host.Clock.Advance(TimeSpan.FromDays(1));
        await _world.Host.Execute("""
            create function refuse_rule() returns trigger language plpgsql as $$
            begin raise exception 'not this one'; end $$;
            create trigger refuse_rule before update on restriction_rules for each row execute function refuse_rule();
            """);
        _world.Host.Log.Expect("FAIL", "SYSTEM_ACTION", "UNHANDLED_ERROR", "HTTP_REQUEST");

        var answer = await _world.Admin.Post("/restrictions/cron-health/execute");

        answer.Refused(System.Net.HttpStatusCode.InternalServerError, "INTERNAL_ERROR");
        Assert.IsFalse(Is(await Health(), "is_healthy"));
        Assert.AreEqual("FAILED", await _world.Host.Scalar<string>(
            "select outcome from job_runs where job_name = 'update_auto_restrictions'"));
    }

    private Task<Guid> Rule(BancaWorld? banca = null) =>
        _banca.Restriction(new { bancaId = (banca ?? _banca).Id, isAutoDate = true, maxTotal = 100 });

    private async Task<string> Number(Guid id) => (await _world.Admin.Get($"/restrictions/{id}")).Data.Text("number");

    private async Task<JsonElement> Health() =>
        (await _world.Admin.Get("/restrictions/cron-health")).Succeeded().Json.Rows().Single();

    private static bool Is(JsonElement json, string name) => json.GetProperty(name).GetBoolean();

    private static JsonValueKind Kind(JsonElement json, string name) => json.GetProperty(name).ValueKind;
}

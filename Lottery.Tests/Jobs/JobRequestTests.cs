using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Lottery.Tests.Worker;

namespace Lottery.Tests.Jobs;

/// <summary>Runs that somebody asks for through the API, and that a worker does.</summary>
[TestClass]
public sealed class JobRequestTests
{
    private World _world = null!;

    [TestInitialize]
    public async Task Open() => _world = await World.Create();

    [TestCleanup]
    public async Task Close() => await _world.DisposeAsync();

    [TestMethod]
    public async Task Who_waits_is_answered_with_what_came_of_it()
    {
        await using var worker = await Worker();

        var answer = await _world.Admin.Post("/jobs/database-size/runs", new { wait = true });

        Assert.AreEqual(HttpStatusCode.OK, answer.Status, answer.Text);
        Assert.AreEqual(("COMPLETED", "MANUAL"), (answer.Data.Text("outcome"), answer.Data.Text("trigger")));
        Assert.IsGreaterThan(1_000_000, answer.Data.GetProperty("counts").GetProperty("bytes").GetInt64());
        Assert.AreEqual(answer.Headers["X-Request-Id"], answer.Data.Text("requestId"));
        // The records of the run carry the id of the request.
        Assert.AreEqual(answer.Data.Id(), worker.Log.Of("DATABASE_SIZE_MANUAL_TRIGGER").Single()["runId"]);
    }

    [TestMethod]
    public async Task Without_a_worker_it_is_kept_and_taken_up_by_the_next_one()
    {
        await (await Worker()).DisposeAsync();

        var answer = await _world.Admin.Post("/jobs/exposure-check/runs", new { });

        Assert.AreEqual(HttpStatusCode.Accepted, answer.Status, answer.Text);
        var place = answer.Headers["Location"].Replace("/api/v1", "", StringComparison.Ordinal);
        Assert.AreEqual("REQUESTED", (await _world.Admin.Get(place)).Data.Text("outcome"));
        await using var worker = await Worker();
        await ApiProcess.Eventually(
            async () => (await _world.Admin.Get(place)).Data.Text("outcome") == "COMPLETED", () => "Nobody took it up.");
        var listed = (await _world.Admin.Get("/jobs/exposure-check/runs?trigger=MANUAL")).Succeeded().Json.Rows().Single();
        Assert.AreEqual(answer.Data.Id(), listed.Id());
        Assert.AreEqual(1L, await _world.Host.Scalar<long>(
            "select count(*) from activity_logs where target_type = 'JOB_RUN' and target_id = $1", $"{answer.Data.Id()}"));
    }

    [TestMethod]
    public async Task Two_workers_do_what_was_asked_for_once_each()
    {
        await using var first = await Worker();
        await using var second = await Worker();

        var asked = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ =>
            _world.Admin.Post("/jobs/exposure-check/runs", new { })));

        await ApiProcess.Eventually(
            async () => await _world.Host.Scalar<long>(
                "select count(*) from job_runs where trigger = 'MANUAL' and outcome = 'COMPLETED'") == asked.Length,
            () => "Not all were done.");
        var begun = first.Log.Of("EXPOSURE_CHECK_MANUAL_TRIGGER").Concat(second.Log.Of("EXPOSURE_CHECK_MANUAL_TRIGGER"))
            .Select(record => (Guid)record["runId"]!).ToList();
        CollectionAssert.AreEquivalent(asked.Select(answer => answer.Data.Id()).ToList(), begun);
    }

    [TestMethod]
    public async Task Every_job_is_listed_with_its_time_and_its_newest_run()
    {
        await using var worker = await Worker();
        await _world.Admin.Post("/jobs/exposure-check/runs", new { wait = true });

        var jobs = (await _world.Admin.Get("/jobs")).Data.EnumerateArray().ToDictionary(job => job.Text("name"));

        CollectionAssert.AreEquivalent(
            Lottery.Worker.JobSchedule.Jobs.Select(job => job.Name).ToArray(), jobs.Keys.ToArray());
        var check = jobs["exposure-check"];
        Assert.AreEqual(
            ("0 3 * * *", "America/Costa_Rica", "TIMETABLE", new DateTimeOffset(2026, 10, 21, 9, 0, 0, TimeSpan.Zero)),
            (check.Text("cron"), check.Text("zone"), check.Text("source"), check.GetProperty("nextRun").GetDateTimeOffset()));
        Assert.AreEqual("MANUAL", check.GetProperty("lastRun").Text("trigger"));
    }

    [TestMethod]
    public async Task What_is_no_job_is_not_found()
    {
        (await _world.Admin.Post("/jobs/nobody/runs", new { })).Refused(HttpStatusCode.NotFound, "JOB_NOT_FOUND");
        (await _world.Admin.Get("/jobs/nobody/runs")).Refused(HttpStatusCode.NotFound, "JOB_NOT_FOUND");
        (await _world.Admin.Get($"/jobs/nobody/runs/{Guid.CreateVersion7()}"))
            .Refused(HttpStatusCode.NotFound, "JOB_RUN_NOT_FOUND");
    }

    private async Task<WorkerHost> Worker()
    {
        var worker = WorkerHost.On(_world.Host.Database, _world.Host.Clock);
        await worker.Start();
        await ApiProcess.Eventually(
            async () => (await _world.Admin.Get("/jobs")).Data.GetArrayLength() == Lottery.Worker.JobSchedule.Jobs.Count
                && worker.Log.Of("ANNOUNCEMENTS_HEARING").Count > 0,
            () => "The worker is not there.");
        return worker;
    }
}

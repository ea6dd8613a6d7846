using System.Net;
using Lottery.Tests.Infrastructure;
using Lottery.Tests.Worker;

namespace Lottery.Tests.Alerts;

/// <summary>What alerts count, as Prometheus sees it: there at nothing before anything happens, and moved by what
/// happens.</summary>
[TestClass]
public sealed class CounterTests
{
    private static readonly string[] DatabaseCodes =
        ["DB_UNREACHABLE", "POOLER_TIMEOUT", "POOLER_WAIT_TIMEOUT", "POOLER_SATURATED", "CONNECTION_CLOSED", "UNKNOWN"];

    [TestMethod]
    public async Task An_API_that_nobody_asked_yet_shows_every_counter_at_nothing()
    {
        await using var api = await ApiProcess.StartEmpty();

        var page = await MetricsText.Of(api.ManagementAddress);

        ShowsOfEveryProcess(page);
        AreNothing(page, "lottery_database_warmups_total", "outcome", "failed");
        AreNothing(page, "lottery_logins_total", "outcome", "failed", "locked", "succeeded");
        AreNothing(page, "lottery_rate_limit_hits_total", "type", "auth", "global", "sales");
    }

    [TestMethod]
    public async Task A_worker_that_just_started_shows_every_counter_at_nothing()
    {
        var database = await TestPostgres.CreateDatabase();
        using var worker = WorkerProcess.Start(database);
        await worker.Until("SERVER_LISTEN");

        var page = await MetricsText.Of(worker.Management);

        ShowsOfEveryProcess(page);
        foreach (var job in (string[])["sorteos-auto-open", "activity-log-cleanup", "database-size"])
        {
            foreach (var outcome in (string[])["failed", "skip", "completed_with_errors"])
            {
                var runs = page.Of("lottery_job_runs_total", ("job", job), ("outcome", outcome));
                Assert.AreEqual(0, runs.Single().Value, $"{job} {outcome}");
            }
        }

        worker.Terminate();
        Assert.AreEqual(0, await worker.End());
        await TestPostgres.DropDatabase(database);
    }

    [TestMethod]
    public async Task Refusals_logins_and_the_limit_of_both_are_counted()
    {
        await using var api = await ApiProcess.StartEmpty(("RateLimits__Auth", "2"));
        using var anonymous = new ApiClient(api.Address, null);
        var wrong = new { username = "nadie", password = "no-such-password" };

        (await anonymous.Get("/nowhere")).Refused(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
        var first = await anonymous.Post("/auth/login", wrong);
        var second = await anonymous.Post("/auth/login", wrong);
        var third = await anonymous.Post("/auth/login", wrong);

        Assert.AreEqual(
            (HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests),
            (first.Status, second.Status, third.Status));
        var page = await MetricsText.Of(api.ManagementAddress);
        Assert.AreEqual(
            1, page.Sum("lottery_refusals_total", ("code", "UNAUTHENTICATED"), ("status", "401")));
        Assert.AreEqual(2, page.Sum("lottery_refusals_total", ("code", first.Code!), ("status", "401")));
        Assert.AreEqual(1, page.Sum("lottery_refusals_total", ("code", third.Code!), ("status", "429")));
        Assert.AreEqual(2, page.Sum("lottery_logins_total", ("outcome", "failed")));
        Assert.AreEqual(1, page.Sum("lottery_rate_limit_hits_total", ("type", "auth")));
        Assert.AreEqual(0, page.Sum("lottery_rate_limit_hits_total", ("type", "global")));
    }

    [TestMethod]
    public async Task Records_are_counted_by_level_and_from_warn_up_by_action()
    {
        await using var api = await ApiProcess.StartEmpty();
        using var anonymous = new ApiClient(api.Address, null);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            (await anonymous.Raw(HttpMethod.Post, "/auth/login", "{")).Refused(HttpStatusCode.BadRequest, "MALFORMED_JSON");
        }

        // They are counted where they are written, a moment after their request.
        await ApiProcess.Eventually(
            async () => (await MetricsText.Of(api.ManagementAddress))
                .Sum("lottery_log_records_total", ("level", "warn"), ("action", "HTTP_REQUEST")) == 3,
            () => "Nobody counted the records of three refused requests.");
    }

    private static void ShowsOfEveryProcess(MetricsText page)
    {
        AreNothing(page, "lottery_log_records_total", "level", "error");
        AreNothing(page, "lottery_log_dropped_total", "sink", "queue", "console");
        AreNothing(page, "lottery_database_failures_total", "code", DatabaseCodes);
        AreNothing(page, "lottery_activity_rows_lost_total", "action", "LOGIN", "TICKET_CREATE", "SYSTEM_ACTION");
    }

    private static void AreNothing(MetricsText page, string counter, string label, params string[] values)
    {
        Assert.AreEqual("counter", page.Types.GetValueOrDefault(counter), counter);
        foreach (var value in values)
        {
            var series = page.Of(counter, (label, value));
            Assert.IsNotEmpty(series, $"{counter} {value} is not there.");
            Assert.AreEqual(0, series.Sum(one => one.Value), $"{counter} {value}");
        }
    }
}

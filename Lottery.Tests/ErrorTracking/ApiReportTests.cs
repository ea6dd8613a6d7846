using System.Net;
using System.Text.Json;
using Lottery.Tests.Infrastructure;
using Npgsql;

namespace Lottery.Tests.ErrorTracking;

/// <summary>The API as a process that reports to a Sentry which we play.</summary>
[TestClass]
[TestProperty("Defect", "D-84")]
public sealed class ApiReportTests
{
    private static SentryIngest _sentry = null!;
    private static ApiProcess _api = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _sentry = await SentryIngest.Start();
        _api = await ApiProcess.Start(
            ("SENTRY_DSN", _sentry.Dsn), ("SENTRY_ENVIRONMENT", "counter"), ("SENTRY_RELEASE", "lottery@9.8.7"),
            ("ErrorTracking__ReportedCodes", "SORTEO_NOT_FOUND, FORBIDDEN"), ("RateLimits__Global", "100000"));
        await Execute(_api.Database, "alter table loterias rename to lost");
    }

    [ClassCleanup]
    public static async Task Stop()
    {
        await _api.DisposeAsync();
        await _sentry.DisposeAsync();
    }

    [TestMethod]
    public async Task A_request_that_hits_a_bug_is_reported_once_with_whose_it_was()
    {
        using var seller = await _api.LogIn("VENDEDOR");
        var me = (await seller.Get("/auth/me")).Data;

        var answer = await seller.Get(
            "/loterias?search=4111111111111111", ("X-Request-Id", "one-bug"), ("Cookie", "crumbs=cookie-secret"));

        answer.Refused(HttpStatusCode.InternalServerError, "INTERNAL_ERROR");
        var sent = await Only("one-bug");
        var record = _api.Of("UNHANDLED_ERROR").Single(one => one.Text("requestId") == "one-bug");
        Assert.AreEqual("error", sent.Text("level"));
        Assert.AreEqual("counter", sent.Text("environment"));
        Assert.AreEqual("lottery@9.8.7", sent.Text("release"));
        Assert.AreEqual("GET /api/v1/loterias/", sent.Text("transaction"));
        Assert.AreEqual("Npgsql.PostgresException", sent.Exception().Text("type"));
        Assert.IsFalse(sent.Exception().GetProperty("mechanism").GetProperty("handled").GetBoolean());
        Assert.Contains("Lottery.Api", sent.Exception().GetProperty("stacktrace").GetRawText());
        Assert.AreEqual(record.Text("traceId"), sent.TraceId());
        Assert.AreEqual(record.Text("spanId"), sent.GetProperty("contexts").GetProperty("trace").Text("span_id"));
        CollectionAssert.AreEqual(
            (string?[])["lottery-api", "middleware", "UNHANDLED_ERROR", "VENDEDOR", me.Text("bancaId"), "500",
                "INTERNAL_ERROR"],
            sent.Tags("service", "layer", "action", "role", "bancaId", "status", "code"));
        Assert.AreEqual($$"""{"id":"{{me.Text("id")}}"}""", sent.GetProperty("user").GetRawText());
        Assert.AreEqual(
            """{"url":"/api/v1/loterias","method":"GET"}""", sent.GetProperty("request").GetRawText());
        foreach (var secret in (string[])["4111111111111111", "cookie-secret", "Bearer", "eyJ", "127.0.0.1"])
        {
            Assert.DoesNotContain(secret, sent.GetRawText());
        }
    }

    [TestMethod]
    public async Task Requests_that_fail_at_once_are_not_taken_for_each_other()
    {
        string[] roles = ["ADMIN", "BANCA", "VENTANA", "VENDEDOR"];
        var clients = await Task.WhenAll(roles.Select(_api.LogIn));
        var people = new List<JsonElement>();
        foreach (var client in clients)
        {
            people.Add((await client.Get("/auth/me")).Data);
        }

        var calls = Enumerable.Range(0, 80).Select(
            n => clients[n % 4].Get("/loterias", ("X-Request-Id", $"many-{n}"))).ToList();
        await Task.WhenAll(calls);

        await _sentry.Arrived(80);
        for (var n = 0; n < calls.Count; n++)
        {
            var (sent, id) = (await Only($"many-{n}"), $"many-{n}");
            Assert.AreEqual(people[n % 4].Text("id"), sent.GetProperty("user").Text("id"));
            Assert.AreEqual(roles[n % 4], sent.Tag("role"));
            Assert.AreEqual(
                _api.Of("UNHANDLED_ERROR").Single(one => one.Text("requestId") == id).Text("traceId"), sent.TraceId());
            CollectionAssert.AreEqual(
                (string[])["UNHANDLED_ERROR", "OPERATIONAL_ERROR"],
                sent.Steps().Select(step => step.Text("category"))
                    .Where(name => name.EndsWith("_ERROR", StringComparison.Ordinal)).ToArray());
        }
    }

    [TestMethod]
    public async Task A_refusal_is_reported_only_when_its_code_is_listed()
    {
        using var admin = await _api.LogIn("ADMIN");
        using var seller = await _api.LogIn("VENDEDOR");

        (await admin.Get("/nowhere", ("X-Request-Id", "unlisted"))).Refused(HttpStatusCode.NotFound, "ROUTE_NOT_FOUND");
        (await seller.Get("/activity-logs", ("X-Request-Id", "listed"))).Refused(HttpStatusCode.Forbidden, "FORBIDDEN");

        var sent = await Only("listed");
        Assert.AreEqual("warning", sent.Text("level"));
        Assert.AreEqual("403 FORBIDDEN", sent.GetProperty("logentry").Text("message"));
        Assert.AreEqual("""["FORBIDDEN"]""", sent.GetProperty("fingerprint").GetRawText());
        Assert.IsFalse(sent.TryGetProperty("exception", out _));
        var step = sent.Steps().Single(one => one.Text("category") == "OPERATIONAL_ERROR");
        Assert.AreEqual("FORBIDDEN", step.GetProperty("data").Text("code"));
        Assert.AreEqual("403", step.GetProperty("data").Text("statusCode"));
        Assert.IsEmpty(_sentry.Events.Where(one => one.Tag("requestId") == "unlisted"));
    }

    // Whoever answers has reported by then; what comes later than this event was not sent at all.
    private static async Task<JsonElement> Only(string requestId)
    {
        await ApiProcess.Eventually(
            () => Task.FromResult(_sentry.Events.Any(one => one.Tag("requestId") == requestId)),
            () => $"Nothing was reported of {requestId}.\n{_api.Output}");
        return _sentry.Events.Single(one => one.Tag("requestId") == requestId);
    }

    private static async Task Execute(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

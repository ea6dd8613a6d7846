using System.Net;
using System.Text.Json;
using Lottery.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Lottery.Tests.ServiceDefaults.Requests;

[TestClass]
public sealed class FrontDoorTests
{
    [TestMethod]
    [DataRow("/items/1")]
    [DataRow("/health")]
    [DataRow("/")]
    public async Task The_management_port_answers_404_to_everything_else(string path)
    {
        await using var process = await SampleProcess.Start(MapItems);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = process.Http.BaseAddress!.Authority;

        var answer = await process.Management.SendAsync(request);

        Assert.AreEqual(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [TestMethod]
    [DataRow("/health/live")]
    [DataRow("/health/ready")]
    public async Task The_health_of_a_process_is_not_told_on_its_own_port(string path)
    {
        await using var process = await SampleProcess.Start(MapItems);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = process.Management.BaseAddress!.Authority;

        var answer = await process.Http.SendAsync(request);

        Assert.AreEqual(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [TestMethod]
    public async Task Readiness_names_the_check_that_fails()
    {
        await using var process = await SampleProcess.Start(MapItems, builder => builder.Services.AddHealthChecks()
            .AddCheck("database", () => HealthCheckResult.Unhealthy("secret reason"), tags: ["ready"]));

        var answer = await process.Management.GetAsync("/health/ready");

        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.AreEqual(
            """{"status":"unavailable","checks":{"database":"unavailable","stopping":"ok"},"codes":{}}""",
            await answer.Content.ReadAsStringAsync());
        Assert.AreEqual("""{"status":"ok"}""", await process.Management.GetStringAsync("/health/live"));
    }

    [TestMethod]
    public async Task A_request_leaves_one_record_that_says_who_and_what_but_not_the_query()
    {
        await using var process = await SampleProcess.Start(MapItems);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/items/7?token=secret");
        request.Headers.Add("X-Request-Id", "pos-1");
        request.Headers.Add("User-Agent", "terminal/2.1");
        var answer = await process.Http.SendAsync(request);
        process.Signal();

        var record = Requests(await process.Records()).Single();

        Assert.AreEqual("pos-1", answer.Headers.GetValues("X-Request-Id").Single());
        Assert.AreEqual("pos-1", record.GetProperty("requestId").GetString());
        Assert.AreEqual("user-7", record.GetProperty("userId").GetString());
        Assert.AreEqual("banca-7", record.GetProperty("bancaId").GetString());
        Assert.AreEqual("info", record.GetProperty("level").GetString());
        Assert.AreEqual("middleware", record.GetProperty("layer").GetString());
        var payload = record.GetProperty("payload");
        Assert.AreEqual("GET", payload.GetProperty("method").GetString());
        Assert.AreEqual("/items/{id}", payload.GetProperty("route").GetString());
        Assert.AreEqual("/items/7", payload.GetProperty("path").GetString());
        Assert.AreEqual(200, payload.GetProperty("status").GetInt32());
        Assert.AreEqual("127.0.0.1", payload.GetProperty("clientAddress").GetString());
        Assert.AreEqual("terminal/2.1", payload.GetProperty("userAgent").GetString());
        Assert.DoesNotContain("secret", record.GetRawText());
    }

    [TestMethod]
    public async Task A_failed_request_keeps_its_route_and_its_id()
    {
        await using var process = await SampleProcess.Start(app =>
        {
            app.UseExceptionHandler(handler => handler.Run(context => context.Response.WriteAsync("sorry")));
            app.MapGet("/broken/{id}", string (string id) => throw new InvalidOperationException(id));
        });
        var answer = await process.Http.GetAsync("/broken/1");
        process.Signal();

        var record = Requests(await process.Records()).Single();

        Assert.AreEqual(record.GetProperty("requestId").GetString(), answer.Headers.GetValues("X-Request-Id").Single());
        Assert.AreEqual("error", record.GetProperty("level").GetString());
        Assert.AreEqual("/broken/{id}", record.GetProperty("payload").GetProperty("route").GetString());
        Assert.AreEqual(500, record.GetProperty("payload").GetProperty("status").GetInt32());
    }

    [TestMethod]
    public async Task A_client_that_goes_away_is_not_an_error()
    {
        var entered = new TaskCompletionSource();
        await using var process = await SampleProcess.Start(app => app.MapGet("/long", async (HttpContext context) =>
        {
            entered.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }));
        using var patience = new CancellationTokenSource();
        var request = process.Http.GetAsync("/long", patience.Token);
        await entered.Task;
        await patience.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => request);
        process.Signal();

        var records = await process.Records();

        Assert.AreEqual(499, Requests(records).Single().GetProperty("payload").GetProperty("status").GetInt32());
        Assert.IsFalse(records.Any(record => record.GetProperty("level").GetString() == "error"));
    }

    [TestMethod]
    public async Task Probes_of_the_management_port_are_recorded_at_debug()
    {
        await using var process = await SampleProcess.Start(MapItems);
        await process.Management.GetAsync("/health/live");
        process.Signal();

        var record = Requests(await process.Records()).Single();

        Assert.AreEqual("debug", record.GetProperty("level").GetString());
    }

    private static void MapItems(WebApplication app) => app.MapGet("/items/{id}", (string id, HttpContext context) =>
    {
        var identity = context.RequestIdentity();
        (identity.UserId, identity.BancaId) = ($"user-{id}", $"banca-{id}");
        return "item";
    });

    private static IEnumerable<JsonElement> Requests(IReadOnlyList<JsonElement> records) =>
        records.Where(record => record.GetProperty("action").GetString() == "HTTP_REQUEST");
}

using System.Net;
using System.Text.Json;
using Lottery.ServiceDefaults.ErrorTracking;
using Lottery.ServiceDefaults.Requests;
using Lottery.Tests.Infrastructure;
using Lottery.Tests.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Lottery.Tests.ErrorTracking;

/// <summary>What becomes an event and what does not, in a process of ours with routes made for it.</summary>
[TestClass]
public sealed class ErrorReportsTests : SentryListening
{
    [TestMethod]
    public async Task An_explicit_report_carries_what_the_caller_says_and_the_request_knows()
    {
        await using var process = await Start(app => app.MapGet("/items", (HttpContext context, ErrorReports reports) =>
        {
            var identity = context.RequestIdentity();
            (identity.UserId, identity.BancaId, identity.Role) = ("user-1", "banca-1", "VENTANA");
            reports.Capture(
                new InvalidOperationException("outer", new TimeoutException("inner")), "service", "ITEM_SYNC", "user-2",
                new Dictionary<string, string> { ["kind"] = "blue" },
                new Dictionary<string, object?>
                {
                    ["count"] = 3,
                    ["password"] = "p-secret",
                    ["list"] = new List<int> { 1, 2 },
                });
            return "fine";
        }));

        await process.Http.GetAsync("/items");
        await End(process);

        var sent = Sentry.OwnEvents.Single();
        CollectionAssert.AreEqual(
            (string[])["service", "ITEM_SYNC", "lottery-sample", "banca-1", "VENTANA", "blue"],
            sent.Tags("layer", "action", "service", "bancaId", "role", "kind"));
        Assert.AreEqual("""{"id":"user-2"}""", sent.GetProperty("user").GetRawText());
        Assert.AreEqual("""{"count":3,"list":[1,2],"password":"[redacted]"}""", Sorted(sent.GetProperty("extra")));
        Assert.AreEqual("error", sent.Text("level"));
        CollectionAssert.AreEquivalent(
            (string[])["outer", "inner"],
            sent.GetProperty("exception").Rows("values").Select(one => one.Text("value")).ToArray());
    }

    [TestMethod]
    public async Task An_exception_that_was_reported_and_then_ends_the_request_is_one_event()
    {
        await using var process = await Start(app =>
        {
            app.UseExceptionHandler(handler => handler.Run(context => context.Response.WriteAsync("sorry")));
            app.MapGet("/broken", string (ErrorReports reports) =>
            {
                var failure = new InvalidOperationException("twice");
                reports.Capture(failure, "service", "FIRST");
                throw failure;
            });
        });

        Assert.AreEqual(HttpStatusCode.InternalServerError, (await process.Http.GetAsync("/broken")).StatusCode);
        await End(process);

        Assert.AreEqual("FIRST", Sentry.OwnEvents.Single().Tag("action"));
    }

    [TestMethod]
    public async Task What_escapes_every_handler_is_one_event_and_an_error_record_is_none()
    {
        await using var process = await Start(app => app.MapGet("/broken", string (ILogger<ErrorReportsTests> log) =>
        {
            SampleLog.Mentioned(log, "a step");
            OnlyLogged.Error(log, new TimeoutException("only logged"));
            throw new InvalidOperationException("escapes");
        }));

        await process.Http.GetAsync("/broken");
        await End(process);

        var sent = Sentry.OwnEvents.Single();
        Assert.AreEqual("escapes", sent.Exception().Text("value"));
        Assert.AreEqual("GET /broken", sent.Text("transaction"));
        CollectionAssert.AreEqual(
            (string[])["warning The value is a step", "error An error record"],
            sent.Steps().Where(step => step.Text("category") != "Microsoft.AspNetCore.Server.Kestrel")
                .Select(step => $"{step.Text("level")} {step.Text("message")}").ToArray());
    }

    [TestMethod]
    public async Task A_client_that_goes_away_is_not_reported()
    {
        var entered = new TaskCompletionSource();
        var left = new TaskCompletionSource();
        await using var process = await Start(app => app.MapGet("/long", async (HttpContext context) =>
        {
            context.RequestAborted.Register(left.SetResult);
            entered.SetResult();
            await left.Task;
            throw new InvalidOperationException("nobody to tell");
        }));
        using var patience = new CancellationTokenSource();
        var request = process.Http.GetAsync("/long", patience.Token);
        await entered.Task;

        await patience.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => request);
        await End(process);

        Assert.IsEmpty(Sentry.OwnEvents);
    }

    [TestMethod]
    public async Task An_outage_is_one_event_a_minute_that_counts_what_it_stands_for()
    {
        await using var process = await Start(app => app.MapGet("/busy", (HttpContext context) =>
        {
            context.AnsweredWith(503, "SERVER_BUSY");
            return Results.StatusCode(503);
        }));

        for (var call = 0; call < 20; call++)
        {
            await process.Http.GetAsync("/busy");
        }

        await End(process);

        var sent = Sentry.OwnEvents.Single();
        Assert.AreEqual("503 SERVER_BUSY", sent.GetProperty("logentry").Text("message"));
        Assert.AreEqual("""["SERVER_BUSY"]""", sent.GetProperty("fingerprint").GetRawText());
        Assert.AreEqual("error", sent.Text("level"));
    }

    [TestMethod]
    [DataRow("1", 3)]
    [DataRow("0", 0)]
    public async Task As_many_requests_are_traced_as_the_rate_says(string rate, int traces)
    {
        await using var process = await Start(
            app => app.MapGet("/items/{id}", (int id) => Results.StatusCode(200 + id)),
            settings: $"--SENTRY_TRACES_SAMPLE_RATE={rate}");
        foreach (var status in (int[])[0, 204, 300])
        {
            await process.Http.GetAsync($"/items/{status}");
        }

        await process.Management.GetAsync("/health/live");
        await End(process);

        Assert.HasCount(traces, Sentry.Transactions);
        Assert.IsEmpty(Sentry.OwnEvents);
        foreach (var sent in Sentry.Transactions)
        {
            Assert.AreEqual("GET /items/{id}", sent.Text("transaction"));
            var record = (await process.Records()).Single(one =>
                one.Text("action") == "HTTP_REQUEST" && one.Text("requestId") == sent.Tag("requestId"));
            var trace = sent.GetProperty("contexts").GetProperty("trace");
            Assert.AreEqual(record.Text("traceId"), trace.Text("trace_id"));
            Assert.AreEqual(record.Text("spanId"), trace.Text("span_id"));
            Assert.AreEqual("http.server", trace.Text("op"));
            var status = record.GetProperty("payload").GetProperty("status").GetInt32();
            Assert.AreEqual(
                status switch { 200 => "ok", 404 => "not_found", _ => "internal_error" }, trace.Text("status"));
        }
    }

    [TestMethod]
    public async Task Of_many_requests_some_are_traced_when_the_rate_is_between()
    {
        const int Requests = 40;
        await using var process = await Start(
            app => app.MapGet("/", () => "fine"), settings: "--SENTRY_TRACES_SAMPLE_RATE=0.5");
        for (var request = 0; request < Requests; request++)
        {
            await process.Http.GetAsync("/");
        }

        await End(process);

        // All or none of them would be traced once in 500 000 000 000 times.
        Assert.IsInRange(1, Requests - 1, Sentry.Transactions.Count);
    }

    [TestMethod]
    public async Task Without_a_DSN_a_report_does_nothing_and_nothing_is_set_up_for_it()
    {
        var found = new List<object?>();
        await using var process = await SampleProcess.Start(app => app.MapGet("/", (HttpContext context) =>
        {
            var services = context.RequestServices;
            services.GetRequiredService<ErrorReports>().Capture(new InvalidOperationException(), "service", "NOTHING");
            found.AddRange([context.Features.Get<RequestFailure>(), services.GetService<ReportScopes>()]);
            return "fine";
        }));

        Assert.AreEqual(HttpStatusCode.OK, (await process.Http.GetAsync("/")).StatusCode);
        CollectionAssert.AreEqual(new object?[2], found);
    }

    private static string Sorted(JsonElement json) => JsonSerializer.Serialize(
        json.EnumerateObject().OrderBy(one => one.Name, StringComparer.Ordinal)
            .ToDictionary(one => one.Name, one => one.Value));
}

internal static partial class OnlyLogged
{
    [LoggerMessage(EventName = "ONLY_LOGGED", Level = LogLevel.Error, Message = "An error record")]
    public static partial void Error(ILogger log, Exception failure);
}

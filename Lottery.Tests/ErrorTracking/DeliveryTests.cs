using System.Net;
using Lottery.ServiceDefaults;
using Lottery.ServiceDefaults.ErrorTracking;
using Lottery.Tests.Infrastructure;
using Lottery.Tests.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Lottery.Tests.ErrorTracking;

/// <summary>A Sentry that is down, overloaded or slow, as the process and its log see it.</summary>
[TestClass]
public sealed class DeliveryTests : SentryListening
{
    [TestMethod]
    [DataRow(403)]
    [DataRow(500)]
    public async Task That_Sentry_refuses_is_told_once_and_that_it_takes_again_too(int status)
    {
        await using var process = await Start(Break);
        Sentry.Status = status;
        for (var call = 1; call <= 3; call++)
        {
            await process.Http.GetAsync("/broken");
            await Sent(call);
        }

        Sentry.Status = 200;
        await process.Http.GetAsync("/broken");
        await Sentry.Arrived(1);
        process.Signal();
        var records = await process.Records();

        var failed = records.Single(record => record.Text("action") == "SENTRY_SEND_FAILED");
        Assert.AreEqual(status, failed.GetProperty("payload").GetProperty("status").GetInt32());
        Assert.AreEqual("warn", failed.Text("level"));
        Assert.AreEqual(1, records.Count(record => record.Text("action") == "SENTRY_SEND_RESTORED"));
        Assert.DoesNotContain(SentryIngest.Key, string.Join('\n', records.Select(record => record.GetRawText())));
    }

    [TestMethod]
    public async Task A_Sentry_that_has_enough_is_left_alone_and_no_request_waits()
    {
        await using var process = await Start(Break);
        Sentry.Status = 429;
        await process.Http.GetAsync("/broken");
        await Sent(1);

        for (var call = 0; call < 200; call++)
        {
            await process.Http.GetAsync("/broken");
        }

        process.Signal();
        var records = await process.Records();

        Assert.AreEqual(0, await process.End);
        Assert.IsEmpty(Sentry.OwnEvents);
        Assert.AreEqual(429, records.Single(record => record.Text("action") == "SENTRY_SEND_FAILED")
            .GetProperty("payload").GetProperty("status").GetInt32());
        Assert.IsLessThan(5, Sentry.Calls);
    }

    [TestMethod]
    public async Task A_Sentry_that_nobody_reaches_holds_nothing_up()
    {
        await using var process = await Start(Break);
        await Sentry.DisposeAsync();

        for (var call = 0; call < 200; call++)
        {
            await process.Http.GetAsync("/broken");
        }

        process.Signal();
        var records = await process.Records();

        Assert.AreEqual(0, await process.End);
        Assert.AreEqual("ConnectionError", records.Single(record => record.Text("action") == "SENTRY_SEND_FAILED")
            .GetProperty("payload").Text("error"));
    }

    [TestMethod]
    public async Task A_record_that_cannot_be_read_as_a_step_harms_nobody()
    {
        await using var process = await Start(app => app.MapGet(
            "/odd", (ILogger<DeliveryTests> log, ErrorReports reports) =>
            {
                log.Log(
                    LogLevel.Warning, new EventId(0, "ODD"), "state", exception: null,
                    (_, _) => throw new InvalidOperationException("unreadable"));
                reports.Capture(new InvalidOperationException("after"), "service", "AFTER");
                return "fine";
            }));

        Assert.AreEqual(HttpStatusCode.OK, (await process.Http.GetAsync("/odd")).StatusCode);
        process.Signal();
        await process.End;

        // What another test of this process never awaited may be reported here as well.
        Assert.HasCount(1, Sentry.Events.Where(sent => sent.Tag("action") == "AFTER").ToList());
    }

    [TestMethod]
    public void An_error_tracker_that_cannot_be_set_up_is_told_and_reports_nothing()
    {
        var identity = new ProcessIdentity("lottery-test", "1.2.3", "test-host", "Production");
        // Without a DSN the library cannot be set up; a start asks before.
        var options = new ErrorTrackingOptions().Read(new ConfigurationBuilder().Build(), identity);
        using var log = new LogWatch();
        var logger = log.CreateLogger("Lottery.ServiceDefaults");

        using var reports = new ErrorReports(identity, options, new ReportScopes(), TimeProvider.System, logger);
        reports.TellStart(logger);
        reports.Capture(new InvalidOperationException(), "service", "NOTHING");

        Assert.AreEqual(LogLevel.Error, log.Of("SENTRY_INIT_ERROR").Single().Level);
        Assert.HasCount(1, log.Records);
    }

    private static void Break(WebApplication app) =>
        app.MapGet("/broken", string () => throw new InvalidOperationException("broken"));

    private Task Sent(int calls) => ApiProcess.Eventually(
        () => Task.FromResult(Sentry.Calls >= calls), () => $"{Sentry.Calls} of {calls} calls came.");
}

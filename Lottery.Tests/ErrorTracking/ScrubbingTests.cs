using System.Net.Http.Json;
using System.Text.Json;
using Lottery.ServiceDefaults.ErrorTracking;
using Lottery.ServiceDefaults.Requests;
using Lottery.Tests.Infrastructure;
using Lottery.Tests.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Lottery.Tests.ErrorTracking;

/// <summary>No secret leaves the process in an event, whichever way it came in.</summary>
[TestClass]
public sealed class ScrubbingTests : SentryListening
{
    private const string Card = "4111111111111111";
    private const string Mail = "ana.mora@example.com";
    private const string Connection = "Host=db;Username=lottery;Password=hunter2-very-long";

    [TestMethod]
    public async Task Neither_the_request_nor_the_exception_nor_what_is_said_about_it_lets_one_out()
    {
        await using var process = await Start(Map, settings: "--SENTRY_TRACES_SAMPLE_RATE=1");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/people/{Mail}?card={Card}&token=query-secret");
        request.Headers.Add("Authorization", "Bearer header-secret");
        request.Headers.Add("Cookie", "session=cookie-secret");
        request.Headers.Add("X-Request-Id", Card);
        request.Content = JsonContent.Create(new { password = "body-secret" });

        await process.Http.SendAsync(request);
        await End(process);

        Assert.HasCount(2, Sentry.OwnEvents);
        Assert.HasCount(1, Sentry.Transactions);
        var all = Sentry.Everything;
        foreach (var secret in (string[])[
            Card, Mail, "hunter2", "query-secret", "header-secret", "cookie-secret", "body-secret", "extra-secret",
            "deep-secret", "data-secret", "tag-secret", Environment.MachineName])
        {
            Assert.DoesNotContain(secret, all);
        }

        Assert.Contains("[redacted]", all);
        Assert.Contains("A step with [redacted]", all);
        Assert.Contains("harmless", all);
        Assert.Contains("25000000", all);
    }

    private static void Map(WebApplication app) => app.MapPost("/people/{name}", string (
        HttpContext context, ErrorReports reports, ILogger<ScrubbingTests> log) =>
    {
        context.RequestIdentity().UserId = "user-1";
        ScrubbedLog.Step(log, Mail, Card);
        var said = new InvalidOperationException($"outer {Card}", new TimeoutException($"inner {Connection}"))
        {
            Data = { ["password"] = "data-secret", ["why"] = Mail },
        };
        reports.Capture(
            said, "service", "SAID",
            tags: new Dictionary<string, string> { ["token"] = "tag-secret", ["who"] = Mail, ["kind"] = "harmless" },
            extra: new Dictionary<string, object?>
            {
                ["password"] = "extra-secret",
                ["number"] = long.Parse(Card, provider: null),
                ["amount"] = 25000000,
                ["deep"] = new Dictionary<string, object?>
                {
                    ["list"] = new List<object> { Card },
                    ["secret"] = "deep-secret",
                },
                [Mail] = Mail,
                ["unreadable"] = new Unreadable(),
                ["element"] = JsonElement.Parse($$"""{"mail":"{{Mail}}"}"""),
            });
        throw new InvalidOperationException($"thrown {Mail} {Card} {Connection}");
    });
}

internal sealed class Unreadable
{
    public override string ToString() => throw new InvalidOperationException();
}

internal static partial class ScrubbedLog
{
    [LoggerMessage(EventName = "STEP", Level = LogLevel.Information, Message = "A step with {reason}")]
    public static partial void Step(ILogger log, string reason, string code);
}

using System.Text.RegularExpressions;
using Lottery.Tests.Infrastructure;
using Lottery.Tests.Infrastructure.Otlp;

namespace Lottery.Tests.ServiceDefaults.Telemetry;

/// <summary>Each environment of docs/log-aggregation.md, as it stands there; only host and secrets are ours.</summary>
[TestClass]
public sealed partial class LogAggregationTests
{
    private const string Secret = "dummy-of-the-test";

    private static readonly string[] All = ["logs", "metrics", "traces"];

    [TestMethod]
    public async Task Every_environment_of_the_page_is_tested_here()
    {
        var page = await Page();

        CollectionAssert.AreEquivalent(
            (string[])["Datadog", "New Relic", "Better Stack (Logtail)", "CloudWatch Logs",
                "A collector on the same host"],
            Sections().Matches(page).Where(section => section.Groups[2].Value.Contains("```env"))
                .Select(section => section.Groups[1].Value).ToList());
    }

    [TestMethod]
    public Task Datadog() => Arrives("Datadog", All, "gzip", OtlpMetric.Delta, ("dd-api-key", Secret));

    [TestMethod]
    public Task New_Relic() => Arrives("New Relic", All, "gzip", OtlpMetric.Delta, ("api-key", Secret));

    [TestMethod]
    public Task Better_Stack() => Arrives(
        "Better Stack (Logtail)", All, "gzip", OtlpMetric.Cumulative, ("authorization", $"Bearer {Secret}"));

    [TestMethod]
    public Task CloudWatch() => Arrives(
        "CloudWatch Logs", ["logs"], "", null,
        ("authorization", $"Bearer {Secret}"), ("x-aws-log-group", "lottery"), ("x-aws-log-stream", Secret));

    [TestMethod]
    public Task A_collector() => Arrives("A collector on the same host", All, "", OtlpMetric.Cumulative);

    private static async Task Arrives(
        string section,
        string[] signals,
        string compression,
        int? temporality,
        params (string Name, string Value)[] headers)
    {
        await using var receiver = await OtlpReceiver.Start();
        await using var api = await ApiProcess.StartEmpty(
            [.. await EnvironmentOf(section, receiver.Address), ("OTEL_METRIC_EXPORT_INTERVAL", "300")]);
        using var client = new ApiClient(api.Address, null);
        var requestId = (await client.Get("/app/version")).Headers["X-Request-Id"];

        var record = await receiver.Find(
            all => all.Logs, log => log.EventName == "HTTP_REQUEST" && log["requestId"] == requestId);
        api.Terminate();

        Assert.AreEqual(0, await api.End(), api.Output);
        Assert.AreEqual("lottery-api", record.Resource["service.name"]);
        CollectionAssert.AreEquivalent(signals, receiver.Requests.Select(one => one.Signal).Distinct().ToList());
        if (signals == All)
        {
            Assert.AreEqual(record.TraceId, receiver.Spans.Single(span => span["requestId"] == requestId).TraceId);
            var duration = receiver.Metrics.First(metric => metric.Name == "http.server.request.duration");
            Assert.AreEqual(temporality, duration.Temporality);
        }

        foreach (var request in receiver.Requests)
        {
            Assert.AreEqual($"/v1/{request.Signal}", request.Path);
            Assert.AreEqual("application/x-protobuf", request.Headers["content-type"]);
            Assert.AreEqual(compression, request.Headers.GetValueOrDefault("content-encoding", ""));
            foreach (var (name, value) in headers)
            {
                Assert.AreEqual(value, request.Headers[name]);
            }
        }

        Assert.IsEmpty(api.Of("OTLP_EXPORT_FAILING"));
        Assert.DoesNotContain(Secret, api.Output);
    }

    /// <summary>The host becomes the receiver, the path stays; what stands in angle brackets becomes the secret.
    /// </summary>
    private static async Task<(string, string)[]> EnvironmentOf(string section, Uri receiver)
    {
        var text = Sections().Matches(await Page()).Single(one => one.Groups[1].Value == section).Groups[2].Value;
        var lines = Block().Match(text).Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return
        [
            .. from line in lines
               let pair = line.Split('=', 2)
               let ours = Host().Replace(pair[1], receiver.GetLeftPart(UriPartial.Authority))
               select (pair[0], Placeholder().Replace(ours, Secret)),
        ];
    }

    private static Task<string> Page() =>
        File.ReadAllTextAsync(Repository.File("docs", "log-aggregation.md").FullName);

    [GeneratedRegex(@"^## (.+)\n((?:(?!^## ).*\n)*)", RegexOptions.Multiline)]
    private static partial Regex Sections();

    [GeneratedRegex(@"```env\n([\s\S]*?)```")]
    private static partial Regex Block();

    [GeneratedRegex("^https?://(?:<[^>]*>|[^/])*")]
    private static partial Regex Host();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Placeholder();
}

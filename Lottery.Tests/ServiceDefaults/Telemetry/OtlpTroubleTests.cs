using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Lottery.Tests.Infrastructure;
using Lottery.Tests.Infrastructure.Otlp;
using Lottery.Tests.Worker;
using Microsoft.AspNetCore.Http;

namespace Lottery.Tests.ServiceDefaults.Telemetry;

/// <summary>A collector that is down, refuses, or says nothing, and settings that cannot work.</summary>
[TestClass]
public sealed class OtlpTroubleTests
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string AddressRule =
        "must be an http or https address without a user name, such as http://localhost:4318";

    private const string HeadersRule = "must be name=value pairs parted by commas, the values percent-encoded";

    private static readonly (string, string)[] Soon =
    [
        ("OTEL_METRIC_EXPORT_INTERVAL", "200"), ("OTEL_BLRP_SCHEDULE_DELAY", "100"), ("OTEL_BSP_SCHEDULE_DELAY", "100"),
    ];

    [TestMethod]
    public async Task A_collector_that_fails_and_recovers_is_told_once_each_way()
    {
        await using var receiver = await OtlpReceiver.Start();
        receiver.Answer = (_, context) =>
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        };
        await using var api = await ApiProcess.StartEmpty([.. Soon, (Endpoint, receiver.Address.ToString())]);
        using var client = new ApiClient(api.Address, null);
        await client.Get("/app/version");
        await ApiProcess.Eventually(
            () => Task.FromResult(receiver.Requests.GroupBy(one => one.Signal).Count(same => same.Count() > 2) >= 2
                && api.Of("OTLP_EXPORT_FAILING").Count() == 3),
            () => api.Output);

        receiver.Answer = null;
        await ApiProcess.Eventually(
            async () =>
            {
                await client.Get("/app/version");
                return api.Of("OTLP_EXPORT_RESTORED").Count() == 3;
            },
            () => api.Output);

        var failing = api.Of("OTLP_EXPORT_FAILING").ToList();
        CollectionAssert.AreEquivalent(
            (string[])["logs", "metrics", "traces"],
            failing.Select(record => record.GetProperty("payload").Text("signal")).ToList());
        foreach (var record in failing)
        {
            Assert.AreEqual("warn", record.Text("level"));
            Assert.StartsWith("HTTP 401", record.GetProperty("payload").Text("reason"));
        }
    }

    [TestMethod]
    public async Task What_a_collector_takes_only_in_part_is_told()
    {
        await using var receiver = await OtlpReceiver.Start();
        // Field 1: 3 rejected, because "no".
        receiver.Answer = async (_, context) =>
            await context.Response.Body.WriteAsync(new byte[] { 0x0A, 0x06, 0x08, 0x03, 0x12, 0x02, 0x6E, 0x6F });
        await using var api = await ApiProcess.StartEmpty([.. Soon, (Endpoint, receiver.Address.ToString())]);

        var told = await api.Record("OTLP_EXPORT_FAILING");

        Assert.AreEqual("the collector rejected 3: no", told.GetProperty("payload").Text("reason"));
    }

    [TestMethod]
    public async Task A_collector_that_never_answers_holds_up_no_request_and_no_end()
    {
        using var hole = new TcpListener(IPAddress.Loopback, 0);
        hole.Start();
        await using var api = await ApiProcess.StartEmpty(
            [
                .. Soon, (Endpoint, $"http://{hole.LocalEndpoint}"), ("OTEL_BLRP_MAX_QUEUE_SIZE", "20"),
                ("RateLimits__Global", "1000"),
            ]);
        using var client = new ApiClient(api.Address, null);
        for (var request = 0; request < 300; request++)
        {
            Assert.AreEqual(HttpStatusCode.NotFound, (await client.Get("/app/version")).Status);
        }

        var lost = (await MetricsText.Of(api.ManagementAddress)).Of("lottery_log_dropped_total", ("sink", "otlp"));
        Assert.IsGreaterThan(0, lost.Single().Value);
        api.Terminate();
        await api.Record("SERVER_CLOSED");
        var closing = Stopwatch.StartNew();

        Assert.AreEqual(0, await api.End(), api.Output);
        // Three seconds are what the process gives a collector; the rest is for a busy machine.
        Assert.IsLessThan(TimeSpan.FromSeconds(9), closing.Elapsed);
        Assert.HasCount(300, api.Of("HTTP_REQUEST").ToList());
    }

    [TestMethod]
    public async Task Long_records_wait_for_a_collector_by_their_bytes_and_not_by_their_number()
    {
        const int Room = 1024 * 1024;
        const int Requests = 100;
        var agent = new string('a', 28_000);
        var answer = new TaskCompletionSource();
        await using var receiver = await OtlpReceiver.Start();
        receiver.Answer = (_, _) => answer.Task;
        await using var api = await ApiProcess.StartEmpty(
            [
                .. Soon, (Endpoint, receiver.Address.ToString()), ("OTEL_EXPORTER_OTLP_TIMEOUT", "60000"),
                ("OtlpLogs__MaxWaiting", $"{Room}"), ("RateLimits__Global", "1000"),
            ]);
        using var client = new ApiClient(api.Address, null);
        for (var request = 0; request < Requests; request++)
        {
            Assert.AreEqual(
                HttpStatusCode.NotFound, (await client.Get("/app/version", ("User-Agent", agent))).Status);
        }

        await ApiProcess.Eventually(() => Task.FromResult(api.Of("HTTP_REQUEST").Count() == Requests), () => api.Output);
        var lost = (await MetricsText.Of(api.ManagementAddress)).Sum("lottery_log_dropped_total", ("sink", "otlp"));
        Assert.IsGreaterThanOrEqualTo(Requests - (Room / agent.Length), lost);
        Assert.IsEmpty(api.Of("LOG_RECORDS_DROPPED").ToList());

        answer.SetResult();

        var told = (await api.Record("LOG_RECORDS_DROPPED")).GetProperty("payload");
        Assert.AreEqual("otlp", told.Text("sink"));
        Assert.AreEqual(lost, told.GetProperty("count").GetInt64());
        await receiver.Find(all => all.Logs, log => log.EventName == "LOG_RECORDS_DROPPED");
        Assert.IsInRange(1, Room / agent.Length, receiver.Logs.Count(log => log.EventName == "HTTP_REQUEST"));
    }

    [TestMethod]
    [DataRow("1000")]
    [DataRow("-1")]
    public async Task Too_little_room_for_what_waits_stops_the_start_with_a_sentence(string bytes)
    {
        using var worker = WorkerProcess.Start(
            "Host=127.0.0.1", (Endpoint, "http://127.0.0.1:4318"), ("OtlpLogs__MaxWaiting", bytes));

        Assert.AreEqual(1, await worker.End());
        Assert.AreEqual("OtlpLogs:MaxWaiting must be a number of bytes, at least 1048576.\n", await worker.Errors());
        Assert.IsEmpty(worker.Actions());
    }

    [TestMethod]
    [DataRow("ENDPOINT", "localhost:4318", AddressRule)]
    [DataRow("ENDPOINT", "http://ana:pass-word@host:4318", AddressRule)]
    [DataRow("LOGS_ENDPOINT", "ftp://host", AddressRule)]
    [DataRow("PROTOCOL", "http/json", "must be http/protobuf or grpc")]
    [DataRow("HEADERS", "pass-word", HeadersRule)]
    [DataRow("HEADERS", "api-key=pass-word%0Aother", HeadersRule)]
    [DataRow("TIMEOUT", "10s", "must be a number of milliseconds above 0")]
    [DataRow("COMPRESSION", "zip", "must be none or gzip")]
    public async Task A_setting_that_cannot_work_stops_the_start_with_a_sentence(string name, string value, string rule)
    {
        using var worker = WorkerProcess.Start(
            "Host=127.0.0.1", (Endpoint, "http://127.0.0.1:4318"), ($"OTEL_EXPORTER_OTLP_{name}", value));

        Assert.AreEqual(1, await worker.End());
        Assert.AreEqual($"OTEL_EXPORTER_OTLP_{name} {rule}.\n", await worker.Errors());
        Assert.IsEmpty(worker.Actions());
    }
}

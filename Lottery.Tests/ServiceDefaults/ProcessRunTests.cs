using System.Net;
using System.Text.Json;
using Lottery.ServiceDefaults.Shutdown;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Lottery.Tests.ServiceDefaults;

[TestClass]
public sealed class ProcessRunTests
{
    private readonly TaskCompletionSource _entered = new();
    private readonly TaskCompletionSource _released = new();

    [TestMethod]
    public async Task A_request_in_flight_is_answered_before_the_process_ends()
    {
        await using var process = await SampleProcess.Start(MapHeld);
        var inFlight = process.Http.GetAsync("/held");
        await _entered.Task;

        process.Signal();
        await Stopping(process);
        Assert.IsFalse(process.End.IsCompleted);
        _released.SetResult();

        Assert.AreEqual(HttpStatusCode.OK, (await inFlight).StatusCode);
        Assert.AreEqual(0, await process.End);
    }

    [TestMethod]
    public async Task A_stop_goes_through_its_phases_in_order()
    {
        await using var process = await SampleProcess.Start(MapHeld);
        var inFlight = process.Http.GetAsync("/held");
        await _entered.Task;
        process.Signal("SIGINT");
        await Stopping(process);
        _released.SetResult();
        await inFlight;

        var records = await process.Records();
        var phases = records.Select(Action)
            .Where(action => action is "SERVER_LISTEN" or "SERVER_CLOSED"
                || action.StartsWith("SHUTDOWN", StringComparison.Ordinal));

        CollectionAssert.AreEqual(
            (string[])["SERVER_LISTEN", "SHUTDOWN_INITIATED", "SHUTDOWN_MARKED", "SHUTDOWN_WAITING",
                "SHUTDOWN_ALL_OPERATIONS_COMPLETED", "SERVER_CLOSED"],
            phases.ToArray());
        Assert.AreEqual("SIGINT", Payload(records, "SHUTDOWN_INITIATED").GetProperty("signal").GetString());
        var marked = Payload(records, "SHUTDOWN_MARKED");
        Assert.AreEqual(1, marked.GetProperty("activeOperations").GetInt32());
        Assert.AreEqual("GET /held", marked.GetProperty("operations")[0].GetProperty("description").GetString());
    }

    [TestMethod]
    public async Task While_it_stops_it_is_alive_not_ready_and_refuses_new_requests()
    {
        await using var process = await SampleProcess.Start(MapHeld, builder =>
            builder.Services.Configure<ShutdownOptions>(options =>
                options.AnswerRefusedRequest = context => context.Response.WriteAsync("come back later")));
        Assert.AreEqual(HttpStatusCode.OK, (await process.Management.GetAsync("/health/ready")).StatusCode);
        var inFlight = process.Http.GetAsync("/held");
        await _entered.Task;
        process.Signal();
        await Stopping(process);

        var live = await process.Management.GetAsync("/health/live");
        var refused = await process.Http.GetAsync("/fast");

        Assert.AreEqual(HttpStatusCode.OK, live.StatusCode);
        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.IsTrue(refused.Headers.ConnectionClose);
        Assert.AreEqual(TimeSpan.FromSeconds(30), refused.Headers.RetryAfter?.Delta);
        Assert.AreEqual("come back later", await refused.Content.ReadAsStringAsync());
        _released.SetResult();
        Assert.AreEqual(HttpStatusCode.OK, (await inFlight).StatusCode);
    }

    [TestMethod]
    public async Task What_does_not_end_in_time_is_named_and_the_exit_code_is_1()
    {
        await using var process = await SampleProcess.Start(MapHeld, null, "--Shutdown:Timeout=00:00:00.2");
        var inFlight = process.Http.GetAsync("/held");
        await _entered.Task;

        process.Signal();

        Assert.AreEqual(1, await process.End);
        await Assert.ThrowsExactlyAsync<HttpRequestException>(() => inFlight);
        var exceeded = Payload(await process.Records(), "SHUTDOWN_TIMEOUT_EXCEEDED");
        Assert.AreEqual("GET /held", exceeded.GetProperty("operations")[0].GetProperty("description").GetString());
    }

    [TestMethod]
    public async Task A_second_signal_ends_the_waiting_and_the_exit_code_is_1()
    {
        await using var process = await SampleProcess.Start(MapHeld);
        var inFlight = process.Http.GetAsync("/held");
        await _entered.Task;

        process.Signal();
        await Stopping(process);
        process.Signal("SIGINT");

        Assert.AreEqual(1, await process.End);
        await Assert.ThrowsExactlyAsync<HttpRequestException>(() => inFlight);
        Assert.IsTrue((await process.Records()).Any(record => Action(record) == "SHUTDOWN_FORCED"));
    }

    [TestMethod]
    [DataRow("--LOG_LEVEL=bogus")]
    [DataRow("--LOG_LEVEL=trace")]
    [DataRow("--SENTRY_DSN=nonsense")]
    public async Task A_setting_that_cannot_work_refuses_the_start(string setting)
    {
        await using var process = await SampleProcess.Start(MapHeld, null, setting);

        Assert.AreEqual(1, await process.End);
    }

    [TestMethod]
    public async Task A_start_that_fails_is_one_error_record_and_exit_code_1()
    {
        await using var process = await SampleProcess.Start(MapHeld, builder =>
            builder.Services.AddHostedService<FailingStart>());

        Assert.AreEqual(1, await process.End);
        var record = (await process.Records()).Single();
        Assert.AreEqual("SERVER_START_ERROR", Action(record));
        Assert.AreEqual("no start", record.GetProperty("error").GetProperty("message").GetString());
    }

    [TestMethod]
    public async Task A_background_service_that_dies_is_not_a_clean_end()
    {
        await using var process = await SampleProcess.Start(MapHeld, builder =>
            builder.Services.AddHostedService<DyingService>());

        Assert.AreEqual(1, await process.End);
    }

    private void MapHeld(WebApplication app)
    {
        app.MapGet("/fast", () => "fast");
        app.MapGet("/held", async () =>
        {
            _entered.SetResult();
            await _released.Task;
            return "held";
        });
    }

    private static async Task Stopping(SampleProcess process)
    {
        while ((await process.Management.GetAsync("/health/ready")).IsSuccessStatusCode)
        {
            await Task.Yield();
        }
    }

    private static string Action(JsonElement record) => record.GetProperty("action").GetString()!;

    private static JsonElement Payload(IReadOnlyList<JsonElement> records, string action) =>
        records.Single(record => Action(record) == action).GetProperty("payload");

    private sealed class FailingStart : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("no start");

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class DyingService : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
            throw new InvalidOperationException("dead");
        }
    }
}

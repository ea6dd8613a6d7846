using System.Net;
using Lottery.ServiceDefaults.ErrorTracking;
using Lottery.ServiceDefaults.Shutdown;
using Lottery.Tests.Infrastructure;
using Lottery.Tests.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Lottery.Tests.ErrorTracking;

/// <summary>How a process begins and ends, in the eyes of Sentry.</summary>
[TestClass]
public sealed class LifeReportTests : SentryListening
{
    [TestMethod]
    public async Task A_start_that_fails_is_reported_before_the_process_ends()
    {
        await using var process = await Start<FailingStart>();

        Assert.AreEqual(1, await process.End);
        Only("SERVER_START_ERROR", "no start");
    }

    [TestMethod]
    public async Task A_background_service_that_dies_is_reported_before_the_process_ends()
    {
        await using var process = await Start<DyingService>();

        Assert.AreEqual(1, await process.End);
        Only("BACKGROUND_SERVICE_FAILED", "dead");
    }

    [TestMethod]
    public async Task To_turn_a_request_away_because_the_process_stops_is_no_error()
    {
        var (entered, released) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var process = await Start(
            app => app.MapGet("/held", async () =>
            {
                entered.SetResult();
                await released.Task;
            }),
            builder => builder.Services.Configure<ShutdownOptions>(options => options.AnswerRefusedRequest = context =>
            {
                context.AnsweredWith(503, "SHUTTING_DOWN");
                return Task.CompletedTask;
            }));
        var held = process.Http.GetAsync("/held");
        await entered.Task;
        process.Signal();
        await ApiProcess.Eventually(
            async () => !(await process.Management.GetAsync("/health/ready")).IsSuccessStatusCode,
            () => "It stays ready.");

        var refused = await process.Http.GetAsync("/held");

        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        released.SetResult();
        await held;
        Assert.AreEqual(0, await process.End);
        Assert.IsEmpty(Sentry.OwnEvents);
    }

    private Task<SampleProcess> Start<TService>()
        where TService : class, IHostedService =>
        Start(_ => { }, builder => builder.Services.AddHostedService<TService>());

    private void Only(string action, string message)
    {
        var sent = Sentry.OwnEvents.Single();
        Assert.AreEqual("fatal", sent.Text("level"));
        Assert.AreEqual(action, sent.Tag("action"));
        Assert.AreEqual(message, sent.Exception().Text("value"));
    }

    private sealed class FailingStart : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("no start");

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class DyingService(IHostApplicationLifetime lifetime) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            // Before that its end would be one of the start.
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var _ = lifetime.ApplicationStarted.Register(started.SetResult);
            await started.Task;
            throw new InvalidOperationException("dead");
        }
    }
}

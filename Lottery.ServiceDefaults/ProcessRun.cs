using Lottery.ServiceDefaults.ErrorTracking;
using Lottery.ServiceDefaults.Shutdown;
using Lottery.ServiceDefaults.Telemetry;
using Lottery.ServiceDefaults.Telemetry.Otlp;
using Lottery.ServiceDefaults.Telemetry.Otlp.Sending;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lottery.ServiceDefaults;

/// <summary>One life of a process, from start to the exit code.</summary>
public static class ProcessRun
{
    private const int Clean = 0;
    private const int Failed = 1;

    // A log that nobody reads any more must not keep the process alive.
    private static readonly TimeSpan LastWordsWithin = TimeSpan.FromSeconds(5);

    /// <summary>Starts the process, serves until it is told to stop, lets running work finish, and answers the exit
    /// code: 0 when it started and everything ended by itself, else 1.</summary>
    public static async Task<int> RunToEnd(this WebApplication app)
    {
        using var reporting = UncaughtExceptions.In(app.Services);
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ProcessRun).FullName!);
        var reports = app.Services.GetRequiredService<ErrorReports>();
        var state = app.Services.GetRequiredService<StopState>();
        var outcome = await Live(app, log, reports, state);
        // Of a process that did not start, asking for them would make them, and fail once more.
        if (app.Lifetime.ApplicationStarted.IsCancellationRequested)
        {
            ReportDeadServices(app.Services, reports);
        }

        await Task.WhenAll(reports.Flush(), app.Services.GetRequiredService<LastWords>().Send(app.Services));
        try
        {
            await app.DisposeAsync().AsTask().WaitAsync(LastWordsWithin);
        }
        catch (TimeoutException)
        {
            outcome = StopOutcome.Failed;
        }

        state.End(outcome);
        return outcome == StopOutcome.Clean ? Clean : Failed;
    }

    private static async Task<StopOutcome> Live(
        WebApplication app, ILogger log, ErrorReports reports, StopState state)
    {
        var stop = app.Services.GetRequiredService<StopSignal>();
        var shutdown = app.Services.GetRequiredService<ShutdownSequence>();
        try
        {
            await app.StartAsync(stop.First);
            ReportStart(log, app.Services, reports);
            state.Begin();
        }
        catch (OperationCanceledException) when (stop.First.IsCancellationRequested)
        {
            // Told to stop while starting: what has started is stopped in order below.
        }
        catch (Exception refusal) when (StartRefusal.TryExplain(refusal))
        {
            return StopOutcome.Failed;
        }
        catch (Exception exception) when (exception is not HostAbortedException)
        {
            ServerLog.StartFailed(log, exception);
            reports.Send(new ErrorReport("server", "SERVER_START_ERROR")
            {
                Exception = exception,
                IsFatal = true,
                IsHandled = false,
            });
            return StopOutcome.Failed;
        }

        return await shutdown.Run(app, await stop.Received);
    }

    // The host stops when a background service dies, and says why in a record of its own.
    private static void ReportDeadServices(IServiceProvider services, ErrorReports reports)
    {
        foreach (var service in services.GetServices<IHostedService>().OfType<BackgroundService>())
        {
            if (service.ExecuteTask?.Exception?.InnerException is { } failure)
            {
                reports.Send(new ErrorReport("server", "BACKGROUND_SERVICE_FAILED")
                {
                    Exception = failure,
                    IsFatal = true,
                    IsHandled = false,
                });
            }
        }
    }

    private static void ReportStart(ILogger log, IServiceProvider services, ErrorReports reports)
    {
        var listeners = services.GetRequiredService<Listeners>();
        var process = services.GetRequiredService<ProcessIdentity>();
        ServerLog.Listening(log, listeners.HttpPort, listeners.ManagementPort, process.Environment, process.Version);
        reports.TellStart(log);
        services.GetRequiredService<OtlpSettings>().Tell(
            services.GetRequiredService<ExportWatch>(),
            log,
            services.GetRequiredService<IConfiguration>().GetValue<bool>(TelemetrySetup.DisabledSetting));
    }
}

internal static partial class ServerLog
{
    [LoggerMessage(EventName = "SERVER_LISTEN", Level = LogLevel.Information, Message = "Ready to serve")]
    public static partial void Listening(
        ILogger logger, int? port, int? managementPort, string environment, string version);

    [LoggerMessage(EventName = "SERVER_START_ERROR", Level = LogLevel.Error, Message = "The process could not start")]
    public static partial void StartFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventName = "UNCAUGHT_EXCEPTION", Level = LogLevel.Error, Message = "An exception ends the process")]
    public static partial void Uncaught(ILogger logger, Exception? exception);

    [LoggerMessage(EventName = "UNHANDLED_REJECTION", Level = LogLevel.Error,
        Message = "A task failed and nobody awaited it")]
    public static partial void Unobserved(ILogger logger, Exception exception);
}

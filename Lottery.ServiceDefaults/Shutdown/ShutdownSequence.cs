using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Lottery.ServiceDefaults.Shutdown;

/// <summary>The phases of a stop, in order. The server keeps listening until the last operation has ended, so that
/// whoever asks is told 503 instead of finding nobody.</summary>
internal sealed class ShutdownSequence(
    Operations operations,
    StopSignal stop,
    IOptions<ShutdownOptions> options,
    TimeProvider time,
    ILogger<ShutdownSequence> log)
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(5);

    // After the last operation only idle connections are left to close.
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(5);

    /// <summary>Clean when everything that was running has ended by itself.</summary>
    public async Task<StopOutcome> Run(IHost host, string signal)
    {
        ShutdownLog.Initiated(log, signal);
        var markedAt = time.GetTimestamp();
        var running = operations.Close();
        ShutdownLog.Marked(log, running.Count, running);
        await operations.TellRunning();

        var outcome = await Drain();
        await Refuse(options.Value.RefuseFor - time.GetElapsedTime(markedAt));
        var isClosed = await CloseServer(host);
        return outcome != StopOutcome.Clean ? outcome
            : isClosed && !HasDeadService(host) ? StopOutcome.Clean
            : StopOutcome.Failed;
    }

    private async Task<StopOutcome> Drain()
    {
        var startedAt = time.GetTimestamp();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stop.Second);
        deadline.CancelAfter(options.Value.Timeout);
        while (!operations.Idle.IsCompleted)
        {
            if (deadline.IsCancellationRequested)
            {
                return ReportUnfinished();
            }

            ShutdownLog.Waiting(log, operations.Count);
            await Task.WhenAny(operations.Idle, Task.Delay(ReportEvery, time, deadline.Token));
        }

        ShutdownLog.AllCompleted(log, Math.Round(time.GetElapsedTime(startedAt).TotalMilliseconds, 1));
        return StopOutcome.Clean;
    }

    // A second signal ends this waiting too.
    private async Task Refuse(TimeSpan left)
    {
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, time, stop.Second).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private StopOutcome ReportUnfinished()
    {
        var unfinished = operations.Snapshot();
        if (stop.Second.IsCancellationRequested)
        {
            ShutdownLog.Forced(log, unfinished.Count, unfinished);
            return StopOutcome.Forced;
        }

        ShutdownLog.TimeoutExceeded(log, options.Value.Timeout.TotalMilliseconds, unfinished.Count, unfinished);
        return StopOutcome.Timeout;
    }

    // A hosted service may ignore its token; the process does not wait for it longer than this.
    private async Task<bool> CloseServer(IHost host)
    {
        var isOver = operations.Count > 0;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stop.Second);
        deadline.CancelAfter(isOver ? TimeSpan.Zero : CloseWithin);
        try
        {
            await host.StopAsync(deadline.Token).WaitAsync(CloseWithin + CloseWithin, time);
            ShutdownLog.Closed(log);
            return true;
        }
        catch (Exception exception)
        {
            ShutdownLog.Failed(log, exception);
            return false;
        }
    }

    // The host stops when a background service dies and would otherwise call that a clean end.
    private static bool HasDeadService(IHost host) => host.Services.GetServices<IHostedService>()
        .OfType<BackgroundService>().Any(service => service.ExecuteTask is { IsFaulted: true });
}

internal static partial class ShutdownLog
{
    [LoggerMessage(EventName = "SHUTDOWN_INITIATED", Level = LogLevel.Information, Message = "Stopping on {signal}")]
    public static partial void Initiated(ILogger logger, string signal);

    [LoggerMessage(EventName = "SHUTDOWN_MARKED", Level = LogLevel.Information,
        Message = "Nothing new begins; {activeOperations} still running")]
    public static partial void Marked(
        ILogger logger, int activeOperations, IReadOnlyList<RunningOperation> operations);

    [LoggerMessage(EventName = "SHUTDOWN_WAITING", Level = LogLevel.Information,
        Message = "Waiting for {activeOperations} to end")]
    public static partial void Waiting(ILogger logger, int activeOperations);

    [LoggerMessage(EventName = "SHUTDOWN_ALL_OPERATIONS_COMPLETED", Level = LogLevel.Information,
        Message = "Everything has ended after {durationMs} ms")]
    public static partial void AllCompleted(ILogger logger, double durationMs);

    [LoggerMessage(EventName = "SHUTDOWN_TIMEOUT_EXCEEDED", Level = LogLevel.Error,
        Message = "{activeOperations} had not ended after {timeoutMs} ms and are cut off")]
    public static partial void TimeoutExceeded(
        ILogger logger, double timeoutMs, int activeOperations, IReadOnlyList<RunningOperation> operations);

    [LoggerMessage(EventName = "SHUTDOWN_FORCED", Level = LogLevel.Error,
        Message = "Told to stop a second time; {activeOperations} are cut off")]
    public static partial void Forced(
        ILogger logger, int activeOperations, IReadOnlyList<RunningOperation> operations);

    [LoggerMessage(EventName = "SERVER_CLOSED", Level = LogLevel.Information, Message = "Closed")]
    public static partial void Closed(ILogger logger);

    [LoggerMessage(EventName = "SHUTDOWN_ERROR", Level = LogLevel.Error,
        Message = "The process did not close in order")]
    public static partial void Failed(ILogger logger, Exception exception);
}

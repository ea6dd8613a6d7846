using Microsoft.Extensions.Logging;

namespace Lottery.ServiceDefaults.Shutdown;

/// <summary>What is running in this process: requests and job runs. Once it is told to stop, nothing new begins.</summary>
public sealed class Operations(TimeProvider time, ILogger<Operations> log) : IDisposable
{
    public const string Request = "request";
    public const string Job = "job";

    readonly Lock gate = new();
    readonly HashSet<Operation> running = [];
    readonly TaskCompletionSource idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly CancellationTokenSource stopping = new();
    bool closed;

    /// <summary>Cancelled when shutdown begins: work in batches ends after its current batch.</summary>
    public CancellationToken Stopping => stopping.Token;

    public bool IsStopping
    {
        get
        {
            lock (gate)
                return closed;
        }
    }

    public int Count
    {
        get
        {
            lock (gate)
                return running.Count;
        }
    }

    /// <summary>Completes when shutdown has begun and the last operation has ended.</summary>
    internal Task Idle => idle.Task;

    /// <summary>The new operation, or null when the process is stopping and the work must not begin.</summary>
    public Operation? Begin(string type, string description, string? id = null)
    {
        var operation = new Operation(
            this, id ?? Guid.CreateVersion7().ToString(), type, description, time.GetTimestamp());
        bool refused;
        int active;
        lock (gate)
        {
            refused = closed;
            if (!refused)
                running.Add(operation);
            active = running.Count;
        }

        if (refused)
        {
            OperationsLog.Rejected(log, operation.Id, type, description);
            return null;
        }

        OperationsLog.Registered(log, operation.Id, type, description, active);
        return operation;
    }

    internal void End(Operation operation)
    {
        int active;
        lock (gate)
        {
            running.Remove(operation);
            active = running.Count;
            if (closed && active == 0)
                idle.TrySetResult();
        }

        OperationsLog.Completed(log, operation.Id, DurationOf(operation), active);
    }

    /// <summary>From here on <see cref="Begin"/> answers null.</summary>
    internal IReadOnlyList<RunningOperation> Close()
    {
        lock (gate)
        {
            closed = true;
            if (running.Count == 0)
                idle.TrySetResult();
        }

        return Snapshot();
    }

    internal Task TellRunning() => stopping.CancelAsync();

    internal IReadOnlyList<RunningOperation> Snapshot()
    {
        lock (gate)
            return [.. running.Select(one => new RunningOperation(one.Id, one.Type, one.Description, DurationOf(one)))];
    }

    double DurationOf(Operation operation) =>
        Math.Round(time.GetElapsedTime(operation.StartedAt).TotalMilliseconds, 1);

    public void Dispose() => stopping.Dispose();
}

static partial class OperationsLog
{
    [LoggerMessage(EventName = "OPERATION_REGISTERED", Level = LogLevel.Debug, Message = "{Type} begins: {Description}")]
    public static partial void Registered(ILogger logger, string id, string type, string description, int activeCount);

    [LoggerMessage(EventName = "OPERATION_COMPLETED", Level = LogLevel.Debug, Message = "Ended after {DurationMs} ms")]
    public static partial void Completed(ILogger logger, string id, double durationMs, int activeCount);

    [LoggerMessage(EventName = "OPERATION_REJECTED_SHUTDOWN", Level = LogLevel.Warning,
        Message = "{Type} refused, the process is stopping: {Description}")]
    public static partial void Rejected(ILogger logger, string id, string type, string description);
}

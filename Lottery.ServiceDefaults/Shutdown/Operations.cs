using Microsoft.Extensions.Logging;

namespace Lottery.ServiceDefaults.Shutdown;

/// <summary>What is running in this process: requests and job runs. Once it is to stop, nothing new begins.</summary>
public sealed class Operations(TimeProvider time, ILogger<Operations> log) : IDisposable
{
    public const string Request = "request";
    public const string Job = "job";

    internal static readonly string[] Types = [Request, Job];

    private readonly Lock _gate = new();
    private readonly HashSet<Operation> _running = [];
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private bool _closed;

    /// <summary>Cancelled when shutdown begins: work in batches ends after its current batch.</summary>
    public CancellationToken Stopping => _stopping.Token;

    public bool IsStopping
    {
        get
        {
            lock (_gate)
            {
                return _closed;
            }
        }
    }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _running.Count;
            }
        }
    }

    internal int CountOf(string type)
    {
        lock (_gate)
        {
            return _running.Count(operation => operation.Type == type);
        }
    }

    /// <summary>Completes when shutdown has begun and the last operation has ended.</summary>
    internal Task Idle => _idle.Task;

    /// <summary>The new operation, or null when the process is stopping and the work must not begin.</summary>
    public Operation? Begin(string type, string description, string? id = null)
    {
        var operation = new Operation(
            this, id ?? Guid.CreateVersion7().ToString(), type, description, time.GetTimestamp());
        bool refused;
        int active;
        lock (_gate)
        {
            refused = _closed;
            if (!refused)
            {
                _running.Add(operation);
            }

            active = _running.Count;
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
        lock (_gate)
        {
            _running.Remove(operation);
            active = _running.Count;
            if (_closed && active == 0)
            {
                _idle.TrySetResult();
            }
        }

        OperationsLog.Completed(log, operation.Id, DurationOf(operation), active);
    }

    /// <summary>From here on <see cref="Begin"/> answers null.</summary>
    internal IReadOnlyList<RunningOperation> Close()
    {
        lock (_gate)
        {
            _closed = true;
            if (_running.Count == 0)
            {
                _idle.TrySetResult();
            }
        }

        return Snapshot();
    }

    internal Task TellRunning() => _stopping.CancelAsync();

    internal IReadOnlyList<RunningOperation> Snapshot()
    {
        lock (_gate)
        {
            return
            [
                .. _running.Select(one => new RunningOperation(one.Id, one.Type, one.Description, DurationOf(one))),
            ];
        }
    }

    private double DurationOf(Operation operation) =>
        Math.Round(time.GetElapsedTime(operation.StartedAt).TotalMilliseconds, 1);

    public void Dispose() => _stopping.Dispose();
}

internal static partial class OperationsLog
{
    [LoggerMessage(EventName = "OPERATION_REGISTERED", Level = LogLevel.Debug,
        Message = "{type} begins: {description}")]
    public static partial void Registered(ILogger logger, string id, string type, string description, int activeCount);

    [LoggerMessage(EventName = "OPERATION_COMPLETED", Level = LogLevel.Debug, Message = "Ended after {durationMs} ms")]
    public static partial void Completed(ILogger logger, string id, double durationMs, int activeCount);

    [LoggerMessage(EventName = "OPERATION_REJECTED_SHUTDOWN", Level = LogLevel.Warning,
        Message = "{type} refused, the process is stopping: {description}")]
    public static partial void Rejected(ILogger logger, string id, string type, string description);
}

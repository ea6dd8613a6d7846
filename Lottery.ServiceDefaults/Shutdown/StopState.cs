using System.Text.Json;
using Lottery.ServiceDefaults.Metrics;
using Microsoft.Extensions.Logging;

namespace Lottery.ServiceDefaults.Shutdown;

/// <summary>
/// Keeps in a small file how this process ends, for the next one to read: who is killed cannot tell it any more. A file
/// that cannot be read or written is told and changes nothing else.
/// </summary>
internal sealed class StopState(
    StopStateFile file, ProcessMetrics metrics, TimeProvider time, ILogger<StopState> log)
{
    private Stop? _running;

    /// <summary>The process has started: tells how the one before it ended, and takes the file over. Not earlier, since
    /// one that cannot start, because its port is taken, would write over the file of the one that runs.</summary>
    public void Begin()
    {
        if (file.Missing is { } reason)
        {
            StopStateLog.Off(log, reason);
            return;
        }

        Try(() =>
        {
            Tell(file.Read());
            _running = new Stop(Stop.Running, Environment.ProcessId, time.GetUtcNow(), null);
            file.Write(_running);
        });
    }

    /// <summary>The process ends; whether it began at all this knows itself.</summary>
    public void End(StopOutcome outcome)
    {
        if (_running is { } running)
        {
            Try(() => file.Write(running with { Outcome = Stop.Word(outcome), EndedAt = time.GetUtcNow() }));
        }
    }

    private void Tell(Stop? previous)
    {
        var isUnclean = previous is not null && previous.Outcome != Stop.Word(StopOutcome.Clean);
        metrics.PreviousStopFound(isUnclean);
        if (isUnclean)
        {
            StopStateLog.Unclean(log, previous!.Outcome, previous.Pid, previous.StartedAt, previous.EndedAt);
        }
    }

    private void Try(Action act)
    {
        try
        {
            act();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            StopStateLog.Unwritable(log, file.Path, failure.Message);
        }
    }
}

/// <summary>How a process ended.</summary>
internal enum StopOutcome
{
    Clean,

    /// <summary>Something was cut off because it did not end within <see cref="ShutdownOptions.Timeout"/>.</summary>
    Timeout,

    /// <summary>Something was cut off by a second signal.</summary>
    Forced,

    /// <summary>It did not close in order, or died of an exception.</summary>
    Failed,
}

/// <summary>What the file says.</summary>
/// <param name="Outcome">A word of <see cref="StopOutcome"/>; <see cref="Running"/> of one that runs, or was killed;
/// <see cref="Unreadable"/> when the file was cut off.</param>
internal sealed record Stop(string Outcome, int? Pid, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt)
{
    public const string Running = "running";
    public const string Unreadable = "unreadable";

    public static string Word(StopOutcome outcome) => JsonNamingPolicy.CamelCase.ConvertName(outcome.ToString());
}

internal static partial class StopStateLog
{
    [LoggerMessage(EventName = "PREVIOUS_STOP_UNCLEAN", Level = LogLevel.Warning,
        Message = "The process before this one did not end in order: {outcome}")]
    public static partial void Unclean(
        ILogger logger, string outcome, int? pid, DateTimeOffset? startedAt, DateTimeOffset? endedAt);

    [LoggerMessage(EventName = "STOP_STATE_OFF", Level = LogLevel.Information,
        Message = "How this process ends is not kept: {reason}")]
    public static partial void Off(ILogger logger, string reason);

    [LoggerMessage(EventName = "STOP_STATE_UNWRITABLE", Level = LogLevel.Warning,
        Message = "How this process ends cannot be kept in {path}: {reason}")]
    public static partial void Unwritable(ILogger logger, string path, string reason);
}

using System.Collections;
using Lottery.Data;
using Lottery.Data.Jobs;
using Lottery.Data.Persistence;

namespace Lottery.Worker.Runs;

/// <summary>The records of a job. It names their actions itself, so that one class can write them all.</summary>
internal sealed class JobLog(ILogger logger, Job job)
{
    public void Scheduled(DateTimeOffset nextRun, TimeSpan delay, string schedule) =>
        Write(LogLevel.Information, JobEvent.Scheduled, $"Due at {schedule}", null,
            ("nextRun", nextRun), ("delayMinutes", (long)delay.TotalMinutes), ("schedule", schedule));

    public void Start(JobRun run) =>
        Write(LogLevel.Information, JobEvent.Start, "The run starts", null,
            ("timestamp", run.StartedAt), ("runId", run.Id), ("scheduledAt", run.ScheduledAt), ("trigger", WireNames.Of(run.Trigger)));

    public void Asked(JobRun run) =>
        Write(LogLevel.Information, JobEvent.ManualTrigger, "Somebody asked for a run", null,
            ("runId", run.Id), ("requestedBy", run.RequestedBy), ("onlyBancaId", run.OnlyBancaId),
            ("daysAhead", run.DaysAhead));

    /// <summary>A run says it goes on, and its worker is dead.</summary>
    public void Abandoned(JobRun run) =>
        Write(LogLevel.Warning, JobEvent.Abandoned, "A run ended with its process", null,
            ("runId", run.Id), ("scheduledAt", run.ScheduledAt), ("startedAt", run.StartedAt), ("worker", run.Worker));

    /// <summary>Somebody else does it, or nobody has to.</summary>
    public void Skipped(string reason, JobEvent record = JobEvent.Skipped) =>
        Write(LogLevel.Information, record, reason, null, ("reason", reason));

    /// <summary>It should have run and did not.</summary>
    public void Skip(string reason) => Write(LogLevel.Error, JobEvent.Skip, reason, null, ("reason", reason));

    public void End(JobRun run, JobOutcome outcome, JobResult result, TimeSpan duration)
    {
        if (result.Errors.Count > 0)
        {
            Write(LogLevel.Warning, JobEvent.Errors, "Some of it failed", null, ("errors", result.Errors));
        }

        var (record, message) = outcome == JobOutcome.Cancelled
            ? (JobEvent.Cancelled, "The run ends early, the process is stopping")
            : (JobEvent.Complete, "The run is complete");
        Write(LogLevel.Information, record, message, null,
            [
                ("success", outcome == JobOutcome.Completed),
                .. result.Counts.Select(count => (count.Key, (object?)count.Value)),
                ("executedAt", run.StartedAt),
                ("durationMs", Math.Round(duration.TotalMilliseconds)),
            ]);
    }

    public void Fail(Exception failure) =>
        Write(LogLevel.Error, JobEvent.Fail, "The run failed", failure,
            ("error", failure.Message), ("stack", failure.StackTrace), ("errorType", CodeOf(failure)),
            ("errorCode", TransientFailures.SqlState(failure)));

    public static string CodeOf(Exception failure) =>
        TransientFailures.Classify(failure) ?? TransientFailures.Unknown;

    private void Write(
        LogLevel level, JobEvent record, string message, Exception? failure,
        params IReadOnlyList<(string Name, object? Value)> payload)
    {
        // The provider takes a state for parameters only when the template comes last, as the framework's own has it.
        var state = new Record(
            message, [.. payload.Select(one => KeyValuePair.Create(one.Name, one.Value)), new("{OriginalFormat}", message)]);
        logger.Log(level, new EventId(0, job.ActionOf(record)), state, failure, static (said, _) => said.Message);
    }

    private sealed record Record(string Message, IReadOnlyList<KeyValuePair<string, object?>> Payload)
        : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => Payload.Count;

        public KeyValuePair<string, object?> this[int index] => Payload[index];

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => Payload.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

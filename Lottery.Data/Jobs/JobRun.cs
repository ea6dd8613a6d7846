namespace Lottery.Data.Jobs;

/// <summary>One run of a scheduled job, from its start to its outcome. Kept as the job's history.</summary>
public sealed class JobRun
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Stable name of the job, e.g. <c>sorteos-auto-open</c>.</summary>
    public required string JobName { get; init; }

    /// <summary>The occurrence this run serves, UTC; two runs may serve one occurrence when the first did not complete.</summary>
    public required DateTimeOffset ScheduledAt { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Null while the run goes on, and for ever when its process died.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    public JobOutcome Outcome { get; set; } = JobOutcome.Running;

    public required JobTrigger Trigger { get; init; }

    /// <summary>JSON object of what the run did, e.g. <c>{"opened":12,"errors":0}</c>.</summary>
    public string? Counts { get; set; }

    /// <summary>Stable code of the failure, null otherwise.</summary>
    public string? ErrorCode { get; set; }

    /// <summary>Host and process id of the worker.</summary>
    public required string Worker { get; init; }

    /// <summary>Also written to every log record and activity row of the run.</summary>
    public required string RequestId { get; init; }
}

public enum JobOutcome
{
    Running,
    Completed,

    /// <summary>Done, but some items failed.</summary>
    CompletedWithErrors,
    Failed,

    /// <summary>Stopped between two batches because the process was shutting down.</summary>
    Cancelled,
}

public enum JobTrigger
{
    Schedule,
    Manual,

    /// <summary>At start, for an occurrence that was missed while no worker ran.</summary>
    CatchUp,
}

namespace Lottery.Data.Jobs;

/// <summary>One run of a job, from its start, or from its being asked for, to its outcome. Kept as the job's history.</summary>
public sealed class JobRun
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Stable name of the job, e.g. <c>sorteos-auto-open</c>.</summary>
    public required string JobName { get; init; }

    /// <summary>
    /// The occurrence this run serves, UTC; two runs may serve one occurrence when the first did not complete. Of a run
    /// that somebody asked for, when that was.
    /// </summary>
    public required DateTimeOffset ScheduledAt { get; init; }

    /// <summary>Null while nobody has begun it.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>Null while the run goes on.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    public JobOutcome Outcome { get; set; } = JobOutcome.Running;

    public required JobTrigger Trigger { get; init; }

    /// <summary>JSON object of what the run did, e.g. <c>{"opened":12,"errors":0}</c>.</summary>
    public string? Counts { get; set; }

    /// <summary>JSON array of the items that failed, the first of them; null when none did.</summary>
    public string? Errors { get; set; }

    /// <summary>Stable code of the failure, null otherwise.</summary>
    public string? ErrorCode { get; set; }

    /// <summary>Host and process id of the worker; null while nobody has begun it.</summary>
    public string? Worker { get; set; }

    /// <summary>Also written to every log record and activity row of the run.</summary>
    public required string RequestId { get; init; }

    /// <summary>Who asked for it; null for the timetable.</summary>
    public Guid? RequestedBy { get; init; }

    /// <summary>The banca that it is to keep to; null for every banca.</summary>
    public Guid? OnlyBancaId { get; init; }

    /// <summary>How many days it is to look ahead, where that is a question; null as the job does by itself.</summary>
    public int? DaysAhead { get; init; }

    /// <summary>True once nothing more will come of it.</summary>
    public bool IsOver => Outcome is not (JobOutcome.Requested or JobOutcome.Running);
}

public enum JobOutcome
{
    /// <summary>Somebody asked for it, and no worker has begun it.</summary>
    Requested,
    Running,
    Completed,

    /// <summary>Done, but some items failed.</summary>
    CompletedWithErrors,
    Failed,

    /// <summary>Stopped between two batches because the process was shutting down.</summary>
    Cancelled,

    /// <summary>It was due and the job is switched off.</summary>
    Skipped,

    /// <summary>Its process died with it.</summary>
    Abandoned,
}

public enum JobTrigger
{
    Schedule,
    Manual,

    /// <summary>At start, for an occurrence that was missed while no worker ran, or for one whose worker died.</summary>
    CatchUp,
}

using Lottery.Data;
using Lottery.Data.Users;

namespace Lottery.Worker;

/// <summary>
/// A job calls one verb and says what came of it; <see cref="Runs.JobExecution"/> does for every job what a run needs.
/// </summary>
internal abstract class Job
{
    /// <summary>What the actions of its records begin with, as operators know it.</summary>
    public abstract string ActionPrefix { get; }

    /// <summary>
    /// Action of one of its records: the prefix and the record's word. A job whose operators know another name for one
    /// says so here.
    /// </summary>
    public virtual string ActionOf(JobEvent record) => record switch
    {
        JobEvent.AlreadyRunning or JobEvent.RejectedShutdown => ActionOf(JobEvent.Skipped),
        _ => $"{ActionPrefix}_{WireNames.Of(record)}",
    };

    /// <summary>What its warm-up is called in the records.</summary>
    public abstract string Context { get; }

    /// <summary>Why it is not to be done when it is due, though a person may ask for it; null when it is.</summary>
    public virtual Task<string?> WhyNot(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>
    /// Does the work. Cancelling asks it to end after what it has begun and to answer with
    /// what it has done by then.
    /// </summary>
    public abstract Task<JobResult> Execute(JobCall call, CancellationToken cancellationToken);
}

/// <summary>Who wants a run, and of what. The scope sees no more than the banca it is to keep to.</summary>
/// <param name="DaysAhead">For a job that looks ahead; null as it does by itself.</param>
internal sealed record JobCall(Actor Actor, int? DaysAhead);

/// <summary>What a run did: figures for the record and the history, by name.</summary>
internal sealed class JobResult(params IReadOnlyList<(string Name, long Value)> counts)
{
    public IReadOnlyDictionary<string, long> Counts { get; } = counts.ToDictionary(one => one.Name, one => one.Value);

    /// <summary>Items that failed while the others were done.</summary>
    public IReadOnlyList<object> Errors { get; init; } = [];

    /// <summary>False when it was cancelled before everything was done.</summary>
    public bool IsComplete { get; init; } = true;
}

/// <summary>What is told of a job. Each has a name that follows its prefix, unless the job has one of its own for it.</summary>
internal enum JobEvent
{
    /// <summary>When it is due next.</summary>
    Scheduled,

    /// <summary>A person asked for the run that begins.</summary>
    ManualTrigger,

    /// <summary>A run begins.</summary>
    Start,

    /// <summary>A run is complete, even if some items of it failed.</summary>
    Complete,

    /// <summary>The items that failed.</summary>
    Errors,

    /// <summary>The process stops, and the run with it.</summary>
    Cancelled,

    /// <summary>A run broke off.</summary>
    Fail,

    /// <summary>A run ended with its process, and somebody found out.</summary>
    Abandoned,

    /// <summary>Nothing was begun, because the database was not ready.</summary>
    Skip,

    /// <summary>Nothing was begun, because nobody has to.</summary>
    Skipped,

    /// <summary>Nothing was begun, because another run goes on.</summary>
    AlreadyRunning,

    /// <summary>Nothing was begun, because the process is stopping.</summary>
    RejectedShutdown,
}

/// <summary>What came of a due run, for the one who counts them.</summary>
internal enum JobEnd
{
    Completed,
    CompletedWithErrors,
    Failed,
    Cancelled,

    /// <summary>Its process died.</summary>
    Abandoned,

    /// <summary>The database was not ready: to be tried again.</summary>
    Skip,

    /// <summary>Somebody else does it, or nobody has to.</summary>
    Skipped,
}

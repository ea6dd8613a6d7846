using Lottery.Data.Users;

namespace Lottery.Worker;

/// <summary>
/// A job calls one verb and says what came of it; <see cref="JobExecution"/> does for every job what a run needs.
/// </summary>
internal abstract class Job
{
    /// <summary>Stable name: key of the lock and of the history.</summary>
    public abstract string Name { get; }

    /// <summary>What the actions of its records begin with, as operators know it.</summary>
    public abstract string ActionPrefix { get; }

    /// <summary>What its warm-up is called in the records.</summary>
    public abstract string Context { get; }

    /// <summary>
    /// Does the work as <paramref name="actor"/>. Cancelling asks it to end after what it has begun and to answer with
    /// what it has done by then.
    /// </summary>
    public abstract Task<JobResult> Execute(Actor actor, CancellationToken cancellationToken);
}

/// <summary>What a run did: figures for the record and the history, by name.</summary>
internal sealed class JobResult(params IReadOnlyList<(string Name, long Value)> counts)
{
    public IReadOnlyDictionary<string, long> Counts { get; } = counts.ToDictionary(one => one.Name, one => one.Value);

    /// <summary>Items that failed while the others were done.</summary>
    public IReadOnlyList<object> Errors { get; init; } = [];

    /// <summary>False when it was cancelled before everything was done.</summary>
    public bool IsComplete { get; init; } = true;
}

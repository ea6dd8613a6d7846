using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Jobs;

/// <summary>Writes and reads the runs of jobs.</summary>
public sealed class JobHistory(LotteryDbContext db, TimeProvider clock)
{
    /// <summary>True when a run served the occurrence to its end, even if some items of it failed.</summary>
    public Task<bool> HasCompleted(string jobName, DateTimeOffset scheduledAt, CancellationToken cancellationToken) =>
        db.JobRuns.AnyAsync(
            run => run.JobName == jobName && run.ScheduledAt == scheduledAt
                && (run.Outcome == JobOutcome.Completed || run.Outcome == JobOutcome.CompletedWithErrors),
            cancellationToken);

    /// <summary>Which occurrences of the job are known.</summary>
    public async Task<JobRecord> Of(string jobName, CancellationToken cancellationToken)
    {
        var runs = db.JobRuns.Where(run => run.JobName == jobName);
        return new JobRecord(
            await runs.MinAsync(run => (DateTimeOffset?)run.ScheduledAt, cancellationToken),
            await runs
                .Where(run => run.Outcome == JobOutcome.Completed || run.Outcome == JobOutcome.CompletedWithErrors)
                .MaxAsync(run => (DateTimeOffset?)run.ScheduledAt, cancellationToken));
    }

    /// <summary>Stores a run that is about to start.</summary>
    public async Task Begin(JobRun run, CancellationToken cancellationToken)
    {
        db.JobRuns.Add(run);
        await db.SaveChangesAsync(cancellationToken);
        // The job works on the same context and may clear it.
        db.Entry(run).State = EntityState.Detached;
    }

    /// <summary>Stores how the run ended. Not cancellable: a shutdown wants to know it too.</summary>
    public Task End(
        JobRun run, JobOutcome outcome, IReadOnlyDictionary<string, long>? counts = null, string? errorCode = null)
    {
        var finishedAt = clock.GetUtcNow();
        var written = counts is null ? null : JsonSerializer.Serialize(counts);
        return db.JobRuns.Where(stored => stored.Id == run.Id).ExecuteUpdateAsync(
            change => change
                .SetProperty(stored => stored.FinishedAt, finishedAt)
                .SetProperty(stored => stored.Outcome, outcome)
                .SetProperty(stored => stored.Counts, written)
                .SetProperty(stored => stored.ErrorCode, errorCode),
            CancellationToken.None);
    }

    /// <summary>Forgets the runs of a job that served an occurrence before <paramref name="before"/>.</summary>
    public Task Forget(string jobName, DateTimeOffset before) => db.JobRuns
        .Where(run => run.JobName == jobName && run.ScheduledAt < before)
        .ExecuteDeleteAsync(CancellationToken.None);
}

/// <summary>What the history knows of a job.</summary>
/// <param name="FirstTried">The first occurrence that a run was begun for; null when there was none yet.</param>
/// <param name="LastCompleted">The last occurrence that was served to its end; null when none was.</param>
public sealed record JobRecord(DateTimeOffset? FirstTried, DateTimeOffset? LastCompleted);

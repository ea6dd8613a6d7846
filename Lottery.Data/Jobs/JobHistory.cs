using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Jobs;

/// <summary>Writes and reads the runs of jobs.</summary>
public sealed class JobHistory(LotteryDbContext db, TimeProvider clock)
{
    /// <summary>Failed items that are kept of a run; the log has all of them.</summary>
    private const int MostErrors = 100;

    // Whatever of these a run ended as, its occurrence needs no other.
    private static readonly JobOutcome[] Served =
        [JobOutcome.Completed, JobOutcome.CompletedWithErrors, JobOutcome.Skipped];

    /// <summary>True when a run served the occurrence to its end, even if some items of it failed.</summary>
    public Task<bool> HasCompleted(string jobName, DateTimeOffset scheduledAt, CancellationToken cancellationToken) =>
        db.JobRuns.AnyAsync(
            run => run.JobName == jobName && run.ScheduledAt == scheduledAt && run.OnlyBancaId == null
                && Served.Contains(run.Outcome),
            cancellationToken);

    /// <summary>
    /// Which occurrences of the job are known. What somebody asked for, for every banca, stands for what was due before.
    /// </summary>
    public async Task<JobRecord> Of(string jobName, CancellationToken cancellationToken)
    {
        var runs = db.JobRuns.Where(run => run.JobName == jobName && run.OnlyBancaId == null);
        return new JobRecord(
            await runs.MinAsync(run => (DateTimeOffset?)run.ScheduledAt, cancellationToken),
            await runs.Where(run => Served.Contains(run.Outcome))
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

    /// <summary>Takes a run that was asked for. False when it is not there to be taken any more.</summary>
    public async Task<bool> Claim(JobRun run, string worker, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var claimed = await db.JobRuns.Where(stored => stored.Id == run.Id && stored.Outcome == JobOutcome.Requested)
            .ExecuteUpdateAsync(
                change => change
                    .SetProperty(stored => stored.Outcome, JobOutcome.Running)
                    .SetProperty(stored => stored.StartedAt, now)
                    .SetProperty(stored => stored.Worker, worker),
                cancellationToken);
        (run.Outcome, run.StartedAt, run.Worker) = (JobOutcome.Running, now, worker);
        return claimed == 1;
    }

    /// <summary>Stores how the run ended. Not cancellable: a shutdown wants to know it too.</summary>
    public Task End(
        JobRun run, JobOutcome outcome, IReadOnlyDictionary<string, long>? counts = null,
        IReadOnlyList<object>? errors = null, string? errorCode = null)
    {
        var finishedAt = clock.GetUtcNow();
        var written = counts is null ? null : JsonSerializer.Serialize(counts);
        var failed = errors is { Count: > 0 }
            ? JsonSerializer.Serialize(errors.Take(MostErrors), JsonSerializerOptions.Web)
            : null;
        return db.JobRuns.Where(stored => stored.Id == run.Id).ExecuteUpdateAsync(
            change => change
                .SetProperty(stored => stored.FinishedAt, finishedAt)
                .SetProperty(stored => stored.Outcome, outcome)
                .SetProperty(stored => stored.Counts, written)
                .SetProperty(stored => stored.Errors, failed)
                .SetProperty(stored => stored.ErrorCode, errorCode),
            CancellationToken.None);
    }

    /// <summary>
    /// Marks the runs of a job as abandoned that say they are going on. To be asked with the job's lock in hand: whoever
    /// ran them does not have it any more.
    /// </summary>
    public async Task<IReadOnlyList<JobRun>> Abandon(string jobName, CancellationToken cancellationToken)
    {
        var dead = await db.JobRuns.AsNoTracking()
            .Where(run => run.JobName == jobName && run.Outcome == JobOutcome.Running)
            .ToListAsync(cancellationToken);
        foreach (var run in dead)
        {
            await End(run, JobOutcome.Abandoned);
        }

        return dead;
    }

    /// <summary>Runs that were asked for and that nobody has begun, and runs that say they are going on, oldest first.</summary>
    public async Task<IReadOnlyList<JobRun>> Open(CancellationToken cancellationToken) =>
        await db.JobRuns.AsNoTracking()
            .Where(run => run.Outcome == JobOutcome.Requested || run.Outcome == JobOutcome.Running)
            .OrderBy(run => run.Id).ToListAsync(cancellationToken);

    /// <summary>The last run of the job that did its work, whoever wanted it; null when there was none.</summary>
    public Task<JobRun?> LastDone(string jobName, CancellationToken cancellationToken) =>
        db.JobRuns.AsNoTracking()
            .Where(run => run.JobName == jobName
                && (run.Outcome == JobOutcome.Completed || run.Outcome == JobOutcome.CompletedWithErrors))
            .OrderByDescending(run => run.FinishedAt).ThenByDescending(run => run.Id).FirstOrDefaultAsync(cancellationToken);

    /// <summary>The last run of the job that was begun and is over, whatever came of it; null when there was none.</summary>
    public Task<JobRun?> LastOver(string jobName, CancellationToken cancellationToken) =>
        db.JobRuns.AsNoTracking()
            .Where(run => run.JobName == jobName && run.FinishedAt != null && run.Outcome != JobOutcome.Skipped)
            .OrderByDescending(run => run.FinishedAt).ThenByDescending(run => run.Id).FirstOrDefaultAsync(cancellationToken);

    /// <summary>Forgets the runs of a job that served an occurrence before <paramref name="before"/>.</summary>
    public Task Forget(string jobName, DateTimeOffset before) => db.JobRuns
        .Where(run => run.JobName == jobName && run.ScheduledAt < before)
        .ExecuteDeleteAsync(CancellationToken.None);
}

/// <summary>What the history knows of a job.</summary>
/// <param name="FirstTried">The first occurrence that a run was begun for; null when there was none yet.</param>
/// <param name="LastCompleted">The last occurrence that was served to its end; null when none was.</param>
public sealed record JobRecord(DateTimeOffset? FirstTried, DateTimeOffset? LastCompleted);

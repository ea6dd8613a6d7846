using Lottery.Data.Jobs;
using Lottery.Data.Persistence;
using Lottery.Data.Persistence.Readiness;
using Lottery.Data.Users;
using Lottery.Worker.Times;
using Lottery.Worker.Watch;

namespace Lottery.Worker.Runs;

/// <summary>One run of a job, with everything that every run does around it.</summary>
internal sealed class JobExecution(
    Warmup warmup, DatabaseHealth database, JobLocks locks, JobHistory history, JobTimings timings, JobMetrics metrics,
    TimeProvider clock)
{
    private static readonly string Worker = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>The row of the run in the history, once there is one.</summary>
    public Guid? RunId { get; private set; }

    /// <summary>What came of it; null when there was nothing to do.</summary>
    public async Task<JobEnd?> Run(Job job, JobOccasion occasion, JobLog log, CancellationToken stopping)
    {
        if (!await warmup.Run(job.Context, stopping))
        {
            log.Skip("The database does not answer");
            return JobEnd.Skip;
        }

        if (!await database.IsReady(stopping))
        {
            log.Skip("The database lacks a migration of this build");
            return JobEnd.Skip;
        }

        await using var taken = await locks.TryTake(occasion.Job.Name, stopping);
        if (taken is null)
        {
            return occasion.IsDue ? Skipped(log, "Another worker is running it", JobEvent.AlreadyRunning) : null;
        }

        foreach (var dead in await history.Abandon(occasion.Job.Name, stopping))
        {
            log.Abandoned(dead);
            metrics.Abandoned(occasion.Job.Name);
        }

        return occasion.Asked is { } asked
            ? await RunAsked(job, asked, log, stopping)
            : await RunDue(job, occasion, log, stopping);
    }

    private async Task<JobEnd?> RunAsked(Job job, JobRun run, JobLog log, CancellationToken stopping)
    {
        if (!await history.Claim(run, Worker, stopping))
        {
            return null;
        }

        RunId = run.Id;
        log.Asked(run);
        log.Start(run);
        return await Execute(job, run, log, stopping);
    }

    private async Task<JobEnd?> RunDue(Job job, JobOccasion occasion, JobLog log, CancellationToken stopping)
    {
        var scheduled = occasion.Job;
        if ((occasion.Occurrence ?? timings.Missed(scheduled)) is not { } scheduledAt)
        {
            return null;
        }

        if (await history.HasCompleted(scheduled.Name, scheduledAt, stopping))
        {
            return occasion.IsDue ? Skipped(log, "This occurrence was run before") : null;
        }

        var run = new JobRun
        {
            JobName = scheduled.Name,
            ScheduledAt = scheduledAt,
            StartedAt = clock.GetUtcNow(),
            Trigger = occasion.Trigger,
            Worker = Worker,
            RequestId = occasion.RequestId,
        };
        if (scheduled.KeepRunsFor is { } kept)
        {
            await history.Forget(scheduled.Name, scheduledAt - kept);
        }

        await history.Begin(run, stopping);
        RunId = run.Id;
        if (await job.WhyNot(stopping) is { } reason)
        {
            await history.End(run, JobOutcome.Skipped);
            return Skipped(log, reason);
        }

        log.Start(run);
        return await Execute(job, run, log, stopping);
    }

    private static JobEnd Skipped(JobLog log, string reason, JobEvent record = JobEvent.Skipped)
    {
        log.Skipped(reason, record);
        return JobEnd.Skipped;
    }

    private async Task<JobEnd?> Execute(Job job, JobRun run, JobLog log, CancellationToken stopping)
    {
        var actor = Actor.System(run.RequestId) with { UserId = run.RequestedBy, BancaId = run.OnlyBancaId };
        JobResult result;
        try
        {
            result = await job.Execute(new JobCall(actor, run.DaysAhead), stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            result = new JobResult { IsComplete = false };
        }
        catch (Exception failure)
        {
            await TryEnd(run, failure);
            throw;
        }

        var outcome = !result.IsComplete ? JobOutcome.Cancelled
            : result.Errors.Count > 0 ? JobOutcome.CompletedWithErrors
            : JobOutcome.Completed;
        await history.End(run, outcome, result.Counts, result.Errors);
        log.End(run, outcome, result, clock.GetUtcNow() - run.StartedAt!.Value);
        return outcome switch
        {
            JobOutcome.Completed => JobEnd.Completed,
            JobOutcome.CompletedWithErrors => JobEnd.CompletedWithErrors,
            _ => JobEnd.Cancelled,
        };
    }

    private async Task TryEnd(JobRun run, Exception failure)
    {
        try
        {
            await history.End(run, JobOutcome.Failed, errorCode: JobLog.CodeOf(failure));
        }
        catch (Exception lost) when (TransientFailures.Classify(lost) is not null)
        {
            // The run stays RUNNING in the history, like one whose process died; the failure itself matters more.
        }
    }
}

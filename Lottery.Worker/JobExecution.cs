using Lottery.Data.Jobs;
using Lottery.Data.Persistence;
using Lottery.Data.Persistence.Readiness;
using Lottery.Data.Users;

namespace Lottery.Worker;

/// <summary>One run of a job, with everything that every run does around it.</summary>
internal sealed class JobExecution(
    Warmup warmup, DatabaseHealth database, JobLocks locks, JobHistory history, TimeProvider clock)
{
    private static readonly string Worker = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>The row of the run in the history, once there is one.</summary>
    public Guid? RunId { get; private set; }

    public async Task<JobEnd> Run(
        Job job, Recurrence at, JobTrigger trigger, string requestId, JobLog log, CancellationToken stopping)
    {
        var scheduledAt = at.LastUntil(clock.GetUtcNow());
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

        await using var taken = await locks.TryTake(job.Name, stopping);
        if (taken is null)
        {
            log.Skipped("Another worker is running it", JobEvent.AlreadyRunning);
            return JobEnd.Skipped;
        }

        if (trigger != JobTrigger.Manual && await history.HasCompleted(job.Name, scheduledAt, stopping))
        {
            log.Skipped("This occurrence was run before");
            return JobEnd.Skipped;
        }

        var run = new JobRun
        {
            JobName = job.Name,
            ScheduledAt = scheduledAt,
            StartedAt = clock.GetUtcNow(),
            Trigger = trigger,
            Worker = Worker,
            RequestId = requestId,
        };
        if (at.KeepRunsFor is { } kept)
        {
            await history.Forget(job.Name, scheduledAt - kept);
        }

        await history.Begin(run, stopping);
        RunId = run.Id;
        log.Start(run);
        return await Execute(job, run, log, stopping);
    }

    private async Task<JobEnd> Execute(Job job, JobRun run, JobLog log, CancellationToken stopping)
    {
        JobResult result;
        try
        {
            result = await job.Execute(Actor.System(run.RequestId), stopping);
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
        await history.End(run, outcome, result.Counts);
        log.End(run, outcome, result, clock.GetUtcNow() - run.StartedAt);
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

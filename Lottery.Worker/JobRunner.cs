using System.Diagnostics;
using Lottery.Data.Jobs;
using Lottery.Data.Persistence;
using Lottery.Data.Persistence.Queries;
using Lottery.ServiceDefaults.ErrorTracking;
using Lottery.ServiceDefaults.Logging;
using Lottery.ServiceDefaults.Shutdown;
using Lottery.Worker.Watch;

namespace Lottery.Worker;

/// <summary>Runs jobs in this process: counted for the shutdown, each in a scope and a trace of its own.</summary>
internal sealed class JobRunner(
    IServiceScopeFactory scopes,
    Operations operations,
    ErrorReports reports,
    DatabaseMetrics database,
    JobMetrics metrics,
    ILoggerFactory loggers)
{
    /// <summary>
    /// Runs the occurrence that is due now. Never throws: a failure is told once and the next run has its own chance.
    /// False when it should be tried again later, because the database was not ready.
    /// </summary>
    public async Task<bool> Run(ScheduledJob scheduled, JobTrigger trigger)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Tenant>().EnterAll();
        var job = (Job)scope.ServiceProvider.GetRequiredService(scheduled.Type);
        var execution = scope.ServiceProvider.GetRequiredService<JobExecution>();
        var requestId = Guid.CreateVersion7().ToString();
        var logger = loggers.CreateLogger(scheduled.Type);
        var log = new JobLog(logger, job);
        using var operation = operations.Begin(Operations.Job, job.Name, requestId);
        if (operation is null)
        {
            log.Skipped("The process is stopping", JobEvent.RejectedShutdown);
            return true;
        }

        QueryTally.Begin(() => job.Name);
        using var trace = JobTrace.Begin(job, trigger, requestId);
        using var context = logger.BeginScope(new LogContext(null, null, requestId));
        using var reporting = reports.BeginJob(job.Name, requestId);
        var (began, end) = (metrics.Begin(), JobEnd.Failed);
        try
        {
            end = await execution.Run(job, scheduled.At, trigger, requestId, log, operations.Stopping);
        }
        catch (OperationCanceledException) when (operations.Stopping.IsCancellationRequested)
        {
            end = JobEnd.Skipped;
            log.Skipped("The process is stopping", JobEvent.RejectedShutdown);
        }
        catch (Exception failure)
        {
            _ = database.Failed(failure);
            trace.SetStatus(ActivityStatusCode.Error, failure.GetType().Name);
            trace.AddException(failure);
            log.Fail(failure);
            Report(failure, job, execution.RunId);
        }

        metrics.Ended(job.Name, end, began);
        return end != JobEnd.Skip;
    }

    private void Report(Exception failure, Job job, Guid? runId)
    {
        var tags = new Dictionary<string, string> { ["job"] = job.Name, ["code"] = JobLog.CodeOf(failure) };
        if (runId is { } id)
        {
            tags["runId"] = id.ToString();
        }

        reports.Capture(failure, "job", job.ActionOf(JobEvent.Fail), tags: tags);
    }
}

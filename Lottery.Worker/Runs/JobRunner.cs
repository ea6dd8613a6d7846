using System.Diagnostics;
using Lottery.Data.Jobs;
using Lottery.Data.Persistence;
using Lottery.Data.Persistence.Queries;
using Lottery.ServiceDefaults.ErrorTracking;
using Lottery.ServiceDefaults.Logging;
using Lottery.ServiceDefaults.Shutdown;
using Lottery.Worker.Watch;

namespace Lottery.Worker.Runs;

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
    /// Runs a job for what it is wanted. Never throws: a failure is told once and the next run has its own chance.
    /// False when it should be tried again later, because the database was not ready.
    /// </summary>
    public async Task<bool> Run(JobOccasion occasion)
    {
        await using var scope = scopes.CreateAsyncScope();
        Enter(scope.ServiceProvider.GetRequiredService<Tenant>(), occasion);
        var (scheduled, requestId) = (occasion.Job, occasion.RequestId);
        var job = (Job)scope.ServiceProvider.GetRequiredService(scheduled.Type);
        var execution = scope.ServiceProvider.GetRequiredService<JobExecution>();
        var logger = loggers.CreateLogger(scheduled.Type);
        var log = new JobLog(logger, job);
        using var operation = operations.Begin(Operations.Job, scheduled.Name, requestId);
        if (operation is null)
        {
            log.Skipped("The process is stopping", JobEvent.RejectedShutdown);
            return true;
        }

        QueryTally.Begin(() => scheduled.Name);
        using var trace = JobTrace.Begin(occasion);
        using var context = logger.BeginScope(new LogContext(null, null, requestId));
        using var reporting = reports.BeginJob(scheduled.Name, requestId);
        var (began, end) = (metrics.Begin(), (JobEnd?)JobEnd.Failed);
        try
        {
            end = await execution.Run(job, occasion, log, operations.Stopping);
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
            Report(failure, job, scheduled.Name, execution.RunId);
        }

        metrics.Ended(scheduled.Name, end, began);
        return end != JobEnd.Skip;
    }

    private static void Enter(Tenant tenant, JobOccasion occasion)
    {
        if (occasion.Asked?.OnlyBancaId is { } banca)
        {
            tenant.Enter(banca);
        }
        else
        {
            tenant.EnterAll();
        }
    }

    private void Report(Exception failure, Job job, string name, Guid? runId)
    {
        var tags = new Dictionary<string, string> { ["job"] = name, ["code"] = JobLog.CodeOf(failure) };
        if (runId is { } id)
        {
            tags["runId"] = id.ToString();
        }

        reports.Capture(failure, "job", job.ActionOf(JobEvent.Fail), tags: tags);
    }
}

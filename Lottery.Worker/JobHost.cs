using Coravel;
using Coravel.Scheduling.Schedule.Interfaces;
using Lottery.Data.Jobs;
using Lottery.ServiceDefaults.ErrorTracking;
using Lottery.ServiceDefaults.Shutdown;
using Lottery.Worker.Runs;
using Lottery.Worker.Times;

namespace Lottery.Worker;

/// <summary>Hands the timetable to the scheduler, and makes good what was missed while no worker ran.</summary>
internal sealed class JobHost(
    IServiceProvider services, JobRunner runner, JobTimings timings, JobDesk desk, Operations operations,
    TimeProvider clock, ILoggerFactory loggers)
    : BackgroundService
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMinutes(1);

    private readonly ILogger _log = loggers.CreateLogger<JobHost>();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The scheduler goes on ticking until the process ends, but from here on no run begins.
        operations.Stopping.Register(() => JobHostLog.Stopped(_log, "server"));
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, operations.Stopping);
        try
        {
            // What is told of a job at the start is when it is really due.
            await desk.TryReadTimings(stopping.Token);
            Begin();
            await CatchUp(stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Told to stop before everything was made good; the next start sees to it.
        }
    }

    private void Begin()
    {
        try
        {
            JobHostLog.Beginning(_log, JobSchedule.Jobs.Count);
            services.UseScheduler(Schedule).OnError(Failed);
            JobHostLog.Started(_log, "server", JobSchedule.Jobs.Count);
        }
        catch (Exception failure)
        {
            // A worker that runs no job is no worker: the process ends, and whoever restarts it sees why.
            JobHostLog.NotStarted(_log, "server", failure.Message, failure);
            throw;
        }
    }

    private void Failed(Exception failure)
    {
        JobHostLog.Failed(_log, failure);
        services.GetRequiredService<ErrorReports>().Capture(failure, "job", "JOB_SCHEDULER_ERROR");
    }

    private void Schedule(IScheduler scheduler)
    {
        timings.Begin();
        foreach (var job in JobSchedule.Jobs)
        {
            // A worker of its own for each, or a long run would hold up another that is due at the same time. It looks
            // every minute, because when a job is due may change while it waits.
            scheduler.OnWorker(job.Name);
            scheduler.ScheduleAsync(() => RunIfDue(job)).EveryMinute();
            desk.TellNext(job);
        }
    }

    private Task RunIfDue(ScheduledJob job) =>
        timings.Due(job) is { } due ? runner.Run(JobOccasion.Due(job, due)) : Task.CompletedTask;

    private async Task CatchUp(CancellationToken cancellationToken)
    {
        foreach (var missed in JobSchedule.Jobs)
        {
            do
            {
                // What was missed is a question of when it is due.
                await desk.TryReadTimings(cancellationToken);
            }
            while (!await runner.Run(JobOccasion.Missed(missed)) && await Waited(cancellationToken));
        }
    }

    private async Task<bool> Waited(CancellationToken cancellationToken)
    {
        await Task.Delay(AskAgainAfter, clock, cancellationToken);
        return true;
    }
}

internal static partial class JobHostLog
{
    [LoggerMessage(EventName = "SORTEOS_AUTO_JOBS_INIT", Level = LogLevel.Information,
        Message = "Scheduling {jobs} jobs")]
    public static partial void Beginning(ILogger logger, int jobs);

    [LoggerMessage(EventName = "SORTEOS_AUTO_JOBS_START_ERROR", Level = LogLevel.Error,
        Message = "The jobs could not be scheduled: {error}")]
    public static partial void NotStarted(ILogger logger, string layer, string error, Exception failure);

    [LoggerMessage(EventName = "SORTEOS_AUTO_JOBS_STARTED", Level = LogLevel.Information,
        Message = "{jobs} jobs are scheduled")]
    public static partial void Started(ILogger logger, string layer, int jobs);

    [LoggerMessage(EventName = "SORTEOS_AUTO_JOBS_STOPPED", Level = LogLevel.Information,
        Message = "No job begins from here on")]
    public static partial void Stopped(ILogger logger, string layer);

    [LoggerMessage(EventName = "JOB_SCHEDULER_ERROR", Level = LogLevel.Error, Message = "A job could not be begun")]
    public static partial void Failed(ILogger logger, Exception failure);
}

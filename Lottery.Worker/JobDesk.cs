using System.Collections.Concurrent;
using System.Threading.Channels;
using Lottery.Data.Jobs;
using Lottery.Data.Persistence;
using Lottery.ServiceDefaults.Shutdown;
using Lottery.Worker.Runs;
using Lottery.Worker.Times;

namespace Lottery.Worker;

/// <summary>
/// Where the worker hears of what it does not know by the clock: runs that somebody asked for, runs whose process died,
/// and that jobs are due at another time. It looks when something is announced, and every minute in case nobody heard.
/// </summary>
internal sealed class JobDesk : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    // Jobs that are served, and whether somebody asked for more meanwhile.
    private readonly Dictionary<string, bool> _busy = [];
    private readonly ConcurrentDictionary<string, CronTime> _told = [];
    private readonly IServiceScopeFactory _scopes;
    private readonly JobRunner _runner;
    private readonly JobTimings _timings;
    private readonly Operations _operations;
    private readonly TimeProvider _clock;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _log;
    private string? _toldProblem;

    public JobDesk(
        Announcements announcements, IServiceScopeFactory scopes, JobRunner runner, JobTimings timings,
        Operations operations, TimeProvider clock, ILoggerFactory loggers)
    {
        (_scopes, _runner, _timings, _operations, _clock, _loggers) = (scopes, runner, timings, operations, clock, loggers);
        _log = loggers.CreateLogger<JobDesk>();
        announcements.Listen(JobRequests.AskedChannel, _ => Ring(), Ring);
    }

    /// <summary>Tells when the job is due next.</summary>
    public void TellNext(ScheduledJob scheduled)
    {
        using var scope = _scopes.CreateScope();
        var job = (Job)scope.ServiceProvider.GetRequiredService(scheduled.Type);
        var (at, now) = (_timings.Of(scheduled), _clock.GetUtcNow());
        _told[scheduled.Name] = at;
        var next = at.NextAfter(now);
        new JobLog(_loggers.CreateLogger(scheduled.Type), job).Scheduled(next, next - now, at.ToString());
    }

    /// <summary>Reads when jobs are due, and tells of each that was told otherwise; leaves it as it is when the database
    /// does not answer.</summary>
    public async Task TryReadTimings(CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = _scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Tenant>().EnterAll();
            await scope.ServiceProvider.GetRequiredService<JobTimetable>().Read(cancellationToken);
            foreach (var job in JobSchedule.Jobs.Where(IsToldOtherwise))
            {
                TellNext(job);
            }

            TellProblem();
        }
        catch (Exception failure) when (TransientFailures.Classify(failure) is not null)
        {
            // Told by whoever has work to do there.
        }
    }

    private bool IsToldOtherwise(ScheduledJob job) =>
        _told.TryGetValue(job.Name, out var told) && told != _timings.Of(job);

    // Once, until it is another.
    private void TellProblem()
    {
        if (Interlocked.Exchange(ref _toldProblem, _timings.Problem) != _timings.Problem
            && _timings.Problem is { } problem)
        {
            JobDeskLog.Wrong(_log, problem);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, _operations.Stopping);
        await using var every = _clock.CreateTimer(_ => Ring(), null, TimeSpan.Zero, LookEvery);
        try
        {
            while (await _bell.Reader.WaitToReadAsync(stopping.Token))
            {
                _bell.Reader.TryRead(out _);
                await TryReadTimings(stopping.Token);
                await Look(stopping.Token);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What was asked for waits for another worker, or the next start.
        }
    }

    private void Ring() => _bell.Writer.TryWrite(true);

    private async Task Look(CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = _scopes.CreateAsyncScope();
            var open = await scope.ServiceProvider.GetRequiredService<JobHistory>().Open(cancellationToken);
            foreach (var runs in open.GroupBy(run => run.JobName))
            {
                if (JobSchedule.Jobs.FirstOrDefault(job => job.Name == runs.Key) is { } job)
                {
                    Serve(job, [.. runs]);
                }
            }
        }
        catch (Exception failure) when (TransientFailures.Classify(failure) is not null)
        {
            // The next minute has its own chance.
        }
    }

    // Each job by itself, so that a long one keeps no other waiting. Who takes one of the runs looks for dead ones first.
    private void Serve(ScheduledJob job, IReadOnlyList<JobRun> runs)
    {
        lock (_busy)
        {
            if (!_busy.TryAdd(job.Name, false))
            {
                _busy[job.Name] = true;
                return;
            }
        }

        _ = Task.Run(() => ServeAll(job, runs));
    }

    private async Task ServeAll(ScheduledJob job, IReadOnlyList<JobRun> runs)
    {
        try
        {
            var asked = runs.Where(run => run.Outcome == JobOutcome.Requested).ToList();
            if (asked.Count < runs.Count)
            {
                await _runner.Run(JobOccasion.TakeOver(job));
            }

            foreach (var run in asked)
            {
                await _runner.Run(JobOccasion.OfRequest(job, run));
            }
        }
        finally
        {
            lock (_busy)
            {
                _ = _busy.Remove(job.Name, out var isWantedAgain);
                if (isWantedAgain)
                {
                    Ring();
                }
            }
        }
    }
}

internal static partial class JobDeskLog
{
    [LoggerMessage(EventName = "JOB_SCHEDULE_INVALID", Level = LogLevel.Error,
        Message = "The times of jobs stay as they are: {error}")]
    public static partial void Wrong(ILogger logger, string error);
}

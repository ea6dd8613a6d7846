using System.Collections.Concurrent;
using Lottery.Data.Jobs;
using Lottery.Data.Persistence;
using Lottery.Worker.Times;

namespace Lottery.Worker.Watch;

/// <summary>
/// Knows of every job of the timetable how long it is overdue, whichever worker should have run it. A database that
/// does not answer stops nobody's clock: what was not known to be done goes on counting. Of a job that nobody could ask
/// for yet nothing is said, or a worker that just started would speak for those that know.
/// </summary>
internal sealed class JobWatch(
    IServiceScopeFactory scopes, JobTimings timings, JobMetrics metrics, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromMinutes(1);

    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();
    private readonly ConcurrentDictionary<string, JobRecord> _known = [];

    /// <summary>
    /// How long ago the first occurrence was due that nobody has completed; zero when there is none, null before the
    /// database has answered once.
    /// </summary>
    public TimeSpan? Overdue(ScheduledJob job)
    {
        if (!_known.TryGetValue(job.Name, out var known))
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var due = FirstMissed(job, known);
        return due < now ? now - due : TimeSpan.Zero;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        metrics.ShowOverdue(() => JobSchedule.Jobs.Select(job => (job.Name, Overdue(job))));
        using var timer = new PeriodicTimer(AskEvery, clock);
        do
        {
            // Once it is known to be done, nobody has to be asked until it is due again.
            foreach (var job in JobSchedule.Jobs)
            {
                if (Overdue(job) != TimeSpan.Zero)
                {
                    await Ask(job.Name, stoppingToken);
                }
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    // A job that nobody ever began is a new one: what was due before this worker came is not its fault.
    // Nor is what another time would have had before it was agreed.
    private DateTimeOffset FirstMissed(ScheduledJob job, JobRecord known)
    {
        var (at, changedAt) = (timings.Of(job), timings.ChangedAt(job));
        return known switch
        {
            { LastCompleted: { } completed } => at.NextAfter(changedAt > completed ? changedAt.Value : completed),
            { FirstTried: { } tried } => tried,
            _ => at.NextAfter(_startedAt),
        };
    }

    private async Task Ask(string job, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            _known[job] = await scope.ServiceProvider.GetRequiredService<JobHistory>().Of(job, cancellationToken);
        }
        catch (Exception failure) when (TransientFailures.Classify(failure) is not null)
        {
            // Told by whoever has work to do there; what is known stays.
        }
    }
}

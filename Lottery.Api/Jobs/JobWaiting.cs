using System.Collections.Concurrent;
using System.Diagnostics;
using Lottery.Data;
using Lottery.Data.Jobs;
using Lottery.Data.Persistence;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Jobs;

/// <summary>
/// Waits for runs that workers do. It is told when one is over, and looks every second in case nobody told it.
/// </summary>
public sealed class JobWaiting
{
    /// <summary>Less than a request may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>A worker that is there takes a run up at once.</summary>
    private static readonly TimeSpan PatienceForAWorker = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> _waiting = [];

    public JobWaiting(Announcements announcements) =>
        announcements.Listen(JobRequests.OverChannel, Hear, () => { });

    /// <summary>Asks for a run and waits for it.</summary>
    public async Task<Outcome<JobRun>> Run(
        LotteryDbContext db, JobRequests requests, string jobName, int? daysAhead, Actor actor,
        CancellationToken cancellationToken)
    {
        var asked = await requests.Ask(jobName, daysAhead, actor, cancellationToken);
        return asked.IsRefused(out _, out var run) ? asked : await Until(db, run, cancellationToken);
    }

    /// <summary>The run once it is over, or as it stands when that takes too long.</summary>
    public async Task<JobRun> Until(LotteryDbContext db, JobRun run, CancellationToken cancellationToken)
    {
        var over = _waiting.GetOrAdd(run.Id, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            var since = Stopwatch.GetTimestamp();
            while (true)
            {
                var now = await db.JobRuns.AsNoTracking().SingleAsync(stored => stored.Id == run.Id, cancellationToken);
                var patience = now.Outcome == JobOutcome.Requested ? PatienceForAWorker : Patience;
                if (now.IsOver || Stopwatch.GetElapsedTime(since) >= patience)
                {
                    return now;
                }

                await Task.WhenAny(over.Task, Task.Delay(LookEvery, cancellationToken));
            }
        }
        finally
        {
            _waiting.TryRemove(run.Id, out _);
        }
    }

    private void Hear(string announced)
    {
        if (Guid.TryParse(announced, out var id) && _waiting.TryGetValue(id, out var over))
        {
            over.TrySetResult();
        }
    }
}

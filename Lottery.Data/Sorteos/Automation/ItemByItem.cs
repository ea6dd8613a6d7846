using Lottery.Data.Activity;
using Lottery.Data.Calendar;
using Lottery.Data.Persistence;
using Lottery.Data.Users;

namespace Lottery.Data.Sorteos.Automation;

/// <summary>
/// What the automatic acts on draws have in common: one item after the other, each by itself, and a line of the activity
/// log about all of them.
/// </summary>
public sealed class ItemByItem(LotteryDbContext db, BusinessCalendar calendar)
{
    /// <summary>
    /// Does <paramref name="act"/> to every item: one that fails does not keep the others from theirs. Cancelling ends it
    /// between two items.
    /// </summary>
    /// <param name="act">What was done, or what kept it from being done.</param>
    /// <param name="failed">Tells of an item that failed.</param>
    internal async Task<Automated> Each(
        IReadOnlyList<AutomatedItem> items, Func<AutomatedItem, Task<Outcome<int>>> act,
        Action<AutomatedItem, string, Exception?> failed,
        CancellationToken cancellationToken)
    {
        var (done, idle, errors) = (0, 0, new List<ItemError>());
        var reached = 0;
        for (; reached < items.Count && !cancellationToken.IsCancellationRequested; reached++)
        {
            var (count, error) = await Try(items[reached], act, failed);
            (done, idle) = (done + count, idle + (error is null && count == 0 ? 1 : 0));
            if (error is not null)
            {
                errors.Add(new ItemError(items[reached], error));
            }
        }

        return new Automated(done, idle, errors, reached == items.Count);
    }

    /// <summary>Keeps the line about all of it.</summary>
    internal async Task Record(string target, Automated result, string description, Actor actor)
    {
        db.ChangeTracker.Clear();
        db.ActivityLogs.Add(ActivityTrail.Line(
            actor, ActivityType.SystemAction, "CRON_JOB", target, actor.BancaId,
            new
            {
                status = result.Errors.Count == 0 ? "success" : "partial",
                affectedRows = result.Done,
                errorsCount = result.Errors.Count,
                skipped = result.Idle,
                description,
            },
            calendar.Now));
        await db.SaveChangesAsync(CancellationToken.None);
    }

    private async Task<(int Count, string? Error)> Try(
        AutomatedItem item, Func<AutomatedItem, Task<Outcome<int>>> act, Action<AutomatedItem, string, Exception?> failed)
    {
        try
        {
            if ((await act(item)).IsRefused(out var refusal, out var count))
            {
                failed(item, refusal.Code, null);
                return (0, refusal.Code);
            }

            return (count, null);
        }
        catch (Exception failure) when (TransientFailures.Classify(failure) is not TransientFailures.Unreachable)
        {
            // What it left in the context is nobody else's.
            db.ChangeTracker.Clear();
            var code = TransientFailures.Classify(failure) ?? TransientFailures.Unknown;
            failed(item, code, failure);
            return (0, code);
        }
    }
}

/// <summary>A draw or a lotería that something is done to.</summary>
public sealed record AutomatedItem(Guid Id, string Name);

/// <summary>What was not done, and why: the code of a refusal or of a failure.</summary>
public sealed record ItemError(AutomatedItem Item, string Error);

/// <summary>What an automatic act did.</summary>
/// <param name="Done">Draws that were changed or made.</param>
/// <param name="Idle">Items that needed nothing.</param>
/// <param name="IsComplete">False when it was cancelled before every item had its turn.</param>
public sealed record Automated(int Done, int Idle, IReadOnlyList<ItemError> Errors, bool IsComplete);

using Lottery.Data.Activity;
using Lottery.Data.Calendar;
using Lottery.Data.Persistence;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Lottery.Data.Sorteos.Automation;

/// <summary>
/// What is done to draws without a person asking for each: of every banca and the global ones, or of the one banca that
/// the scope sees.
/// </summary>
public sealed class SorteoAutomation(
    LotteryDbContext db, ItemByItem items, BusinessCalendar calendar, ILogger<SorteoAutomation> log)
{
    /// <summary>After its time a draw that nobody bought for is left open this long.</summary>
    public static readonly TimeSpan CloseAfter = TimeSpan.FromMinutes(5);

    /// <summary>Starts sales of every draw of the business day that waits for it.</summary>
    public async Task<Automated> OpenToday(Actor actor, CancellationToken cancellationToken)
    {
        var (from, to) = calendar.BoundsOf(calendar.Today);
        var due = await db.Sorteos.InLists(db.Tenant).DueToOpen(from, to)
            .Select(s => new AutomatedItem(s.Id, s.Name)).ToListAsync(cancellationToken);
        var opened = await items.Each(
            due,
            async item =>
            {
                var outcome = await Change(
                    item, "sorteo.auto-open", ActivityType.SorteoOpen, "Sorteo abierto", sorteo => sorteo.Open(), actor);
                if (outcome.Refusal is null)
                {
                    SorteoAutomationLog.Opened(log, item.Id, item.Name);
                }

                // Somebody, or another job, opened or closed it since it was listed: there is nothing left to do.
                return outcome.Refusal == SorteoRefusals.OpensFromScheduled ? 0 : outcome.Select(_ => 1);
            },
            (item, code, failure) => SorteoAutomationLog.NotOpened(log, item.Id, item.Name, code, failure),
            cancellationToken);
        await items.Record(
            "sorteos_auto_open", opened, $"Apertura automática: {opened.Done} sorteos abiertos", actor);
        return opened;
    }

    /// <summary>
    /// Closes the draws whose time has passed and that nobody bought for. Those with tickets are somebody's to evaluate.
    /// </summary>
    /// <returns>With the draws that were left for their tickets as <see cref="Automated.Idle"/>.</returns>
    public async Task<Automated> CloseUnsold(Actor actor, CancellationToken cancellationToken)
    {
        var before = calendar.Now - CloseAfter;
        var due = await db.Sorteos.InLists(db.Tenant)
            .Where(s => (s.Status == SorteoStatus.Scheduled || s.Status == SorteoStatus.Open) && s.IsActive
                && s.DeletedAt == null && s.ScheduledAt <= before)
            .OrderBy(s => s.ScheduledAt)
            .Select(s => new AutomatedItem(s.Id, s.Name)).ToListAsync(cancellationToken);
        var closed = await items.Each(
            due,
            item => Close(item, actor),
            (item, code, failure) => SorteoAutomationLog.NotClosed(log, item.Id, item.Name, code, failure),
            cancellationToken);
        SorteoAutomationLog.Filtered(log, due.Count, due.Count - closed.Idle, closed.Idle);
        await items.Record(
            "sorteos_auto_close", closed, $"Cierre automático: {closed.Done} sorteos sin ventas cerrados", actor);
        return closed;
    }

    private async Task<Outcome<int>> Close(AutomatedItem item, Actor actor)
    {
        // Asked with the draw in hand, or a sale may come in between.
        SorteoStatus? previous = null;
        var outcome = await db.InTransaction<int>("sorteo.auto-close", async ct =>
        {
            previous = null;
            if ((await db.SorteoForChange(item.Id, actor, ct)).IsRefused(out var no, out var sorteo))
            {
                return no;
            }

            if (await db.HasTickets(item.Id, ct))
            {
                return 0;
            }

            previous = sorteo.Status;
            if (sorteo.CloseUnsold() is { } refusal)
            {
                return refusal;
            }

            db.Record(actor, ActivityType.SorteoClose, sorteo, $"Sorteo cerrado sin ventas: {sorteo.Name}", calendar.Now);
            return 1;
        }, CancellationToken.None);
        if (outcome.Refusal is null && previous is { } status)
        {
            SorteoAutomationLog.Closed(log, item.Id, item.Name, WireNames.Of(status));
        }

        return outcome;
    }

    // Not cancellable: what has begun is brought to its end.
    private Task<Outcome<Sorteo>> Change(
        AutomatedItem item, string operation, ActivityType action, string description, Func<Sorteo, Refusal?> change,
        Actor actor) =>
        db.InTransaction<Sorteo>(operation, async ct =>
        {
            if ((await db.SorteoForChange(item.Id, actor, ct)).IsRefused(out var no, out var sorteo))
            {
                return no;
            }

            if (change(sorteo) is { } refusal)
            {
                return refusal;
            }

            db.Record(actor, action, sorteo, $"{description}: {sorteo.Name}", calendar.Now);
            return sorteo;
        }, CancellationToken.None);
}

internal static partial class SorteoAutomationLog
{
    [LoggerMessage(EventName = "SORTEO_AUTO_OPENED", Level = LogLevel.Information, Message = "{name} is open for sale")]
    public static partial void Opened(ILogger log, Guid sorteoId, string name);

    [LoggerMessage(EventName = "SORTEO_AUTO_OPEN_ERROR", Level = LogLevel.Warning,
        Message = "{name} stays shut: {error}")]
    public static partial void NotOpened(ILogger log, Guid sorteoId, string name, string error, Exception? failure);

    [LoggerMessage(EventName = "SORTEO_AUTO_CLOSED", Level = LogLevel.Information,
        Message = "{name} is closed, nobody bought for it")]
    public static partial void Closed(ILogger log, Guid sorteoId, string name, string previousStatus);

    [LoggerMessage(EventName = "SORTEO_AUTO_CLOSE_ERROR", Level = LogLevel.Warning,
        Message = "{name} stays as it is: {error}")]
    public static partial void NotClosed(ILogger log, Guid sorteoId, string name, string error, Exception? failure);

    [LoggerMessage(EventName = "SORTEOS_AUTO_CLOSE_FILTERED", Level = LogLevel.Information,
        Message = "{sorteosWithSales} of {totalCandidates} draws whose time has passed wait for their result")]
    public static partial void Filtered(ILogger log, int totalCandidates, int sorteosWithoutSales, int sorteosWithSales);
}

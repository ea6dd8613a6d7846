using Lottery.Data.Activity;
using Lottery.Data.Calendar;
using Lottery.Data.Persistence;
using Lottery.Data.Sorteos;
using Lottery.Data.Tickets.Exposure;
using Lottery.Data.Tickets.Sales.Snapshot;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Tickets;

/// <summary>
/// Taking a ticket back and undoing that. Both are allowed exactly while the ticket could still be sold: sorteo open
/// and share-locked, cutoff not reached. What is taken back leaves the counters in the same transaction; what comes back
/// is held against the limits again, for others may have taken its room.
/// </summary>
public sealed class TicketCancellation(
    LotteryDbContext db, SaleSnapshots snapshots, TicketExposure exposure, BusinessCalendar calendar)
{
    public Task<Outcome<Ticket>> Cancel(
        Guid ticketId, string? reason, Actor actor, CancellationToken cancellationToken) =>
        Change("ticket.cancel", ticketId, actor, ActivityType.TicketCancel, "Tiquete anulado", reason,
            async (ticket, sales, ct) =>
            {
                // While it still counts, so that the counters lose what they have of it.
                await exposure.GiveBack(ticket, ct);
                return ticket.Cancel(sales.Over, actor.UserId, reason, calendar.Now);
            }, cancellationToken);

    public Task<Outcome<Ticket>> Restore(Guid ticketId, Actor actor, CancellationToken cancellationToken) =>
        Change("ticket.restore", ticketId, actor, ActivityType.TicketRestore, "Tiquete restaurado", null,
            async (ticket, sales, ct) =>
                ticket.Restore(sales.Over)
                ?? await exposure.TakeAgain(ticket, sales.Sorteo, sales.Snapshot, actor, ct), cancellationToken);

    private async Task<Outcome<Ticket>> Change(
        string operation,
        Guid ticketId,
        Actor actor,
        ActivityType action,
        string description,
        string? reason,
        Func<Ticket, OpenSales, CancellationToken, Task<Refusal?>> verb,
        CancellationToken cancellationToken)
    {
        // What a ticket is of never changes, so it may be read without a lock.
        var of = await db.Tickets.Where(t => t.Id == ticketId).Select(t => new { t.SorteoId, t.BancaId })
            .SingleOrDefaultAsync(cancellationToken);
        if (of is null)
        {
            return TicketRefusals.NotFound;
        }

        // Before anything is locked: whoever holds a connection should not have to wait for another.
        await snapshots.Of(of.BancaId, cancellationToken);
        return await db.InTransaction<Ticket>(operation, async ct =>
        {
            await db.TakeTurn(of.SorteoId, alone: action == ActivityType.TicketRestore, ct);
            var sorteo = await db.Sorteos.Shared(of.SorteoId).SingleAsync(ct);
            if ((await db.TicketForChange(ticketId, ct)).IsRefused(out var no, out var ticket))
            {
                return no;
            }

            if (ticket.HiddenFrom(actor) is { } hidden)
            {
                return hidden;
            }

            if (await verb(ticket, await Sales(sorteo, ticket, ct), ct) is { } refusal)
            {
                return refusal;
            }

            db.Record(actor, action, ticket, $"{description}: {ticket.TicketNumber}", calendar.Now,
                new { ticket.TicketNumber, ticket.TotalAmount, reason });
            return ticket;
        }, cancellationToken);
    }

    private async Task<OpenSales> Sales(Sorteo sorteo, Ticket ticket, CancellationToken cancellationToken)
    {
        var snapshot = await snapshots.Now(db, ticket.BancaId, cancellationToken);
        var cutoff = snapshot.CutoffOf(ticket.VentanaId, ticket.VendedorId, calendar.WallClock(calendar.Now));
        var over = sorteo.Status != SorteoStatus.Open
            ? TicketRefusals.SorteoLocked
            : SalesCutoff.Check(sorteo.ScheduledAt, cutoff.Minutes, calendar);
        return new OpenSales(sorteo, snapshot, over);
    }

    /// <param name="Over">The refusal once nothing may be sold or taken back any more, else null.</param>
    private sealed record OpenSales(Sorteo Sorteo, SaleSnapshot Snapshot, Refusal? Over);
}

using Lottery.Data.Activity;
using Lottery.Data.Calendar;
using Lottery.Data.Persistence;
using Lottery.Data.Sorteos;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Tickets;

/// <summary>
/// Taking a ticket back and undoing that. Both are allowed exactly while the ticket could still be sold: sorteo open
/// and share-locked, cutoff not reached.
/// </summary>
public sealed class TicketCancellation(LotteryDbContext db, BusinessCalendar calendar)
{
    public Task<Outcome<Ticket>> Cancel(
        Guid ticketId, string? reason, Actor actor, CancellationToken cancellationToken) =>
        Change("ticket.cancel", ticketId, actor, ActivityType.TicketCancel, "Tiquete anulado",
            (ticket, sales) => ticket.Cancel(sales, actor.UserId, reason, calendar.Now), reason, cancellationToken);

    public Task<Outcome<Ticket>> Restore(Guid ticketId, Actor actor, CancellationToken cancellationToken) =>
        Change("ticket.restore", ticketId, actor, ActivityType.TicketRestore, "Tiquete restaurado",
            (ticket, sales) => ticket.Restore(sales), null, cancellationToken);

    private Task<Outcome<Ticket>> Change(
        string operation,
        Guid ticketId,
        Actor actor,
        ActivityType action,
        string description,
        Func<Ticket, Refusal?, Refusal?> verb,
        string? reason,
        CancellationToken cancellationToken) =>
        db.InTransaction<Ticket>(operation, async ct =>
        {
            // Sorteo before ticket, as everywhere: its id never changes, so it may be read without a lock.
            var sorteoId = await db.Tickets.Where(t => t.Id == ticketId).Select(t => t.SorteoId)
                .SingleOrDefaultAsync(ct);
            await db.TakeTurn(sorteoId, alone: false, ct);
            var sorteo = await db.Sorteos.Shared(sorteoId).SingleOrDefaultAsync(ct);
            if (sorteo is null)
            {
                return TicketRefusals.NotFound;
            }

            if ((await db.TicketForChange(ticketId, ct)).IsRefused(out var no, out var ticket))
            {
                return no;
            }

            if (ticket.HiddenFrom(actor) is { } hidden)
            {
                return hidden;
            }

            if (verb(ticket, await SalesOver(sorteo, ticket, ct)) is { } refusal)
            {
                return refusal;
            }

            db.Record(actor, action, ticket, $"{description}: {ticket.TicketNumber}", calendar.Now,
                new { ticket.TicketNumber, ticket.TotalAmount, reason });
            return ticket;
        }, cancellationToken);

    private async Task<Refusal?> SalesOver(Sorteo sorteo, Ticket ticket, CancellationToken cancellationToken)
    {
        if (sorteo.Status != SorteoStatus.Open)
        {
            return TicketRefusals.SorteoLocked;
        }

        var minutes = await db.Bancas.Where(b => b.Id == ticket.BancaId).Select(b => b.SalesCutoffMinutes)
            .SingleAsync(cancellationToken);
        return SalesCutoff.Check(sorteo.ScheduledAt, minutes, calendar);
    }
}

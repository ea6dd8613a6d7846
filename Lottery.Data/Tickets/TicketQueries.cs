using Lottery.Data.Persistence;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Tickets;

public static class TicketQueries
{
    /// <summary>What the actor may see of its tenant's tickets: a seller its own, a ventana its own, others all.</summary>
    public static IQueryable<Ticket> VisibleTo(this IQueryable<Ticket> tickets, Actor actor) => actor.Role switch
    {
        Role.Vendedor => tickets.Where(t => t.VendedorId == actor.UserId),
        Role.Ventana => tickets.Where(t => t.VentanaId == actor.VentanaId),
        _ => tickets,
    };

    /// <summary>The refusal for somebody who may see the tenant but not this ticket, else null.</summary>
    public static Refusal? HiddenFrom(this Ticket ticket, Actor actor) => actor.Role switch
    {
        Role.Vendedor when ticket.VendedorId != actor.UserId => TicketRefusals.NotYours,
        Role.Ventana when ticket.VentanaId != actor.VentanaId => TicketRefusals.NotYours,
        _ => null,
    };

    /// <summary>The ticket with all that is shown of it.</summary>
    public static IQueryable<Ticket> WithEverything(this IQueryable<Ticket> tickets) => tickets
        .Include(t => t.Jugadas.OrderBy(j => j.Line))
        .Include(t => t.Payments.OrderBy(p => p.PaymentDate))
        .Include(t => t.Loteria)
        .Include(t => t.Sorteo)
        .Include(t => t.Ventana)
        .AsSplitQuery();

    /// <summary>The ticket, locked for a change. Another tenant's does not exist.</summary>
    public static async Task<Outcome<Ticket>> TicketForChange(
        this LotteryDbContext db, Guid id, CancellationToken cancellationToken)
    {
        var ticket = await db.Tickets.Locked(id).SingleOrDefaultAsync(cancellationToken);
        if (ticket is null)
        {
            return TicketRefusals.NotFound;
        }

        // Read after the lock is held, so that nothing of it is older than the lock.
        await db.Entry(ticket).Collection(t => t.Payments).LoadAsync(cancellationToken);
        return ticket;
    }
}

using Lottery.Data;
using Lottery.Data.Calendar;
using Lottery.Data.Tickets;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Tickets;

/// <summary>Reads tickets with everything that is shown of them.</summary>
internal sealed class TicketReader(LotteryDbContext db, BusinessCalendar calendar)
{
    /// <summary>A ticket that is known to exist: it was just changed.</summary>
    public async Task<TicketResponse> Get(Guid id, CancellationToken cancellationToken)
    {
        var ticket = await db.Tickets.AsNoTracking().WithEverything().SingleAsync(t => t.Id == id, cancellationToken);
        return (await Show([ticket], cancellationToken))[0];
    }

    public async Task<IReadOnlyList<TicketResponse>> Show(
        IReadOnlyList<Ticket> tickets, CancellationToken cancellationToken)
    {
        var people = tickets.SelectMany(t => t.Payments.Select(p => p.PaidById).Append(t.VendedorId).Append(t.CreatedBy));
        var names = await db.NamesOf(people, cancellationToken);
        return [.. tickets.Select(ticket => TicketResponse.Of(ticket, names, calendar))];
    }
}

using Lottery.Api.Access;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
using Lottery.Api.Http.Protection;
using Lottery.Api.Http.Queries;
using Lottery.Data;
using Lottery.Data.Activity;
using Lottery.Data.Calendar;
using Lottery.Data.Loterias;
using Lottery.Data.Persistence;
using Lottery.Data.Sorteos;
using Lottery.Data.Tickets;
using Lottery.Data.Tickets.Exposure;
using Lottery.Data.Tickets.Sales;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Tickets;

internal static class TicketEndpoints
{
    public static void MapTickets(this RouteGroupBuilder api)
    {
        var tickets = api.MapGroup("/tickets").WithTags("Tickets");
        tickets.MapPost("/", SellTicket, AccessMatrix.SellTicket)
            .LimitSales()
            .WithSummary("Sell a ticket; the same idempotency key answers with the same sale")
            .Example(new SellTicketRequest(
                Guid.Empty, Guid.Empty,
                [new(BetType.Numero, "05", 1000, Guid.Empty), new(BetType.Reventado, "05", 500, null, "05")],
                IdempotencyKey: "terminal-7-000123"))
            .Refuses(
                TicketRefusals.BancaDoesNotSell, TicketRefusals.VendedorRequired, TicketRefusals.VendedorNotFound,
                TicketRefusals.NotAVendedor, TicketRefusals.SellsOnlyAsSelf, TicketRefusals.VendedorOfOtherVentana,
                TicketRefusals.VentanaInactive, SorteoRefusals.NotFound, TicketRefusals.CrossTenant,
                TicketRefusals.LoteriaMismatch, LoteriaRefusals.Inactive, TicketRefusals.SorteoNotOpen,
                TicketRefusals.SorteoClosed, SorteoRefusals.SalesCutoffReached(TimeSpan.FromMinutes(1)),
                TicketRefusals.OutsideSalesHours, TicketRefusals.AmountInvalid, TicketRefusals.NumberDigits("5", 2),
                TicketRefusals.NumberOutOfRange("99", 0, 49), TicketRefusals.BetType("REVENTADO"),
                TicketRefusals.BetMin(100), TicketRefusals.BetMax(50_000), TicketRefusals.MaxNumbers(100),
                TicketRefusals.ReventadoDisabled, TicketRefusals.ReventadoNeedsNumero("05"),
                TicketRefusals.ReventadoExceedsNumero("05"), TicketRefusals.MissingMultiplier,
                TicketRefusals.InvalidMultiplier, TicketRefusals.MultiplierKind, TicketRefusals.MultiplierInactive,
                TicketRefusals.MultiplierNotForThisSorteo, TicketRefusals.KeyInvalid, TicketRefusals.PayloadMismatch,
                TicketRefusals.NumbersExhausted, TicketRefusals.ListaExcluded, LimitRefusals.MaxTotalExample,
                LimitRefusals.MaxAmountExample, LimitRefusals.BlockedExample, TicketRefusals.RulesChanging);
        tickets.MapGet("/", ListTickets, AccessMatrix.ListTickets)
            .WithSummary("List tickets, newest first: a seller its own, a ventana its own")
            .Refuses(DateRange.Invalid);
        tickets.MapGet("/{id}", GetTicket, AccessMatrix.GetTicket)
            .WithSummary("Get a ticket").Refuses(TicketRefusals.NotFound, TicketRefusals.NotYours);
        tickets.MapGet("/by-number/{ticketNumber}", GetTicketByNumber, AccessMatrix.GetTicketByNumber)
            .WithSummary("Find a ticket of the banca by its printed number, to play it again")
            .Refuses(TicketRefusals.NotFound);
        tickets.MapPatch("/{id}/cancel", CancelTicket, AccessMatrix.CancelTicket)
            .WithSummary("Take a ticket back before the cutoff")
            .Example(new CancelTicketRequest("El cliente se arrepintió"))
            .Refuses(
                TicketRefusals.NotFound, TicketRefusals.NotYours, TicketRefusals.AlreadyCancelled,
                TicketRefusals.InvalidState, TicketRefusals.SorteoLocked,
                SorteoRefusals.SalesCutoffReached(TimeSpan.FromMinutes(1)));
        tickets.MapPatch("/{id}/restore", RestoreTicket, AccessMatrix.RestoreTicket)
            .WithSummary("Undo a cancellation before the cutoff")
            .Refuses(
                TicketRefusals.NotFound, TicketRefusals.NotYours, TicketRefusals.NotCancelled,
                TicketRefusals.SorteoLocked, SorteoRefusals.SalesCutoffReached(TimeSpan.FromMinutes(1)),
                TicketRefusals.ListaExcluded, LimitRefusals.MaxTotalExample, LimitRefusals.MaxAmountExample);
        tickets.MapPost("/{id}/print", PrintTicket, AccessMatrix.PrintTicket)
            .WithSummary("Count a print").Refuses(TicketRefusals.NotFound, TicketRefusals.NotYours);
    }

    // 200, not 201: the terminals expect it.
    private static async Task<Reply<TicketResponse>> SellTicket(
        SellTicketRequest request, TicketSale sale, CurrentActor current, BusinessCalendar calendar, HttpContext context,
        CancellationToken cancellationToken)
    {
        if (IdempotencyHeader.Read(context.Request, out var header) is { } invalid)
        {
            return invalid;
        }

        var key = request.IdempotencyKey ?? request.RequestId?.ToString() ?? header;
        var wanted = new SaleRequest(
            request.LoteriaId, request.SorteoId, request.VendedorId, request.ClienteNombre,
            [.. request.Jugadas.Select(j => new BetRequest(j.Type, j.Number, j.Amount, j.MultiplierId))], key);
        return await sale.Sell(
            wanted, current.Actor, sold => TicketResponse.Of(sold, key, calendar), cancellationToken);
    }

    private static async Task<Reply<TicketPage>> ListTickets(
        [AsParameters] ListTicketsQuery query, LotteryDbContext db, TicketReader reader, CurrentActor current,
        BusinessCalendar calendar, CancellationToken cancellationToken)
    {
        if (TicketFilter.Apply(db.Tickets.AsNoTracking().VisibleTo(current.Actor), query, calendar)
            .IsRefused(out var refusal, out var rows))
        {
            return refusal;
        }

        var page = await rows.WithEverything()
            .OrderByDescending(t => t.CreatedAt).ThenByDescending(t => t.Id)
            .ToPage(query, 10, cancellationToken);
        return new TicketPage(await reader.Show(page.Data, cancellationToken), page.Meta);
    }

    private static async Task<Reply<TicketResponse>> GetTicket(
        Guid id, LotteryDbContext db, TicketReader reader, CurrentActor current, CancellationToken cancellationToken)
    {
        var ticket = await db.Tickets.AsNoTracking().WithEverything()
            .SingleOrDefaultAsync(t => t.Id == id, cancellationToken);
        return ticket is null ? TicketRefusals.NotFound
            : ticket.HiddenFrom(current.Actor) is { } hidden ? hidden
            : (await reader.Show([ticket], cancellationToken))[0];
    }

    private static async Task<Reply<PlayedAgain>> GetTicketByNumber(
        string ticketNumber, LotteryDbContext db, CurrentActor current, CancellationToken cancellationToken)
    {
        var ticket = await db.Tickets.AsNoTracking().Include(t => t.Jugadas)
            .SingleOrDefaultAsync(
                t => t.TicketNumber == ticketNumber && t.Status != TicketStatus.Cancelled, cancellationToken);
        return ticket is null ? TicketRefusals.NotFound : PlayedAgain.Of(ticket, current.Actor);
    }

    private static async Task<Reply<TicketResponse>> CancelTicket(
        Guid id, CancelTicketRequest? request, TicketCancellation cancellation, TicketReader reader, CurrentActor current,
        CancellationToken cancellationToken) =>
        (await cancellation.Cancel(id, request?.Reason, current.Actor, cancellationToken))
            .IsRefused(out var refusal, out var ticket)
            ? refusal
            : await reader.Get(ticket.Id, cancellationToken);

    private static async Task<Reply<TicketResponse>> RestoreTicket(
        Guid id, TicketCancellation cancellation, TicketReader reader, CurrentActor current,
        CancellationToken cancellationToken) =>
        (await cancellation.Restore(id, current.Actor, cancellationToken)).IsRefused(out var refusal, out var ticket)
            ? refusal
            : await reader.Get(ticket.Id, cancellationToken);

    private static async Task<Reply<TicketResponse>> PrintTicket(
        Guid id, LotteryDbContext db, TicketReader reader, CurrentActor current, BusinessCalendar calendar,
        CancellationToken cancellationToken)
    {
        var outcome = await db.InTransaction<Guid>("ticket.print", async ct =>
        {
            if ((await db.TicketForChange(id, ct)).IsRefused(out var no, out var ticket))
            {
                return no;
            }

            if (ticket.HiddenFrom(current.Actor) is { } hidden)
            {
                return hidden;
            }

            ticket.CountPrint();
            db.Record(
                current.Actor, ActivityType.TicketReprint, ticket, $"Impresión: {ticket.TicketNumber}", calendar.Now,
                new { ticket.TicketNumber, ticket.PrintCount });
            return id;
        }, cancellationToken);
        return outcome.Refusal is { } refusal ? refusal : await reader.Get(id, cancellationToken);
    }
}

using Lottery.Data.Activity;
using Lottery.Data.Calendar;
using Lottery.Data.Loterias;
using Lottery.Data.Persistence;
using Lottery.Data.Sorteos;
using Lottery.Data.Users;
using Npgsql;

namespace Lottery.Data.Tickets.Sales;

/// <summary>
/// Selling a ticket. One transaction and three round trips: read everything under the sorteo's share lock, decide in
/// memory, write everything, commit. A close or an evaluation takes the sorteo's row for itself, so it comes either
/// before the sale, which is then refused, or after it, and then includes it.
/// </summary>
public sealed class TicketSale(
    NpgsqlDataSource database,
    TicketNumbers numbers,
    BusinessCalendar calendar,
    ActivityTelling telling,
    TransactionRetries retries)
{
    /// <summary>Name under which the keys of sales are kept.</summary>
    public const string Operation = "ticket.sell";

    /// <param name="answer">Words the receipt; what it returns is kept under the sale's key and replayed from there.</param>
    public async Task<Outcome<TAnswer>> Sell<TAnswer>(
        SaleRequest request, Actor actor, Func<SoldTicket, TAnswer> answer, CancellationToken cancellationToken)
    {
        if (SaleParties.VendedorOf(request, actor).IsRefused(out var no, out var vendedorId))
        {
            return no;
        }

        var call = new IdempotentCall(
            actor.Id, Operation, request.IdempotencyKey, request with { IdempotencyKey = null });
        ActivityLog? line = null;
        var outcome = await database.InTransaction<TAnswer>(Operation, retries, async (connection, ct) =>
        {
            // An earlier attempt may have made one that was rolled back with it.
            line = null;
            var rows = new SaleRows(connection, telling);
            var found = await rows.Load(request.SorteoId, vendedorId, call, ct);
            if (found.Earlier is { } earlier)
            {
                return call.Replay<TAnswer>(earlier.PayloadHash, earlier.Response);
            }

            if (SaleParties.Check(found, request, actor).IsRefused(out var stranger, out var facts))
            {
                return stranger;
            }

            if (CheckSorteo(facts) is { } closed)
            {
                return closed;
            }

            var businessDate = calendar.DateOf(facts.Sorteo.ScheduledAt);
            if (BetSlip.Price(request.Jugadas, facts, businessDate).IsRefused(out var wrongBet, out var bets))
            {
                return wrongBet;
            }

            if (await numbers.Next(businessDate, ct) is not { } sequence)
            {
                return TicketRefusals.NumbersExhausted;
            }

            var sold = Ticket(request, bets, facts, actor, TicketNumber.Format(businessDate, sequence), businessDate);
            var told = answer(sold);
            line = Trail(sold, actor);
            await rows.Insert(sold, line, call, told, calendar.Now, ct);
            return told;
        }, cancellationToken);
        if (line is not null && outcome.Refusal is null)
        {
            telling.Kept(line);
        }

        return outcome;
    }

    private Refusal? CheckSorteo(SaleFacts facts)
    {
        var (sorteo, loteria) = (facts.Sorteo, facts.Loteria);
        if (sorteo.Status == WireNames.Of(SorteoStatus.Closed))
        {
            return TicketRefusals.SorteoClosed;
        }

        if (sorteo.Status != WireNames.Of(SorteoStatus.Open) || !sorteo.IsSellable)
        {
            return TicketRefusals.SorteoNotOpen;
        }

        if (!loteria.IsActive)
        {
            return LoteriaRefusals.Inactive;
        }

        if (SalesCutoff.Check(sorteo.ScheduledAt, facts.Seller.SalesCutoffMinutes, calendar) is { } over)
        {
            return over;
        }

        var now = calendar.WallClock(calendar.Now);
        return LoteriaRules.Stored(loteria.RulesJson).IsOpenAt(now) ? null : TicketRefusals.OutsideSalesHours;
    }

    private SoldTicket Ticket(
        SaleRequest request,
        IReadOnlyList<PricedBet> bets,
        SaleFacts facts,
        Actor actor,
        string number,
        DateOnly businessDate)
    {
        var ticket = new Ticket
        {
            TicketNumber = number,
            BancaId = facts.Seller.BancaId,
            LoteriaId = facts.Loteria.Id,
            SorteoId = facts.Sorteo.Id,
            VentanaId = facts.Seller.VentanaId,
            VendedorId = facts.Seller.Id,
            TotalAmount = bets.Sum(b => b.Amount),
            ClienteNombre = string.IsNullOrWhiteSpace(request.ClienteNombre)
                ? Tickets.Ticket.AnonymousCustomer
                : request.ClienteNombre.Trim(),
            BusinessDate = businessDate,
            CreatedBy = actor.Id,
            CreatedByRole = actor.Role,
            CreatedAt = calendar.Now,
            UpdatedAt = calendar.Now,
        };
        var jugadas = bets.Select((bet, index) => new Jugada
        {
            TicketId = ticket.Id,
            Line = (short)(index + 1),
            SorteoId = ticket.SorteoId,
            Type = bet.Type,
            Number = bet.Number,
            Amount = bet.Amount,
            MultiplierId = bet.MultiplierId,
            FinalMultiplierX = bet.FinalMultiplierX,
            MultiplierSource = bet.Source,
        });
        return new SoldTicket(ticket, [.. jugadas], facts);
    }

    private ActivityLog Trail(SoldTicket sold, Actor actor) => ActivityTrail.Line(
        actor,
        ActivityType.TicketCreate,
        "TICKET",
        sold.Ticket.Id.ToString(),
        sold.Ticket.BancaId,
        new
        {
            before = (object?)null,
            after = new { sold.Ticket.TicketNumber, sold.Ticket.TotalAmount, sold.Ticket.VendedorId, sold.Ticket.SorteoId },
            jugadas = sold.Jugadas.Count,
            description = $"Tiquete vendido: {sold.Ticket.TicketNumber}",
        },
        calendar.Now);
}

using Lottery.Data.Calendar;
using Lottery.Data.Persistence;
using Lottery.Data.Tickets.Sales.Numbers;
using Lottery.Data.Tickets.Sales.Snapshot;
using Lottery.Data.Tickets.Sales.Writing;
using Lottery.Data.Users;

namespace Lottery.Data.Tickets.Sales;

/// <summary>
/// Selling a ticket. Decided in memory by the banca's snapshot, then one round trip that is one transaction: under the
/// sorteo's turn the database makes sure that nothing the decision rests on has changed, writes the ticket, takes it
/// into the counters and holds it against its limits. Whatever is wrong there takes all of it back.
/// </summary>
public sealed class TicketSale(
    SaleSearch search, SaleWriter writer, SaleSnapshots snapshots, TicketNumbers numbers, BusinessCalendar calendar,
    TransactionRetries retries)
{
    /// <summary>Name under which the keys of sales are kept.</summary>
    public const string Operation = "ticket.sell";

    /// <summary>Somebody would have to change the rules as often while one sale is made.</summary>
    private const int MostDecisions = 10;

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
        var wanted = new WantedSale<TAnswer>(request, vendedorId, actor, call, answer);
        return await retries.Run(Operation, mark => Attempt(wanted, mark, cancellationToken), cancellationToken);
    }

    private async Task<Outcome<TAnswer>> Attempt<TAnswer>(
        WantedSale<TAnswer> wanted, CommitMark mark, CancellationToken cancellationToken)
    {
        if ((wanted.Actor.BancaId ?? await search.BancaOf(wanted.VendedorId, cancellationToken)) is not { } bancaId)
        {
            return TicketRefusals.VendedorNotFound;
        }

        FoundForSale? found = null;
        for (var decision = 0; decision < MostDecisions; decision++)
        {
            if (await snapshots.Of(bancaId, cancellationToken) is not { } snapshot)
            {
                return TicketRefusals.VendedorNotFound;
            }

            // A no counts only by what the database says now; a yes is compared by the transaction that writes it.
            var isCertain = found?.Versions == snapshot.Versions;
            var sorteo = found?.Sorteo ?? snapshots.Sorteo(wanted.Request.SorteoId);
            var decided = Decide(wanted, snapshot, sorteo);
            if (!decided.IsRefused(out var refusal, out var sale))
            {
                if (await Write(wanted, sale, mark, cancellationToken) is { } outcome)
                {
                    return outcome;
                }
            }
            else if (isCertain)
            {
                return refusal;
            }

            found = await search.Look(wanted.Request.SorteoId, bancaId, wanted.Call, cancellationToken);
            snapshots.Learn(bancaId, found.Versions, found.Sorteo);
            if (found.Earlier is { } earlier)
            {
                return wanted.Call.Replay<TAnswer>(earlier.PayloadHash, earlier.Response);
            }
        }

        return TicketRefusals.RulesChanging;
    }

    private Outcome<SaleDecision> Decide<TAnswer>(
        WantedSale<TAnswer> wanted, SaleSnapshot snapshot, SorteoFacts? sorteo) =>
        SaleParties.Check(wanted.VendedorId, wanted.Request, wanted.Actor, snapshot, sorteo)
            .IsRefused(out var stranger, out var facts)
            ? stranger
            : SaleDecision.Of(facts, wanted.Request.Jugadas, wanted.Actor, calendar);

    // Null when it has to be decided anew.
    private async Task<Outcome<TAnswer>?> Write<TAnswer>(
        WantedSale<TAnswer> wanted, SaleDecision decision, CommitMark mark, CancellationToken cancellationToken)
    {
        if (await numbers.Next(decision.BusinessDate, cancellationToken) is not { } sequence)
        {
            return TicketRefusals.NumbersExhausted;
        }

        var number = TicketNumber.Format(decision.BusinessDate, sequence);
        var sold = SoldTicket.Of(decision, wanted.Request.ClienteNombre, wanted.Actor, number, calendar.Now);
        var told = wanted.Answer(sold);
        var trail = sold.Trail(wanted.Actor, calendar.Now);
        var refused = await writer.Write(
            WrittenSale.Of(decision, sold, trail, wanted.Call, told, mark), cancellationToken);
        if (refused is null)
        {
            return told;
        }

        if (refused.Sets)
        {
            await writer.KeepCounters(decision, cancellationToken);
        }

        return refused.Passed is { } passed ? decision.Refusal(passed) : (Outcome<TAnswer>?)null;
    }

    private sealed record WantedSale<TAnswer>(
        SaleRequest Request, Guid VendedorId, Actor Actor, IdempotentCall Call, Func<SoldTicket, TAnswer> Answer);
}

using System.Text.Json;
using Lottery.Data.Activity;
using Lottery.Data.Persistence;
using Lottery.Data.Tickets.Sales.Snapshot;

namespace Lottery.Data.Tickets.Sales.Writing;

/// <summary>A sale that was decided, with every row that it comes to.</summary>
internal sealed record WrittenSale(
    SaleDecision Decision, SoldTicket Sold, ActivityLog Trail, IdempotentCall Call, string? Answer, CommitMark Mark)
{
    public Ticket Ticket => Sold.Ticket;

    /// <summary>Sales for which this is the same can be one transaction: it holds all of them against the same facts.</summary>
    public SaleGrounds Grounds { get; } = new(
        Decision.Facts.Sorteo, Decision.Account.BancaId, Decision.Facts.Snapshot.Versions);

    /// <param name="answer">Kept under the key of the call; nothing is kept without one.</param>
    public static WrittenSale Of<TAnswer>(
        SaleDecision decision, SoldTicket sold, ActivityLog trail, IdempotentCall call, TAnswer answer, CommitMark mark) =>
        new(decision, sold, trail, call,
            call.Key is null ? null : JsonSerializer.Serialize(answer, Idempotency.Json), mark);
}

/// <summary>The facts that a sale was decided by, as far as its transaction compares them.</summary>
internal sealed record SaleGrounds(SorteoFacts Sorteo, Guid BancaId, SaleVersions Versions);

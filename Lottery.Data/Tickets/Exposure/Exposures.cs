using System.Text.Json;
using Lottery.Data.Persistence;
using Lottery.Data.Persistence.Queries;
using Lottery.Data.Restrictions;
using Lottery.Data.Tickets.Sales.Snapshot;
using Lottery.Data.Users;
using Npgsql;

namespace Lottery.Data.Tickets.Exposure;

/// <summary>
/// The commands that take a ticket into the counters and hold it against its limits; for a batch, in this order, after
/// the sorteo's turn was taken.
/// </summary>
internal static class Exposures
{
    private const string RefusedState = "LT001";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Adds to the seller's sales.</summary>
    public static NpgsqlBatchCommand AddSales(LimitedSale sale, decimal amount) =>
        Sql.Command(ExposureSql.AddSales, sale.SorteoId, sale.VendedorId, sale.VentanaId, sale.BancaId, amount);

    /// <summary>Adds what a ticket stakes to every counter that is kept of it, and to the seller's sales.</summary>
    public static NpgsqlBatchCommand Add(LimitedSale sale, IReadOnlyList<Stake> stakes, decimal amount) => Sql.Command(
        ExposureSql.Add, sale.SorteoId, sale.VendedorId, sale.VentanaId, sale.BancaId,
        stakes.Select(s => WireNames.Of(s.Type)).ToArray(), stakes.Select(s => s.Number).ToArray(),
        stakes.Select(s => s.MultiplierId).ToArray(), stakes.Select(s => s.Amount).ToArray(), amount);

    /// <summary>Refuses when a limit is passed; null when there is none.</summary>
    /// <param name="total">Amount of the ticket, which is among the sales by now and does not raise its own limit.</param>
    /// <param name="ofTickets">False to leave out what one ticket may hold.</param>
    public static NpgsqlBatchCommand? Check(
        LimitedSale sale, IReadOnlyList<Limit> limits, decimal total, bool ofTickets = true)
    {
        if (limits.Count == 0)
        {
            return null;
        }

        // Limits of one rule follow each other, and what the rule allows is worked out once.
        var rules = limits.Select(l => (l.Rule, l.SalesOf)).Distinct().ToList();
        return Sql.Command(
            ExposureSql.Check, sale.SorteoId, limits.Select(l => l.Counter?.ScopeId).ToArray(),
            limits.Select(l => l.Counter?.Kind).ToArray(), limits.Select(l => l.Number).ToArray(),
            limits.Select(l => l.Staked).ToArray(), limits.Select(l => rules.IndexOf((l.Rule, l.SalesOf)) + 1).ToArray(),
            rules.Select(r => ofTickets ? r.Rule.MaxAmount : null).ToArray(),
            rules.Select(r => r.Rule.MaxTotal).ToArray(), rules.Select(r => r.Rule.BaseAmount).ToArray(),
            rules.Select(r => r.Rule.SalesPercentage).ToArray(),
            rules.Select(r => WireNames.Of(r.SalesOf)).ToArray(), sale.VendedorId, sale.VentanaId, sale.BancaId, total);
    }

    /// <summary>
    /// Begins to keep the counters that the limits look at, with the turn taken alone: every sale before is committed
    /// and in the sums, and every sale after finds that they are kept.
    /// </summary>
    /// <param name="sellers">
    /// Everybody who will need the same: one turn for all of them, instead of one with everybody's first sale.
    /// </param>
    public static IEnumerable<NpgsqlBatchCommand> Keep(
        Guid sorteoId, IReadOnlyList<Limit> limits, IReadOnlyCollection<SellerFacts> sellers)
    {
        var sets = limits.Where(l => l.Counter is not null).SelectMany(l => Sets(l, sellers)).Distinct().ToList();
        yield return Sql.Command($"-- exposure.keep\n{RowLocks.LoneTurn}", sorteoId);
        yield return Sql.Command(
            ExposureSql.Keep, sorteoId, sets.Select(s => s.ScopeId).ToArray(), sets.Select(s => s.Kind).ToArray(),
            sets.Select(s => WireNames.Of(s.Scope)).ToArray());
    }

    private static IEnumerable<(ExposureScope Scope, Guid ScopeId, string Kind)> Sets(
        Limit limit, IReadOnlyCollection<SellerFacts> sellers)
    {
        var (rule, counter) = (limit.Rule, limit.Counter!);
        return counter.Scope != ExposureScope.Vendedor || rule.Scope == RestrictionScope.User
            ? [(counter.Scope, counter.ScopeId, counter.Kind)]
            : sellers.Where(seller => seller.Role == Role.Vendedor && rule.Binds(seller.VentanaId, seller.Id))
                .Select(seller => (counter.Scope, seller.Id, counter.Kind))
                .Append((counter.Scope, counter.ScopeId, counter.Kind));
    }

    /// <summary>Why the database refused the sale, when it was by <c>refuse_sale</c>.</summary>
    public static SaleRefusal? Read(PostgresException failure) =>
        failure.SqlState == RefusedState
            ? JsonSerializer.Deserialize<SaleRefusal>(failure.Hint!, Json)
            : null;
}

/// <summary>Why the database refused a sale from within its only round trip.</summary>
/// <param name="Stale">What the sale was decided by has changed.</param>
/// <param name="Sets">Counters that it needs are not kept yet.</param>
/// <param name="Limit">Place of the limit that was passed.</param>
internal sealed record SaleRefusal(
    bool Stale = false, bool Sets = false, int? Limit = null, decimal Sold = 0, decimal? Most = null, decimal? Cap = null)
{
    public PassedLimit? Passed => Limit is { } place ? new PassedLimit(place, Sold, Most, Cap) : null;
}

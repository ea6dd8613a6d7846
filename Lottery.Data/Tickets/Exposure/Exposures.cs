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

    /// <summary>
    /// Adds what tickets of one draw and banca stake to every counter that is kept of them, and to their sellers' sales.
    /// </summary>
    public static NpgsqlBatchCommand Add(IReadOnlyList<EnteredSale> sales)
    {
        var stakes = sales.SelectMany(sale => sale.Stakes, (sale, stake) => (sale.Account, Stake: stake)).ToList();
        var sellers = sales.GroupBy(sale => (sale.Account.VendedorId, sale.Account.VentanaId))
            .OrderBy(seller => seller.Key).ToList();
        return Sql.Command(
            ExposureSql.Add, sales[0].Account.SorteoId, sales[0].Account.BancaId,
            stakes.ConvertAll(s => s.Account.VendedorId), stakes.ConvertAll(s => s.Account.VentanaId),
            stakes.ConvertAll(s => WireNames.Of(s.Stake.Type)), stakes.ConvertAll(s => s.Stake.Number),
            stakes.ConvertAll(s => s.Stake.MultiplierId), stakes.ConvertAll(s => s.Stake.Amount),
            sellers.ConvertAll(s => s.Key.VendedorId), sellers.ConvertAll(s => s.Key.VentanaId),
            sellers.ConvertAll(s => s.Sum(sale => sale.Total)));
    }

    /// <summary>
    /// Refuses when a limit is passed; null when there is none. Of several sales it is as strict as with any of them: each
    /// is held against a counter that has all of them, and none raises the limit of another.
    /// </summary>
    /// <param name="entered">The sales in question, which are in the counters and sales by now.</param>
    /// <param name="ofTickets">False to leave out what one ticket may hold.</param>
    public static NpgsqlBatchCommand? Check(
        IReadOnlyList<Limit> limits, IReadOnlyList<EnteredSale> entered, bool ofTickets = true)
    {
        if (limits.Count == 0)
        {
            return null;
        }

        // What a rule allows a scope is worked out once.
        var rules = limits.Select(l => (l.Rule, l.Counter?.ScopeId, l.SalesOf)).Distinct().ToList();
        var places = rules.Select((rule, index) => (rule, index)).ToDictionary(r => r.rule, r => r.index + 1);
        return Sql.Command(
            ExposureSql.Check, entered[0].Account.SorteoId, limits.Select(l => l.Counter?.ScopeId).ToArray(),
            limits.Select(l => l.Counter?.Kind).ToArray(), limits.Select(l => l.Number).ToArray(),
            limits.Select(l => l.Staked).ToArray(),
            limits.Select(l => places[(l.Rule, l.Counter?.ScopeId, l.SalesOf)]).ToArray(),
            rules.ConvertAll(r => ofTickets ? r.Rule.MaxAmount : null), rules.ConvertAll(r => r.Rule.MaxTotal),
            rules.ConvertAll(r => r.Rule.BaseAmount), rules.ConvertAll(r => r.Rule.SalesPercentage),
            rules.ConvertAll(r => WireNames.Of(r.SalesOf)), rules.ConvertAll(r => r.ScopeId),
            rules.ConvertAll(r => entered.Where(e => e.Account.IdOf(r.SalesOf) == r.ScopeId).Sum(e => e.Total)));
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

/// <summary>What a sale puts into the counters.</summary>
/// <param name="Total">Amount of the ticket, colones.</param>
internal sealed record EnteredSale(LimitedSale Account, IReadOnlyList<Stake> Stakes, decimal Total);

using System.Globalization;
using Lottery.Data.Calendar;
using Lottery.Data.Loterias;
using Lottery.Data.Restrictions;
using Lottery.Data.Sorteos;
using Lottery.Data.Tickets.Sales;
using Lottery.Data.Tickets.Sales.Snapshot;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Tickets.Exposure;

/// <summary>What may still be staked on a number, colones.</summary>
public sealed record Balance(decimal Remaining, decimal Limit, decimal Accumulated);

/// <summary>
/// What the limits leave of each number of a draw, worked out of the same rules, counters and sales as a sale is. Read
/// without a lock: what is left now may be gone when it is sold.
/// </summary>
public sealed class NumberBalances(LotteryDbContext db, SaleSnapshots snapshots, BusinessCalendar calendar)
{
    /// <summary>
    /// The least that any limit leaves, of every number that some limit of a sale by the actor on the account speaks of;
    /// limits of a single ticket and of a single multiplier are left out.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, Balance>> Least(
        Sorteo sorteo, LimitedSale account, Actor actor, CancellationToken cancellationToken)
    {
        var snapshot = await snapshots.Now(db, account.BancaId, cancellationToken);
        var rules = SaleRules.Of(snapshot, sorteo.LoteriaId, account, actor, calendar.WallClock(calendar.Now))
            .Where(rule => rule.MultiplierId is null && rule.Kind == RestrictionKind.Limit);
        var all = await Of(rules, sorteo, account, cancellationToken);
        return all.SelectMany(rule => rule.Value)
            .GroupBy(number => number.Key, number => number.Value)
            .OrderBy(number => number.Key, StringComparer.Ordinal)
            .ToDictionary(number => number.Key, balances => balances.MinBy(balance => balance.Remaining)!);
    }

    /// <summary>What each rule leaves of each number that it speaks of; nothing of one that limits no sorteo.</summary>
    public async Task<IReadOnlyDictionary<Guid, IReadOnlyDictionary<string, Balance>>> Of(
        IEnumerable<RestrictionRule> rules, Sorteo sorteo, LimitedSale account, CancellationToken cancellationToken)
    {
        var prices = (await snapshots.Now(db, account.BancaId, cancellationToken))
            .Loterias.GetValueOrDefault(sorteo.LoteriaId)?.Multipliers ?? [];
        var limits = rules.SelectMany(rule => Limit.Of([rule], Stakes(rule, sorteo.Digits, prices), account, prices))
            .Where(limit => limit.Counter is not null).ToList();
        var sold = await Sold(sorteo.Id, limits, cancellationToken);
        var sales = await Sales(account, cancellationToken);
        return limits.GroupBy(limit => limit.Rule.Id).ToDictionary(
            rule => rule.Key,
            rule => (IReadOnlyDictionary<string, Balance>)rule.ToDictionary(
                limit => limit.Number,
                limit => BalanceOf(limit, sold.GetValueOrDefault(Key(limit)), sales[limit.SalesOf])));
    }

    /// <summary>The account of a seller, or of a ventana when <paramref name="vendedorId"/> is nobody who sells.</summary>
    public LimitedSale AccountOf(Sorteo sorteo, Guid vendedorId, Guid ventanaId, Guid bancaId) =>
        SaleDecision.AccountOf(
            sorteo.Id, sorteo.Digits, calendar.DateOf(sorteo.ScheduledAt), vendedorId, ventanaId, bancaId);

    private static Balance BalanceOf(Limit limit, decimal sold, decimal sales)
    {
        var most = limit.MostOf(sales)!.Value;
        return new Balance(Math.Max(0, most - sold), most, sold);
    }

    // A bet of nothing on every number, of the sort that the rule counts.
    private static List<Stake> Stakes(RestrictionRule rule, int digits, IReadOnlyList<MultiplierFacts> prices)
    {
        var isReventado = prices.Any(price => price.Id == rule.MultiplierId && price.Kind == BetType.Reventado);
        return
        [
            .. Enumerable.Range(0, (int)Math.Pow(10, digits)).Select(number => new Stake(
                isReventado ? BetType.Reventado : BetType.Numero,
                number.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0'), 0, rule.MultiplierId)),
        ];
    }

    private async Task<Dictionary<(Guid, string, string), decimal>> Sold(
        Guid sorteoId, IReadOnlyList<Limit> limits, CancellationToken cancellationToken)
    {
        var sets = limits.Select(limit => limit.Counter!).DistinctBy(c => (c.ScopeId, c.Kind)).ToList();
        var (ids, kinds, scopes) = (
            sets.Select(s => s.ScopeId).ToArray(), sets.Select(s => s.Kind).ToArray(),
            sets.Select(s => WireNames.Of(s.Scope)).ToArray());
        var rows = await db.Database.SqlQueryRaw<SoldNumber>(ExposureSql.Sold, sorteoId, ids, kinds, scopes)
            .ToListAsync(cancellationToken);
        return rows.ToDictionary(row => (row.ScopeId, row.Kind, row.Number), row => row.Amount);
    }

    private async Task<Dictionary<ExposureScope, decimal>> Sales(LimitedSale account, CancellationToken cancellationToken)
    {
        var rows = await db.SellerSales.AsNoTracking()
            .Where(s => s.SorteoId == account.SorteoId && s.BancaId == account.BancaId).ToListAsync(cancellationToken);
        return new Dictionary<ExposureScope, decimal>
        {
            [ExposureScope.Vendedor] = rows.Where(s => s.VendedorId == account.VendedorId).Sum(s => s.Amount),
            [ExposureScope.Ventana] = rows.Where(s => s.VentanaId == account.VentanaId).Sum(s => s.Amount),
            [ExposureScope.Banca] = rows.Sum(s => s.Amount),
        };
    }

    private static (Guid, string, string) Key(Limit limit) =>
        (limit.Counter!.ScopeId, limit.Counter.Kind, limit.Number);

    private sealed record SoldNumber(Guid ScopeId, string Kind, string Number, decimal Amount);
}

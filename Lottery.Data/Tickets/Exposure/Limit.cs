using Lottery.Data.Loterias;
using Lottery.Data.Restrictions;
using Lottery.Data.Tickets.Sales.Snapshot;

namespace Lottery.Data.Tickets.Exposure;

/// <summary>What a ticket stakes on a number, as far as limits look at it.</summary>
public sealed record Stake(BetType Type, string Number, decimal Amount, Guid? MultiplierId);

/// <summary>One rule against one number of a ticket.</summary>
/// <param name="Counter">The counter that the rule looks at; null when it looks at the ticket alone.</param>
/// <param name="Staked">What the ticket stakes on the number, of the bets that the rule counts, colones.</param>
/// <param name="SalesOf">Whose sales the dynamic limit is a share of.</param>
public sealed record Limit(
    RestrictionRule Rule, string Number, CounterKey? Counter, decimal Staked, ExposureScope SalesOf)
{
    /// <summary>
    /// Every rule that applies, against every number it speaks of, in the order in which they are asked. All of them
    /// have to be kept.
    /// </summary>
    /// <param name="rules">Rules that bind this sale, in their order.</param>
    public static List<Limit> Of(
        IEnumerable<RestrictionRule> rules, IReadOnlyList<Stake> stakes, LimitedSale sale,
        IReadOnlyList<MultiplierFacts> prices)
    {
        var limits = new List<Limit>();
        foreach (var rule in rules)
        {
            var (kind, counts) = Bets(rule, prices);
            foreach (var (number, staked) in Numbers(rule, stakes, counts, sale))
            {
                var scope = ScopeOf(rule);
                limits.Add(new Limit(
                    rule, number,
                    rule.MaxTotal is not null || IsDynamic(rule)
                        ? new CounterKey(scope, sale.IdOf(scope), kind, number)
                        : null,
                    staked, scope));
            }
        }

        return limits;
    }

    /// <summary>True when the rule's limit follows from a floor or from what was sold.</summary>
    public static bool IsDynamic(RestrictionRule rule) => rule is { BaseAmount: > 0 } or { SalesPercentage: > 0 };

    /// <summary>
    /// What may be staked on the number in the sorteo, colones, when the scope has sold <paramref name="sales"/>; as the
    /// database works it out at a sale. Null when the limit is the ticket's alone.
    /// </summary>
    public decimal? MostOf(decimal sales)
    {
        var dynamic = Rule.SalesPercentage is > 0 and { } percent
                ? Math.Max(Rule.BaseAmount ?? 0, Money.Round(percent / 100 * sales))
            : Rule.BaseAmount is > 0 and { } floor ? floor
            : (decimal?)null;
        return dynamic is { } most && Rule.MaxTotal is { } total ? Math.Min(most, total) : dynamic ?? Rule.MaxTotal;
    }

    private static IEnumerable<(string Number, decimal Staked)> Numbers(
        RestrictionRule rule, IReadOnlyList<Stake> stakes, Func<Stake, bool> counts, LimitedSale sale)
    {
        var only = rule.IsAutoDate ? sale.AutoDateNumber : rule.Number;
        return stakes.Where(stake => (only is null || stake.Number == only) && counts(stake))
            .GroupBy(stake => stake.Number, (number, of) => (number, of.Sum(stake => stake.Amount)));
    }

    // A multiplier of the side bet is drawn after the sale, so it stands for every side bet.
    private static (string Kind, Func<Stake, bool> Counts) Bets(RestrictionRule rule, IReadOnlyList<MultiplierFacts> prices) =>
        rule.MultiplierId is not { } multiplier ? (ExposureKind.All, _ => true)
        : prices.Any(price => price.Id == multiplier && price.Kind == BetType.Reventado)
            ? (ExposureKind.Reventado, stake => stake.Type == BetType.Reventado)
        : (multiplier.ToString(), stake => stake.Type == BetType.Numero && stake.MultiplierId == multiplier);

    private static ExposureScope ScopeOf(RestrictionRule rule) =>
        rule.AppliesToVendedor || rule.Scope == RestrictionScope.User ? ExposureScope.Vendedor
        : rule.Scope == RestrictionScope.Ventana ? ExposureScope.Ventana
        : ExposureScope.Banca;
}

/// <summary>The counter of a scope, a kind of bets and a number.</summary>
public sealed record CounterKey(ExposureScope Scope, Guid ScopeId, string Kind, string Number);

/// <summary>On whose account a sale is, and in which draw.</summary>
/// <param name="AutoDateNumber">The day of month of the draw, with as many digits as it draws.</param>
public sealed record LimitedSale(
    Guid SorteoId, Guid VendedorId, Guid VentanaId, Guid BancaId, string AutoDateNumber)
{
    public Guid IdOf(ExposureScope scope) => scope switch
    {
        ExposureScope.Vendedor => VendedorId,
        ExposureScope.Ventana => VentanaId,
        _ => BancaId,
    };
}

using Lottery.Data.Commissions;

namespace Lottery.Data.Tickets.Sales;

/// <summary>
/// What a vendedor and a listero earn on a sale. Both are decided here, once, and frozen on the jugadas; a missing
/// policy never stops a sale, it earns nothing.
/// </summary>
internal sealed class SaleCommissions(SaleFacts facts, DateTimeOffset now)
{
    private readonly (CommissionPolicy Policy, CommissionOrigin Origin)? _vendedor = CommissionLevels.Decide(
        facts.Seller.Policy, facts.Ventana.Policy, facts.Snapshot.Banca.Policy, now);

    private readonly (CommissionPolicy Policy, CommissionOrigin Origin)? _listero = CommissionLevels.Decide(
        facts.Ventana.ListeroPolicy, facts.Ventana.Policy, facts.Snapshot.Banca.Policy, now);

    public SaleCommission Of(PricedBet bet)
    {
        var rate = _vendedor?.Policy.RateFor(facts.Loteria.Id, bet.Type, bet.FinalMultiplierX) ?? default;
        var listero = _listero?.Policy.RateFor(facts.Loteria.Id, bet.Type, bet.FinalMultiplierX) ?? default;
        return new SaleCommission(
            rate.Percent, rate.Of(bet.Amount), _vendedor?.Origin, rate.RuleId, listero.Of(bet.Amount));
    }
}

/// <summary>The commissions of one jugada: percent of the stake, and colones.</summary>
internal readonly record struct SaleCommission(
    decimal Percent, decimal Amount, CommissionOrigin? Origin, string? RuleId, decimal ListeroAmount);

using Lottery.Data.Loterias;
using Lottery.Data.Tickets.Sales.Snapshot;

namespace Lottery.Data.Tickets.Sales;

/// <summary>
/// The factor of a bet and where it comes from. A multiplier that was picked counts as it is, except that an override of
/// the seller, else of its ventana, stands in for the one named Base. Without a pick: the overrides, what the banca
/// settled, the multiplier named Base, the oldest one, the lotería's rules, the installation's default.
/// </summary>
internal sealed class PriceList(SaleFacts facts, DateOnly businessDate)
{
    private readonly List<MultiplierFacts> _usable =
    [
        .. facts.Loteria.Multipliers.Where(m => m.IsActive && m.Kind == BetType.Numero
            && m.AppliesTo(facts.Sorteo.Id, businessDate)),
    ];

    // Each line keeps its own multiplier, even when a number comes twice.
    public Outcome<PricedBet> Factor(BetRequest line) =>
        line.Type == BetType.Reventado ? Priced(line, null, 0, MultiplierSource.Draw)
        : line.MultiplierId is { } id ? Picked(line, facts.Loteria.Multipliers.FirstOrDefault(m => m.Id == id))
        : Unpicked(line);

    private Outcome<PricedBet> Picked(BetRequest line, MultiplierFacts? picked) =>
        picked is null ? TicketRefusals.InvalidMultiplier
        : picked.Kind != BetType.Numero ? TicketRefusals.MultiplierKind
        : !picked.IsActive ? TicketRefusals.MultiplierInactive
        : !picked.AppliesTo(facts.Sorteo.Id, businessDate) ? TicketRefusals.MultiplierNotForThisSorteo
        : picked.Name == LoteriaMultiplier.Base && Override() is var (x, source) ? Priced(line, picked, x, source)
        : Priced(line, picked, picked.ValueX, MultiplierSource.Chosen);

    private Outcome<PricedBet> Unpicked(BetRequest line)
    {
        // Whatever the factor, the bet is one with the base multiplier, for the rules that speak of it.
        var named = _usable.Find(m => m.Name == LoteriaMultiplier.Base);
        var price = named ?? _usable.FirstOrDefault();
        return Override() is var (x, source) ? Priced(line, price, x, source)
            : facts.Loteria.BaseMultiplierX is { } settled
                ? Priced(line, price, settled, MultiplierSource.BancaSetting)
            : price is not null
                ? Priced(
                    line, price, price.ValueX,
                    named is null ? MultiplierSource.OldestMultiplier : MultiplierSource.Base)
            : facts.Loteria.Rules.BaseMultiplierX is { } ofRules
                ? Priced(line, null, ofRules, MultiplierSource.LoteriaRules)
            : facts.Snapshot.DefaultX is { } standard ? Priced(line, null, standard, MultiplierSource.Default)
            : TicketRefusals.MissingMultiplier;
    }

    private (decimal X, MultiplierSource Source)? Override() =>
        facts.Snapshot.Overrides.TryGetValue((facts.Seller.Id, facts.Loteria.Id), out var own)
            ? (own, MultiplierSource.UserOverride)
        : facts.Snapshot.Overrides.TryGetValue((facts.Ventana.Id, facts.Loteria.Id), out var ofVentana)
            ? (ofVentana, MultiplierSource.VentanaOverride)
        : null;

    private static PricedBet Priced(BetRequest line, MultiplierFacts? price, decimal x, MultiplierSource source) =>
        new(line.Type, line.Number, line.Amount, price?.Id, x, source);
}

using Lottery.Data.Loterias;
using Lottery.Data.Restrictions;
using Lottery.Data.Tickets.Sales.Snapshot;

namespace Lottery.Data.Tickets.Exposure;

/// <summary>A bet that a rule blocks; an administrator may sell it and is warned.</summary>
public sealed record BlockedBet(
    Guid RuleId, string Scope, Guid LoteriaId, string LoteriaName, Guid MultiplierId, string MultiplierName, string Message)
{
    /// <summary>Every rule that blocks some bet, in the order in which the rules are asked.</summary>
    public static List<BlockedBet> All(
        IEnumerable<RestrictionRule> rules, IReadOnlyList<Stake> stakes, LoteriaFacts loteria) =>
        [
            .. rules.Where(rule => rule.Kind == RestrictionKind.Block)
                .Select(rule => Of(rule, stakes, loteria)).OfType<BlockedBet>(),
        ];

    private static BlockedBet? Of(RestrictionRule rule, IReadOnlyList<Stake> stakes, LoteriaFacts loteria)
    {
        var multiplier = loteria.Multipliers.FirstOrDefault(m => m.Id == rule.MultiplierId);
        var isBlocked = multiplier is not null && stakes.Any(stake => multiplier.Kind == BetType.Reventado
            ? stake.Type == BetType.Reventado
            : stake.Type == BetType.Numero && stake.MultiplierId == multiplier.Id);
        return isBlocked
            ? new BlockedBet(
                rule.Id, LimitRefusals.ScopeWord(rule.Scope, "global"), loteria.Id, loteria.Name, multiplier!.Id,
                multiplier.Name,
                rule.Message ?? $"El multiplicador '{multiplier.Name}' está restringido para esta lotería.")
            : null;
    }
}

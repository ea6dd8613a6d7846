using Lottery.Data.Restrictions;
using Lottery.Data.Tickets.Exposure;
using Lottery.Data.Tickets.Sales.Snapshot;
using Lottery.Data.Users;

namespace Lottery.Data.Tickets.Sales;

/// <summary>Which limits and blocks a sale has to keep.</summary>
internal static class SaleRules
{
    /// <summary>
    /// Those that bind the account in this lotería now, in the order in which they are asked. What was agreed with a
    /// vendedor alone does not bind who sells for the vendedor.
    /// </summary>
    public static List<RestrictionRule> Of(
        SaleSnapshot snapshot, Guid loteriaId, LimitedSale account, Actor actor, DateTime wallClock) =>
    [
        .. snapshot.Rules.Where(rule =>
            rule.Kind is RestrictionKind.Limit or RestrictionKind.Block
            && (rule.LoteriaId is null || rule.LoteriaId == loteriaId)
            && rule.Binds(account.VentanaId, account.VendedorId)
            && rule.IsInForceAt(wallClock)
            && (rule.Scope != RestrictionScope.User || actor.Role == Role.Vendedor)),
    ];
}

using Lottery.Data.Loterias;
using Lottery.Data.Tickets.Exposure;
using Lottery.Data.Tickets.Sales.Snapshot;

namespace Lottery.Data.Tickets.Sales;

/// <summary>
/// Nothing of a lista that was left out of a draw is sold any more: it could not win, and nobody would tell the
/// customer.
/// </summary>
internal static class ExcludedListas
{
    public static Refusal? Refuse(SaleSnapshot snapshot, LimitedSale account, IReadOnlyList<Stake> stakes) =>
        snapshot.Exclusions[account.SorteoId]
            .Where(x => x.VentanaId == account.VentanaId && (x.VendedorId is null || x.VendedorId == account.VendedorId))
            .Any(x => x.MultiplierId is null || stakes.Any(stake => Covers(x.MultiplierId.Value, stake)))
            ? TicketRefusals.ListaExcluded
            : null;

    // A side bet needs its NUMERO on the same ticket, so that of a lista goes where its NUMERO goes.
    private static bool Covers(Guid multiplierId, Stake stake) =>
        stake.Type == BetType.Numero && stake.MultiplierId == multiplierId;
}

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
            .Any(x => x.MultiplierId is null || stakes.Count == 0 || stakes.Any(stake => Covers(x, stake)))
            ? TicketRefusals.ListaExcluded
            : null;

    // A side bet has no multiplier yet. It goes with its NUMERO, which is on the same ticket, and with any multiplier of
    // side bets.
    private static bool Covers(ExcludedLista lista, Stake stake) =>
        stake.Type == lista.Kind && (stake.Type == BetType.Reventado || stake.MultiplierId == lista.MultiplierId);
}

using Lottery.Data.Sorteos;
using Lottery.Data.Tickets.Sales.Snapshot;
using Lottery.Data.Users;

namespace Lottery.Data.Tickets.Sales;

/// <summary>Who may sell for whom, and in which draw.</summary>
internal static class SaleParties
{
    public static Outcome<Guid> VendedorOf(SaleRequest request, Actor actor) => actor.Role switch
    {
        Role.Banca => TicketRefusals.BancaDoesNotSell,
        Role.Vendedor => request.VendedorId is { } other && other != actor.Id
            ? TicketRefusals.SellsOnlyAsSelf
            : actor.Id,
        _ => request.VendedorId is { } vendedor ? vendedor : TicketRefusals.VendedorRequired,
    };

    /// <param name="snapshot">Of the banca in which the seller is looked for; one of another tenant is unknown there.</param>
    public static Outcome<SaleFacts> Check(
        Guid vendedorId, SaleRequest request, Actor actor, SaleSnapshot snapshot, SorteoFacts? sorteo)
    {
        if (!snapshot.Sellers.TryGetValue(vendedorId, out var seller) || !seller.IsActive)
        {
            return TicketRefusals.VendedorNotFound;
        }

        if (seller.Role != Role.Vendedor)
        {
            return TicketRefusals.NotAVendedor;
        }

        if (actor.Role == Role.Ventana && seller.VentanaId != actor.VentanaId)
        {
            return TicketRefusals.VendedorOfOtherVentana;
        }

        if (!snapshot.Ventanas.TryGetValue(seller.VentanaId, out var ventana) || !ventana.IsActive
            || !snapshot.Banca.IsActive)
        {
            return TicketRefusals.VentanaInactive;
        }

        if (sorteo is null)
        {
            return SorteoRefusals.NotFound;
        }

        if (sorteo.BancaId is { } owner && owner != snapshot.Banca.Id)
        {
            return actor.Role == Role.Admin ? TicketRefusals.CrossTenant : SorteoRefusals.NotFound;
        }

        // A draw may be newer than the snapshot, and its lotería too; then this is not the last word.
        return sorteo.LoteriaId != request.LoteriaId ? TicketRefusals.LoteriaMismatch
            : snapshot.Loterias.TryGetValue(sorteo.LoteriaId, out var loteria)
                ? new SaleFacts(sorteo, loteria, seller, ventana, snapshot)
            : SorteoRefusals.NotFound;
    }
}

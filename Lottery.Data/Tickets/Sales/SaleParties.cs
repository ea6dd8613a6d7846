using Lottery.Data.Sorteos;
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

    public static Outcome<SaleFacts> Check(SaleSearch found, SaleRequest request, Actor actor)
    {
        // A seller of another tenant is as unknown as one who does not exist.
        if (found.Seller is not { IsActive: true } seller
            || (actor.BancaId is { } banca && seller.BancaId != banca))
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

        if (!seller.VentanaIsActive || !seller.BancaIsActive)
        {
            return TicketRefusals.VentanaInactive;
        }

        if (found.Sorteo is not { } sorteo || found.Loteria is not { } loteria)
        {
            return SorteoRefusals.NotFound;
        }

        if (sorteo.BancaId is { } owner && owner != seller.BancaId)
        {
            return actor.Role == Role.Admin ? TicketRefusals.CrossTenant : SorteoRefusals.NotFound;
        }

        return loteria.Id != request.LoteriaId
            ? TicketRefusals.LoteriaMismatch
            : new SaleFacts(sorteo, loteria, seller);
    }
}

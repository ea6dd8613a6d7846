using Lottery.Api.Http;
using Lottery.Data;
using Lottery.Data.Restrictions;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Restrictions;

/// <summary>On whose behalf somebody asks what may be sold.</summary>
/// <param name="VendedorId">Null when no seller is meant.</param>
/// <param name="VentanaId">Null when no ventana is meant either.</param>
internal sealed record RestrictedSeller(Guid? BancaId, Guid? VentanaId, Guid? VendedorId)
{
    /// <summary>
    /// A seller is itself, whomever it names; others name one in their reach, or mean themselves: a banca or a ventana
    /// without a seller.
    /// </summary>
    public static async Task<Outcome<RestrictedSeller>> Of(
        LotteryDbContext db, Actor actor, Guid? vendedorId, CancellationToken cancellationToken)
    {
        if (actor.Role == Role.Vendedor)
        {
            return new RestrictedSeller(actor.BancaId, actor.VentanaId, actor.UserId);
        }

        if (vendedorId is not { } id)
        {
            return new RestrictedSeller(actor.BancaId, actor.VentanaId, null);
        }

        var seller = await db.Users.AsNoTracking().SingleOrDefaultAsync(
            u => u.Id == id && u.Role == Role.Vendedor, cancellationToken);
        return actor.Role == Role.Ventana && seller?.VentanaId != actor.VentanaId ? RestrictionRefusals.SellerNotYours
            : seller is null ? UserRefusals.NotFound
            : new RestrictedSeller(seller.BancaId, seller.VentanaId, seller.Id);
    }
}

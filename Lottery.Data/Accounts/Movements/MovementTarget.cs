using Lottery.Data.Users;
using Lottery.Data.Ventanas;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Accounts.Movements;

/// <summary>Whose account a movement is for, and whether the actor may touch it.</summary>
public sealed class MovementTarget(LotteryDbContext db)
{
    /// <summary>
    /// The account that the ids mean to the actor, and the ventana that it is of. A ventana registers for itself and its
    /// vendedores; a banca also for who has an account with it from before.
    /// </summary>
    internal async Task<Outcome<(AccountKey Account, Guid? VentanaId)>> Find(
        Guid? bancaId, Guid? ventanaId, Guid? vendedorId, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Role == Role.Ventana)
        {
            if (actor.VentanaId is null || (ventanaId is { } asked && asked != actor.VentanaId))
            {
                return AccountRefusals.Forbidden;
            }

            ventanaId = actor.VentanaId;
        }

        // An administrator looks at one banca, or at none; everybody else works in one.
        var active = db.Tenant.ActiveBancaId;
        if (active is not null && bancaId is not null && bancaId != active)
        {
            return AccountRefusals.Forbidden;
        }

        var banca = bancaId ?? active;
        return vendedorId is { } vendedor ? await OfVendedor(vendedor, banca, actor, cancellationToken)
            : ventanaId is { } ventana ? await OfVentana(ventana, banca, actor, cancellationToken)
            : banca is { } own && (actor.Role == Role.Banca || bancaId is not null)
                ? await OfBanca(own, cancellationToken)
            : AccountRefusals.MissingDimension;
    }

    private async Task<Outcome<(AccountKey, Guid?)>> OfVendedor(
        Guid vendedorId, Guid? bancaId, Actor actor, CancellationToken cancellationToken)
    {
        var vendedor = await db.Users.IgnoreQueryFilters([LotteryDbContext.TenantFilter])
            .Where(u => u.Id == vendedorId && u.Role == Role.Vendedor)
            .Select(u => new { u.BancaId, u.VentanaId }).TagWith("account.vendedor")
            .SingleOrDefaultAsync(cancellationToken);
        var banca = bancaId ?? vendedor?.BancaId;
        var key = new AccountKey(banca ?? Guid.Empty, AccountLevel.Vendedor, vendedorId);
        if (actor.Role == Role.Ventana)
        {
            return vendedor?.VentanaId == actor.VentanaId ? (key, vendedor!.VentanaId) : AccountRefusals.Forbidden;
        }

        if (vendedor is not null && (vendedor.BancaId == banca || await db.HasAccount(key, cancellationToken)))
        {
            return (key, vendedor.BancaId == banca ? vendedor.VentanaId : null);
        }

        return actor.Role == Role.Banca ? AccountRefusals.Forbidden : AccountRefusals.VendedorNotFound;
    }

    private async Task<Outcome<(AccountKey, Guid?)>> OfVentana(
        Guid ventanaId, Guid? bancaId, Actor actor, CancellationToken cancellationToken)
    {
        var ventana = await db.Ventanas.Where(v => v.Id == ventanaId && (bancaId == null || v.BancaId == bancaId))
            .Select(v => new { v.BancaId }).TagWith("account.ventana").SingleOrDefaultAsync(cancellationToken);
        return ventana is not null
            ? (new AccountKey(ventana.BancaId, AccountLevel.Ventana, ventanaId), ventanaId)
            : actor.Role == Role.Admin ? VentanaRefusals.NotFound : AccountRefusals.Forbidden;
    }

    private async Task<Outcome<(AccountKey, Guid?)>> OfBanca(Guid bancaId, CancellationToken cancellationToken) =>
        await db.Bancas.AnyAsync(b => b.Id == bancaId, cancellationToken)
            ? (new AccountKey(bancaId, AccountLevel.Banca, bancaId), (Guid?)null)
            : Bancas.BancaRefusals.NotFound;
}

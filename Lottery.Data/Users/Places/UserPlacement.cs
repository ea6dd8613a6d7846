using Lottery.Data.Bancas;
using Lottery.Data.Ventanas;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Users.Places;

/// <summary>Puts a user where its role belongs: nowhere, at the head of a banca, or at a ventana.</summary>
public sealed class UserPlacement(LotteryDbContext db)
{
    /// <summary>
    /// Gives the user the role and its place; only what the tenant of the scope sees counts as there. A place that is
    /// not given stays as it is.
    /// </summary>
    /// <param name="bancaIds">Bancas of a BANCA user, the first its home; for others at most the ventana's own.</param>
    internal async Task<Refusal?> Place(
        User user, Role role, Guid? ventanaId, IReadOnlyList<Guid> bancaIds, CancellationToken cancellationToken)
    {
        switch (role)
        {
            case Role.Admin:
                user.BecomeAdmin();
                return null;

            case Role.Banca:
                return await Head(user, bancaIds, cancellationToken);

            default:
                return await Settle(user, role, ventanaId ?? user.VentanaId, bancaIds, cancellationToken);
        }
    }

    /// <summary>The refusal for somebody whose ventana is closed: the account is not switched on there. Else null.</summary>
    internal async Task<Refusal?> CheckOpen(User user, CancellationToken cancellationToken)
    {
        var place = await db.Ventanas.Where(v => v.Id == user.VentanaId)
            .Select(v => new { v.IsActive, BancaIsActive = v.Banca!.IsActive }).SingleOrDefaultAsync(cancellationToken);
        return place is { BancaIsActive: false } ? BancaRefusals.Inactive
            : place is { IsActive: false } ? VentanaRefusals.Inactive
            : null;
    }

    private async Task<Refusal?> Head(User user, IReadOnlyList<Guid> bancaIds, CancellationToken cancellationToken)
    {
        if (bancaIds.Count == 0)
        {
            return UserRefusals.BancaRequired;
        }

        var there = await db.Bancas.Where(b => bancaIds.Contains(b.Id)).ToListAsync(cancellationToken);
        if (there.Count < bancaIds.Distinct().Count() || there.Any(b => !b.IsActive))
        {
            return there.Any(b => !b.IsActive) ? BancaRefusals.Inactive : BancaRefusals.NotFound;
        }

        user.BecomeBancaOf(bancaIds[0]);
        // The database allows one default at a time; the old one gives way in a statement before the new. Not by saving:
        // the trail still has to see what else changes in the user.
        await db.UserBancas.Where(x => x.UserId == user.Id && x.IsDefault && x.BancaId != bancaIds[0])
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.IsDefault, false), cancellationToken);
        var known = await db.UserBancas.Where(x => x.UserId == user.Id).ToListAsync(cancellationToken);
        foreach (var bancaId in bancaIds.Distinct())
        {
            var link = known.Find(x => x.BancaId == bancaId);
            if (link is null)
            {
                db.UserBancas.Add(link = new UserBanca { UserId = user.Id, BancaId = bancaId });
            }

            link.IsDefault = bancaId == bancaIds[0];
        }

        return null;
    }

    private async Task<Refusal?> Settle(
        User user, Role role, Guid? ventanaId, IReadOnlyList<Guid> bancaIds, CancellationToken cancellationToken)
    {
        if (ventanaId is null)
        {
            return UserRefusals.VentanaRequired;
        }

        var ventana = await db.Ventanas.Include(v => v.Banca)
            .SingleOrDefaultAsync(v => v.Id == ventanaId, cancellationToken);
        if (ventana is not { IsActive: true, Banca.IsActive: true })
        {
            return ventana is { Banca.IsActive: false } ? BancaRefusals.Inactive : VentanaRefusals.NotFound;
        }

        if (bancaIds.Any(id => id != ventana.BancaId))
        {
            return UserRefusals.BancaMismatch;
        }

        // Who no longer heads bancas keeps none of them.
        await db.UserBancas.Where(x => x.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
        user.WorkAt(ventana, role);
        return null;
    }
}

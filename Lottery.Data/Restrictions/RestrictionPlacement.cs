using Lottery.Data.Bancas;
using Lottery.Data.Users;
using Lottery.Data.Ventanas;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Restrictions;

/// <summary>Whom a rule is to bind, as it was asked for.</summary>
/// <param name="IsGlobal">Asked for by name: every banca.</param>
public sealed record AskedScope(Guid? BancaId, Guid? VentanaId, Guid? UserId, bool IsGlobal = false)
{
    internal static AskedScope Of(RestrictionRule rule) => rule.Scope switch
    {
        RestrictionScope.User => new(null, null, rule.UserId),
        RestrictionScope.Ventana => new(null, rule.VentanaId, null),
        RestrictionScope.Banca => new(rule.BancaId, null, null),
        _ => new(null, null, null, IsGlobal: true),
    };

    internal int Count => (BancaId is null ? 0 : 1) + (VentanaId is null ? 0 : 1) + (UserId is null ? 0 : 1)
        + (IsGlobal ? 1 : 0);
}

/// <summary>Whom a rule binds; only a global one has no banca.</summary>
internal sealed record RestrictionPlace(Guid? BancaId, Guid? VentanaId, Guid? UserId)
{
    public void Take(RestrictionRule rule) =>
        (rule.BancaId, rule.VentanaId, rule.UserId) = (BancaId, VentanaId, UserId);
}

/// <summary>
/// Puts a rule where whoever asks for it may put one: an administrator anywhere, a banca in itself, a ventana at itself
/// or one of its sellers. Only what the tenant of the scope sees counts as there.
/// </summary>
public sealed class RestrictionPlacement(LotteryDbContext db)
{
    internal async Task<Outcome<RestrictionPlace>> Place(
        AskedScope asked, RestrictionTerms terms, Actor actor, CancellationToken cancellationToken)
    {
        if (asked.IsGlobal && actor.Role != Role.Admin)
        {
            return RestrictionRefusals.Global;
        }

        var scope = Within(asked, actor);
        // A cutoff is for the narrowest of those that are named.
        if (scope.Count > 1 && (terms.SalesCutoffMinutes is null || scope.IsGlobal))
        {
            return RestrictionRefusals.OneScope;
        }

        var place = scope.UserId is { } user ? await AtUser(user, actor, cancellationToken)
            : scope.VentanaId is { } ventana ? await AtVentana(ventana, actor, cancellationToken)
            : scope.BancaId is { } banca ? await AtBanca(banca, actor, cancellationToken)
            : scope.IsGlobal ? new RestrictionPlace(null, null, null)
            : await OfLoteria(terms, cancellationToken);
        return place.IsRefused(out _, out var found) || await Agree(found, scope, cancellationToken)
            ? place
            : RestrictionRefusals.ScopesDisagree;
    }

    // What is not said: a banca means itself, a ventana itself, whatever banca it names.
    private static AskedScope Within(AskedScope asked, Actor actor) => actor.Role switch
    {
        Role.Ventana when asked.UserId is not null => new(null, null, asked.UserId),
        Role.Ventana => new(null, asked.VentanaId ?? actor.VentanaId, null),
        _ when asked.Count == 0 => asked with { BancaId = actor.BancaId },
        _ => asked,
    };

    private async Task<Outcome<RestrictionPlace>> AtUser(Guid userId, Actor actor, CancellationToken cancellationToken)
    {
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == userId, cancellationToken);
        return actor.Role switch
        {
            Role.Ventana when user is not { Role: Role.Vendedor } || user.VentanaId != actor.VentanaId =>
                RestrictionRefusals.VendedorOfOtherVentana,
            Role.Banca when user is null => RestrictionRefusals.VendedorOfOtherBanca,
            _ when user is null => UserRefusals.NotFound,
            _ when user.Role != Role.Vendedor => UserRefusals.NotASeller,
            _ => new RestrictionPlace(user.BancaId, null, user.Id),
        };
    }

    private async Task<Outcome<RestrictionPlace>> AtVentana(
        Guid ventanaId, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Role == Role.Ventana && ventanaId != actor.VentanaId)
        {
            return RestrictionRefusals.OtherVentana;
        }

        var ventana = await db.Ventanas.AsNoTracking().SingleOrDefaultAsync(v => v.Id == ventanaId, cancellationToken);
        return ventana is not null ? new RestrictionPlace(ventana.BancaId, ventana.Id, null)
            : actor.Role == Role.Banca ? RestrictionRefusals.VentanaOfOtherBanca
            : VentanaRefusals.NotFound;
    }

    private async Task<Outcome<RestrictionPlace>> AtBanca(Guid bancaId, Actor actor, CancellationToken cancellationToken) =>
        actor.Role == Role.Banca && bancaId != actor.BancaId ? RestrictionRefusals.OtherBanca
        : !await db.Bancas.AnyAsync(b => b.Id == bancaId, cancellationToken) ? BancaRefusals.NotFound
        : new RestrictionPlace(bancaId, null, null);

    // An administrator of all who names nobody: a rule about a game is for whoever sells it.
    private async Task<Outcome<RestrictionPlace>> OfLoteria(RestrictionTerms terms, CancellationToken cancellationToken) =>
        !terms.NamesBets
            ? RestrictionRefusals.ScopeRequired
            : new RestrictionPlace(
                await db.Loterias.Where(l => l.Id == terms.LoteriaId).Select(l => l.BancaId)
                    .SingleOrDefaultAsync(cancellationToken),
                null, null);

    // What was named besides the narrowest has to be around it.
    private async Task<bool> Agree(RestrictionPlace place, AskedScope scope, CancellationToken cancellationToken) =>
        (scope.BancaId is null || scope.BancaId == place.BancaId)
        && (scope.VentanaId is null || place.UserId is null
            || await db.Users.AnyAsync(u => u.Id == place.UserId && u.VentanaId == scope.VentanaId, cancellationToken));
}

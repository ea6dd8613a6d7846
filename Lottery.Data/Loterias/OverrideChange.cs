using Lottery.Data.Activity;
using Lottery.Data.Persistence;
using Lottery.Data.Users;
using Lottery.Data.Ventanas;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Loterias;

/// <summary>
/// Giving a seller or a ventana another base factor, and taking it back. Both places and the lotería must be open and of
/// one banca; one is active at most for a place, a lotería and a type, which the database sees to.
/// </summary>
public sealed class OverrideChange(LotteryDbContext db, TimeProvider clock)
{
    public Task<Outcome<MultiplierOverride>> Create(
        NewOverride wanted, Actor actor, CancellationToken cancellationToken) =>
        db.InTransaction<MultiplierOverride>("override.create", async ct =>
        {
            if ((await BancaOf(wanted.UserId, wanted.VentanaId, actor, ct)).IsRefused(out var no, out var bancaId))
            {
                return no;
            }

            var made = new MultiplierOverride
            {
                BancaId = bancaId,
                UserId = wanted.UserId,
                VentanaId = wanted.VentanaId,
                LoteriaId = wanted.LoteriaId,
                MultiplierType = wanted.MultiplierType,
                BaseMultiplierX = wanted.BaseMultiplierX,
            };
            if (!await IsPlayed(made, ct))
            {
                return LoteriaRefusals.NotFound;
            }

            db.MultiplierOverrides.Add(made);
            Record(actor, ActivityType.MultiplierSettingCreate, made);
            return made;
        }, cancellationToken);

    /// <summary>Changes the factor, or switches it off. What is switched off is only restored.</summary>
    public Task<Outcome<MultiplierOverride>> Update(
        Guid id, decimal? baseMultiplierX, bool? isActive, Actor actor, CancellationToken cancellationToken) =>
        Change("override.update", id, actor, ActivityType.MultiplierSettingUpdate, found =>
        {
            found.BaseMultiplierX = baseMultiplierX ?? found.BaseMultiplierX;
            found.IsActive = isActive ?? found.IsActive;
        }, cancellationToken);

    public Task<Outcome<MultiplierOverride>> Delete(
        Guid id, string? reason, Actor actor, CancellationToken cancellationToken) =>
        Change(
            "override.delete", id, actor, ActivityType.MultiplierSettingDelete,
            found => found.Delete(actor.UserId, reason, clock.GetUtcNow()), cancellationToken);

    /// <summary>Undoes a deletion, when it could be made anew: nobody has taken its place and its place is still open.</summary>
    public Task<Outcome<MultiplierOverride>> Restore(Guid id, Actor actor, CancellationToken cancellationToken) =>
        db.InTransaction<MultiplierOverride>("override.restore", async ct =>
        {
            if ((await Find(id, actor, ct)).IsRefused(out var no, out var found)
                || (await BancaOf(found.UserId, found.VentanaId, actor, ct)).IsRefused(out no, out var bancaId))
            {
                return no;
            }

            if (bancaId != found.BancaId || !await IsPlayed(found, ct))
            {
                return bancaId != found.BancaId ? LoteriaRefusals.OverrideNotFound : LoteriaRefusals.NotFound;
            }

            found.Restore();
            Record(actor, ActivityType.MultiplierSettingRestore, found);
            return found;
        }, cancellationToken);

    private Task<Outcome<MultiplierOverride>> Change(
        string operation, Guid id, Actor actor, ActivityType action, Action<MultiplierOverride> verb,
        CancellationToken cancellationToken) =>
        db.InTransaction<MultiplierOverride>(operation, async ct =>
        {
            if ((await Find(id, actor, ct)).IsRefused(out var no, out var found) || !found.IsActive)
            {
                return no ?? LoteriaRefusals.OverrideNotFound;
            }

            verb(found);
            Record(actor, action, found);
            return found;
        }, cancellationToken);

    private async Task<Outcome<MultiplierOverride>> Find(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        var found = await db.MultiplierOverrides
            .FromSql($"select * from multiplier_overrides where id = {id} for no key update").TagWith("override.lock")
            .Include(o => o.User).Include(o => o.Ventana).Include(o => o.Loteria)
            .SingleOrDefaultAsync(cancellationToken);
        return found is null ? LoteriaRefusals.OverrideNotFound
            : found.HiddenFrom(actor) is { } hidden ? hidden
            : found;
    }

    // Where the override is for, when the actor may decide there.
    private async Task<Outcome<Guid>> BancaOf(
        Guid? userId, Guid? ventanaId, Actor actor, CancellationToken cancellationToken)
    {
        if (ventanaId is not null)
        {
            var ventana = await db.Ventanas.SingleOrDefaultAsync(v => v.Id == ventanaId && v.IsActive, cancellationToken);
            return ventana is null ? VentanaRefusals.NotFound
                : ventana.HiddenFrom(actor) is { } hidden ? hidden
                : ventana.BancaId;
        }

        var user = await db.Users.SingleOrDefaultAsync(u => u.Id == userId && u.IsActive, cancellationToken);
        return user is null ? UserRefusals.NotFound
            : user.OutOfReachOf(actor) is { } beyond ? beyond
            : user is not { Role: Role.Vendedor, BancaId: { } bancaId } ? UserRefusals.NotASeller
            : bancaId;
    }

    private async Task<bool> IsPlayed(MultiplierOverride @override, CancellationToken cancellationToken) =>
        await db.Loterias.SingleOrDefaultAsync(
            l => l.Id == @override.LoteriaId && l.IsActive && (l.BancaId == null || l.BancaId == @override.BancaId),
            cancellationToken) is not null;

    private void Record(Actor actor, ActivityType action, MultiplierOverride @override) => db.Record(
        actor, action, @override, $"Multiplicador base {@override.BaseMultiplierX:0.####}x", clock.GetUtcNow());
}

/// <summary>An override as asked for.</summary>
/// <param name="UserId">The seller it is for; exactly one of this and <paramref name="VentanaId"/> is set.</param>
public sealed record NewOverride(
    Guid? UserId, Guid? VentanaId, Guid LoteriaId, string MultiplierType, decimal BaseMultiplierX);

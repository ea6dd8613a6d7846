using Lottery.Data.Activity;
using Lottery.Data.Persistence;
using Lottery.Data.Users.Sessions;
using Lottery.Data.Ventanas;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Users;

/// <summary>
/// Changing an account and shutting it out. Oneself may change how one is called and reached, nothing that decides
/// what one may do; whatever does ends the user's sessions in the same transaction.
/// </summary>
public sealed class UserChange(LotteryDbContext db, Passwords passwords, TimeProvider clock)
{
    public Task<Outcome<User>> Apply(
        Guid userId, UserEdit edit, Actor actor, CancellationToken cancellationToken) =>
        Change("user.update", userId, actor, async (user, ct) =>
        {
            if (user.Id == actor.UserId && edit.NeedsSuperior)
            {
                return UserRefusals.FieldNotYours;
            }

            if (edit.VentanaId is { } ventanaId && ventanaId != user.VentanaId
                && await Move(user, ventanaId, actor, ct) is { } refusal)
            {
                return refusal;
            }

            user.Name = edit.Name?.Trim() ?? user.Name;
            user.Username = edit.Username?.Trim() ?? user.Username;
            user.Email = edit.Email?.Trim().ToLowerInvariant() ?? user.Email;
            user.Phone = edit.Phone ?? user.Phone;
            user.Code = edit.Code ?? user.Code;
            user.MaxSessionsPerVendedor = edit.MaxSessionsPerVendedor ?? user.MaxSessionsPerVendedor;
            if (edit.Password is { } password)
            {
                user.PasswordHash = passwords.Hash(password);
                await EndSessions(user, SessionEnd.PasswordChanged, ct);
            }

            db.Record(actor, ActivityType.UserUpdate, user, $"Usuario modificado: {user.Username}", clock.GetUtcNow());
            return null;
        }, cancellationToken);

    /// <summary>Shuts the user out at once: the account and every session of it. Nobody does it to oneself.</summary>
    public Task<Outcome<User>> Deactivate(Guid userId, Actor actor, CancellationToken cancellationToken) =>
        Change("user.deactivate", userId, actor, async (user, ct) =>
        {
            if (user.Id == actor.UserId)
            {
                return UserRefusals.OwnState;
            }

            user.Deactivate();
            await EndSessions(user, SessionEnd.UserDeactivated, ct);
            db.Record(actor, ActivityType.UserDelete, user, $"Usuario desactivado: {user.Username}", clock.GetUtcNow());
            return null;
        }, cancellationToken);

    private async Task<Refusal?> Move(User user, Guid ventanaId, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Role == Role.Ventana || !user.Role.WorksAtVentana())
        {
            return UserRefusals.FieldNotYours;
        }

        var ventana = await db.Ventanas.SingleOrDefaultAsync(v => v.Id == ventanaId && v.IsActive, cancellationToken);
        if (ventana is null)
        {
            return VentanaRefusals.NotFound;
        }

        var joins = user.IsActive && ventana.BancaId != user.BancaId;
        user.WorkAt(ventana, user.Role);
        if (joins && await db.IsFullFor(user, cancellationToken))
        {
            return UserRefusals.QuotaExceeded;
        }

        await EndSessions(user, SessionEnd.UserMoved, cancellationToken);
        return null;
    }

    private Task<Outcome<User>> Change(
        string operation,
        Guid userId,
        Actor actor,
        Func<User, CancellationToken, Task<Refusal?>> change,
        CancellationToken cancellationToken) =>
        db.InTransaction<User>(operation, async ct =>
        {
            var user = await db.Users.Locked(userId).SingleOrDefaultAsync(ct);
            return user is null ? UserRefusals.NotFound
                : user.OutOfReachOf(actor) is { } hidden ? hidden
                : await change(user, ct) is { } refusal ? refusal
                : user;
        }, cancellationToken);

    private async Task EndSessions(User user, string reason, CancellationToken cancellationToken)
    {
        var live = await db.Sessions.Where(s => s.UserId == user.Id && s.RevokedAt == null).ToListAsync(cancellationToken);
        live.ForEach(session => session.Revoke(reason, clock.GetUtcNow()));
    }
}

/// <summary>Changes asked for; null leaves a thing as it is.</summary>
public sealed record UserEdit
{
    public string? Name { get; init; }

    public string? Username { get; init; }

    public string? Email { get; init; }

    public string? Phone { get; init; }

    public string? Code { get; init; }

    public string? Password { get; init; }

    public Guid? VentanaId { get; init; }

    public int? MaxSessionsPerVendedor { get; init; }

    /// <summary>True when it touches what oneself may not change.</summary>
    public bool NeedsSuperior =>
        Code is not null || Password is not null || VentanaId is not null || MaxSessionsPerVendedor is not null;

    // A record prints its members; this one must never print its password.
    public override string ToString() => nameof(UserEdit);
}

using Lottery.Data.Activity;
using Lottery.Data.Persistence;
using Lottery.Data.Users.Places;
using Lottery.Data.Users.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Users;

/// <summary>
/// Changing an account and shutting it out. Oneself may change how one is called and reached, nothing that decides
/// what one may do; whatever does ends the user's sessions in the same transaction.
/// </summary>
public sealed class UserChange(
    LotteryDbContext db, Passwords passwords, UserPlacement placement, SessionRevocation sessions, TimeProvider clock)
{
    public async Task<Outcome<User>> Apply(
        Guid userId, UserEdit edit, Actor actor, CancellationToken cancellationToken)
    {
        if (edit.Password is { } weak && passwords.Check(weak) is { } refusal)
        {
            return refusal;
        }

        var hash = edit.Password is { } password ? await passwords.Hash(password, cancellationToken) : null;
        return await Change(
            "user.update", userId, actor, (user, ct) => Edit(user, edit, hash, actor, ct), cancellationToken);
    }

    /// <summary>Shuts the user out at once: the account and every session of it. Nobody does it to oneself.</summary>
    public Task<Outcome<User>> Deactivate(Guid userId, Actor actor, CancellationToken cancellationToken) =>
        Change("user.deactivate", userId, actor, async (user, ct) =>
        {
            if (user.Id == actor.UserId)
            {
                return UserRefusals.OwnState;
            }

            user.Deactivate();
            await sessions.End(user, SessionEnd.UserDeactivated, ct);
            db.Record(actor, ActivityType.UserDelete, user, $"Usuario desactivado: {user.Username}", clock.GetUtcNow());
            return null;
        }, cancellationToken);

    /// <summary>Gives oneself another password. Every session ends, the one that asks too.</summary>
    public async Task<Outcome<User>> ChangeOwnPassword(
        string current, string next, Actor actor, CancellationToken cancellationToken)
    {
        var known = await db.Users.IgnoreQueryFilters([LotteryDbContext.TenantFilter])
            .Where(u => u.Id == actor.Id).Select(u => u.PasswordHash).SingleAsync(cancellationToken);
        if (await passwords.Verify(known, current, cancellationToken) == PasswordMatch.None)
        {
            return UserRefusals.InvalidPassword;
        }

        if (current == next || passwords.Check(next) is not null)
        {
            return current == next ? UserRefusals.SamePassword : passwords.Check(next)!;
        }

        var hash = await passwords.Hash(next, cancellationToken);
        return await Change("user.password", actor.Id, actor, async (user, ct) =>
        {
            // Somebody else's change that came between is not undone by this one.
            if (user.PasswordHash != known)
            {
                return UserRefusals.InvalidPassword;
            }

            user.PasswordHash = hash;
            await sessions.End(user, SessionEnd.PasswordChanged, ct);
            db.Record(actor, ActivityType.PasswordChange, user, "Contraseña propia cambiada", clock.GetUtcNow());
            return null;
        }, cancellationToken);
    }

    private async Task<Refusal?> Edit(
        User user, UserEdit edit, string? passwordHash, Actor actor, CancellationToken cancellationToken)
    {
        if (edit.ForbiddenTo(actor, user) is { } forbidden)
        {
            return forbidden;
        }

        var (role, place, seat) = (user.Role, (user.BancaId, user.VentanaId), SeatOf(user));
        if (edit.Moves && await Move(user, edit, cancellationToken) is { } misplaced)
        {
            return misplaced;
        }

        if (edit.IsActive is true && !edit.Moves && await placement.CheckOpen(user, cancellationToken) is { } closed)
        {
            return closed;
        }

        if (edit.IsActive is { } active)
        {
            (active ? (Action)user.Restore : user.Deactivate)();
        }

        if (SeatOf(user) is { } taken && taken != seat && await db.IsFullFor(user, cancellationToken))
        {
            return UserRefusals.QuotaExceeded;
        }

        // Commissions were agreed with the other house.
        if (edit.ClearsPolicy || user.BancaId != place.BancaId
            || (edit.ClearsPolicyOnMove && user.VentanaId != place.VentanaId))
        {
            user.CommissionPolicyJson = null;
        }

        edit.Describe(user);
        user.PasswordHash = passwordHash ?? user.PasswordHash;
        var end = !user.IsActive ? SessionEnd.UserDeactivated
            : user.Role != role ? SessionEnd.RoleChanged
            : (user.BancaId, user.VentanaId) != place ? SessionEnd.UserMoved
            : passwordHash is not null ? SessionEnd.PasswordChanged
            : null;
        if (end is not null)
        {
            await sessions.End(user, end, cancellationToken);
        }

        var action = user.Role != role ? ActivityType.UserRoleChange : ActivityType.UserUpdate;
        db.Record(actor, action, user, $"Usuario modificado: {user.Username}", clock.GetUtcNow());
        return null;
    }

    private Task<Refusal?> Move(User user, UserEdit edit, CancellationToken cancellationToken)
    {
        var role = edit.Role ?? user.Role;
        Guid[] bancas = edit.BancaId is { } banca ? [banca]
            : role == Role.Banca && user.BancaId is { } home ? [home]
            : [];
        return placement.Place(user, role, edit.VentanaId, bancas, cancellationToken);
    }

    // The banca in which the user takes one of the sellers' places.
    private static Guid? SeatOf(User user) => user is { Role: Role.Vendedor, IsActive: true } ? user.BancaId : null;

    private Task<Outcome<User>> Change(
        string operation,
        Guid userId,
        Actor actor,
        Func<User, CancellationToken, Task<Refusal?>> change,
        CancellationToken cancellationToken) =>
        db.InTransaction<User>(operation, async ct =>
        {
            var user = await db.Users.Locked(userId).FindVisible(userId, actor, ct);
            return user is null ? UserRefusals.NotFound
                : user.OutOfReachOf(actor) is { } hidden ? hidden
                : await change(user, ct) is { } refusal ? refusal
                : user;
        }, cancellationToken);
}

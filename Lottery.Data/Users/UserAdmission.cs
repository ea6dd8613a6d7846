using Lottery.Data.Activity;
using Lottery.Data.Persistence;
using Lottery.Data.Users.Places;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Users;

/// <summary>
/// Letting a user in: creating the account, or switching it on again. One place for the role ceiling, the scope and
/// the banca's quota of sellers, whichever way somebody comes in.
/// </summary>
public sealed class UserAdmission(
    LotteryDbContext db, Passwords passwords, UserPlacement placement, TimeProvider clock)
{
    public async Task<Outcome<User>> Create(NewUser wanted, Actor actor, CancellationToken cancellationToken)
    {
        if (passwords.Check(wanted.Password) is { } weak)
        {
            return weak;
        }

        var hash = await passwords.Hash(wanted.Password, cancellationToken);
        return await db.InTransaction<User>("user.create", ct => Add(wanted, hash, actor, ct), cancellationToken);
    }

    /// <summary>Switches an account on again, within the banca's quota.</summary>
    public Task<Outcome<User>> Restore(Guid userId, Actor actor, CancellationToken cancellationToken) =>
        db.InTransaction<User>("user.restore", async ct =>
        {
            var user = await db.Users.Locked(userId).SingleOrDefaultAsync(ct);
            if (user is null)
            {
                return UserRefusals.NotFound;
            }

            if (user.OutOfReachOf(actor) is { } hidden)
            {
                return hidden;
            }

            if (await placement.CheckOpen(user, ct) is { } closed)
            {
                return closed;
            }

            if (!user.IsActive && await db.IsFullFor(user, ct))
            {
                return UserRefusals.QuotaExceeded;
            }

            user.Restore();
            db.Record(actor, ActivityType.UserRestore, user, $"Usuario restaurado: {user.Username}", clock.GetUtcNow());
            return user;
        }, cancellationToken);

    /// <summary>Adds the account in the caller's transaction.</summary>
    /// <param name="passwordHash">Of <see cref="NewUser.Password"/>: hashing takes too long for a transaction.</param>
    internal async Task<Outcome<User>> Add(
        NewUser wanted, string passwordHash, Actor actor, CancellationToken cancellationToken)
    {
        var role = wanted.Role ?? (actor.Role == Role.Ventana ? Role.Vendedor : Role.Ventana);
        if (actor.UserId is not null && !actor.Role.Outranks(role))
        {
            return UserRefusals.RoleCeiling;
        }

        var user = new User
        {
            Name = wanted.Name.Trim(),
            Username = wanted.Username.Trim(),
            PasswordHash = passwordHash,
            Email = wanted.Email?.Trim().ToLowerInvariant(),
            Phone = wanted.Phone,
            Code = wanted.Code?.Trim(),
            MaxSessionsPerVendedor = wanted.MaxSessionsPerVendedor,
        };
        var ventanaId = actor.Role == Role.Ventana ? actor.VentanaId : wanted.VentanaId;
        if (await placement.Place(user, role, ventanaId, BancasOf(wanted, role, actor), cancellationToken)
            is { } refusal)
        {
            return refusal;
        }

        if (!wanted.IsActive)
        {
            user.Deactivate();
        }
        else if (await db.IsFullFor(user, cancellationToken))
        {
            return UserRefusals.QuotaExceeded;
        }

        db.Users.Add(user);
        db.Record(actor, ActivityType.UserCreate, user, $"Usuario creado: {user.Username}", clock.GetUtcNow());
        return user;
    }

    private static IReadOnlyList<Guid> BancasOf(NewUser wanted, Role role, Actor actor) =>
        wanted.BancaIds is { Count: > 0 } several ? several
        : wanted.BancaId is { } one ? [one]
        : role == Role.Banca && actor.BancaId is { } active ? [active]
        : [];
}

/// <summary>An account as asked for.</summary>
/// <param name="Role">Null takes VENDEDOR from a ventana and VENTANA from anybody else.</param>
public sealed record NewUser(string Name, string Username, string Password, Role? Role = null)
{
    public Guid? VentanaId { get; init; }

    /// <summary>Home banca of a BANCA user; of others it may only be the ventana's.</summary>
    public Guid? BancaId { get; init; }

    /// <summary>Bancas of a BANCA user, the first its home.</summary>
    public IReadOnlyList<Guid>? BancaIds { get; init; }

    public bool IsActive { get; init; } = true;

    public string? Email { get; init; }

    public string? Phone { get; init; }

    public string? Code { get; init; }

    public int? MaxSessionsPerVendedor { get; init; }

    // A record prints its members; this one must never print its password.
    public override string ToString() => nameof(NewUser);
}

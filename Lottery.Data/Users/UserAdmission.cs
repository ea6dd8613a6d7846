using Lottery.Data.Activity;
using Lottery.Data.Bancas;
using Lottery.Data.Persistence;
using Lottery.Data.Ventanas;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Users;

/// <summary>
/// Letting a user in: creating the account, or switching it on again. One place for the role ceiling, the scope and
/// the banca's quota of sellers, whichever way somebody comes in.
/// </summary>
public sealed class UserAdmission(LotteryDbContext db, Passwords passwords, TimeProvider clock)
{
    public Task<Outcome<User>> Create(NewUser wanted, Actor actor, CancellationToken cancellationToken) =>
        db.InTransaction<User>("user.create", async ct =>
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
                PasswordHash = passwords.Hash(wanted.Password),
                Email = wanted.Email?.Trim().ToLowerInvariant(),
                Phone = wanted.Phone,
                Code = wanted.Code,
                MaxSessionsPerVendedor = wanted.MaxSessionsPerVendedor,
            };
            if (await Place(user, role, wanted, actor, ct) is { } refusal)
            {
                return refusal;
            }

            if (await db.IsFullFor(user, ct))
            {
                return UserRefusals.QuotaExceeded;
            }

            db.Users.Add(user);
            db.Record(actor, ActivityType.UserCreate, user, $"Usuario creado: {user.Username}", clock.GetUtcNow());
            return user;
        }, cancellationToken);

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

            if (!user.IsActive && await db.IsFullFor(user, ct))
            {
                return UserRefusals.QuotaExceeded;
            }

            user.Restore();
            db.Record(actor, ActivityType.UserRestore, user, $"Usuario restaurado: {user.Username}", clock.GetUtcNow());
            return user;
        }, cancellationToken);

    private async Task<Refusal?> Place(
        User user, Role role, NewUser wanted, Actor actor, CancellationToken cancellationToken)
    {
        switch (role)
        {
            case Role.Admin:
                user.BecomeAdmin();
                return null;

            case Role.Banca:
                var bancaId = wanted.BancaId ?? actor.BancaId;
                if (bancaId is not { } home || !await db.Bancas.AnyAsync(b => b.Id == home, cancellationToken))
                {
                    return bancaId is null ? UserRefusals.BancaRequired : BancaRefusals.NotFound;
                }

                user.BecomeBancaOf(home);
                user.Bancas.Add(new UserBanca { UserId = user.Id, BancaId = home, IsDefault = true });
                return null;

            default:
                var ventanaId = actor.Role == Role.Ventana ? actor.VentanaId : wanted.VentanaId;
                var ventana = await db.Ventanas.Include(v => v.Banca)
                    .SingleOrDefaultAsync(v => v.Id == ventanaId, cancellationToken);
                if (ventana is not { IsActive: true, Banca.IsActive: true })
                {
                    return ventanaId is null ? UserRefusals.VentanaRequired
                        : ventana is { Banca.IsActive: false } ? BancaRefusals.Inactive
                        : VentanaRefusals.NotFound;
                }

                user.WorkAt(ventana, role);
                return null;
        }
    }
}

/// <summary>An account as asked for.</summary>
/// <param name="Role">Null takes VENDEDOR from a ventana and VENTANA from anybody else.</param>
public sealed record NewUser(string Name, string Username, string Password, Role? Role = null)
{
    public Guid? VentanaId { get; init; }

    public Guid? BancaId { get; init; }

    public string? Email { get; init; }

    public string? Phone { get; init; }

    public string? Code { get; init; }

    public int? MaxSessionsPerVendedor { get; init; }

    // A record prints its members; this one must never print its password.
    public override string ToString() => nameof(NewUser);
}

using Lottery.Data.Activity;
using Lottery.Data.Persistence;
using Lottery.Data.Users;
using Lottery.Data.Users.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Ventanas;

/// <summary>Changing a ventana, and how the user who operates it logs in: both or neither.</summary>
public sealed class VentanaChange(
    LotteryDbContext db, Passwords passwords, UserAdmission admission, SessionRevocation sessions, TimeProvider clock)
{
    /// <summary>Changes a ventana within the actor's reach.</summary>
    /// <param name="edit">Sets what is to change; it may refuse.</param>
    /// <param name="access">How its user is to log in from now on; one that is missing is made.</param>
    public async Task<Outcome<Ventana>> Apply(
        Guid ventanaId, Func<Ventana, Refusal?> edit, NewAccess access, Actor actor, CancellationToken cancellationToken)
    {
        if (access.Password is { } weak && passwords.Check(weak) is { } refusal)
        {
            return refusal;
        }

        var hash = access.Password is { } password ? await passwords.Hash(password, cancellationToken) : null;
        return await Change("ventana.update", ventanaId, actor, async (ventana, ct) =>
        {
            if (edit(ventana) is { } refused)
            {
                return refused;
            }

            db.Record(
                actor, ActivityType.VentanaUpdate, ventana, $"Ventana modificada: {ventana.Name}", clock.GetUtcNow());
            return access.IsAsked ? await GiveAccess(ventana, access, hash, actor, ct) : null;
        }, cancellationToken);
    }

    public Task<Outcome<Ventana>> Deactivate(
        Guid ventanaId, string? reason, Actor actor, CancellationToken cancellationToken) =>
        Change("ventana.deactivate", ventanaId, actor, (ventana, _) =>
        {
            ventana.Deactivate(reason);
            db.Record(
                actor, ActivityType.VentanaDelete, ventana, $"Ventana desactivada: {ventana.Name}", clock.GetUtcNow());
            return Task.FromResult<Refusal?>(null);
        }, cancellationToken);

    public Task<Outcome<Ventana>> Restore(Guid ventanaId, Actor actor, CancellationToken cancellationToken) =>
        Change("ventana.restore", ventanaId, actor, (ventana, _) =>
        {
            var refusal = ventana.Restore(ventana.Banca!.IsActive);
            if (refusal is null)
            {
                db.Record(
                    actor, ActivityType.VentanaRestore, ventana, $"Ventana restaurada: {ventana.Name}",
                    clock.GetUtcNow());
            }

            return Task.FromResult(refusal);
        }, cancellationToken);

    private async Task<Refusal?> GiveAccess(
        Ventana ventana, NewAccess access, string? passwordHash, Actor actor, CancellationToken cancellationToken)
    {
        var user = await db.Users.Where(u => u.VentanaId == ventana.Id && u.Role == Role.Ventana)
            .OrderBy(u => u.CreatedAt).FirstOrDefaultAsync(cancellationToken);
        if (user is null)
        {
            if (passwordHash is null)
            {
                return VentanaRefusals.UserIncomplete;
            }

            var credentials = new Credentials(access.Username ?? DefaultUsernameOf(ventana), access.Password!);
            return (await admission.Add(
                VentanaOpening.OperatorOf(ventana, credentials), passwordHash, actor, cancellationToken)).Refusal;
        }

        user.Username = access.Username?.Trim() ?? user.Username;
        user.PasswordHash = passwordHash ?? user.PasswordHash;
        if (passwordHash is not null)
        {
            await sessions.End(user, SessionEnd.PasswordChanged, cancellationToken);
        }

        db.Record(actor, ActivityType.UserUpdate, user, $"Usuario modificado: {user.Username}", clock.GetUtcNow());
        return null;
    }

    private static string DefaultUsernameOf(Ventana ventana)
    {
        var name = Plain(ventana.Name);
        return $"{name[..Math.Min(name.Length, 20)]}_{Plain(ventana.Code ?? ventana.Id.ToString("N")[^8..])}";
    }

    private static string Plain(string text) => string.Concat(
        text.ToLowerInvariant().Replace(' ', '_').Where(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'));

    private Task<Outcome<Ventana>> Change(
        string operation,
        Guid ventanaId,
        Actor actor,
        Func<Ventana, CancellationToken, Task<Refusal?>> change,
        CancellationToken cancellationToken) =>
        db.InTransaction<Ventana>(operation, async ct =>
        {
            var ventana = await db.Ventanas
                .FromSql($"select * from ventanas where id = {ventanaId} for no key update")
                .Include(v => v.Banca)
                .SingleOrDefaultAsync(ct);
            return ventana is null ? VentanaRefusals.NotFound
                : ventana.HiddenFrom(actor) is { } hidden ? hidden
                : await change(ventana, ct) is { } refusal ? refusal
                : ventana;
        }, cancellationToken);
}

/// <summary>How the user of a ventana is to log in from now on; null leaves a part as it is.</summary>
public sealed record NewAccess(string? Username, string? Password)
{
    public bool IsAsked => Username is not null || Password is not null;

    // A record prints its members; this one must never print its password.
    public override string ToString() => nameof(NewAccess);
}

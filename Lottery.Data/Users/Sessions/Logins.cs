using Lottery.Data.Persistence;
using Lottery.Data.Users.Sessions.Lockout;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Users.Sessions;

/// <summary>Logging in: who it is, whether they may, and which older sessions make room.</summary>
public sealed class Logins(
    LotteryDbContext db, Passwords passwords, LoginAttempts attempts, SessionRoom room, SessionStart start)
{
    /// <summary>
    /// Starts a session. Unknown user and wrong password are one refusal and take the same time; an inactive account
    /// is told so only to who knows its password. Who fails too often waits, and no password is looked at meanwhile, not
    /// even the right one.
    /// </summary>
    public async Task<Outcome<Session>> LogIn(LoginAttempt attempt, CancellationToken cancellationToken)
    {
        if (await attempts.Check(attempt, cancellationToken) is { } locked)
        {
            return locked;
        }

        var known = await db.Users.IgnoreQueryFilters([LotteryDbContext.TenantFilter])
            .Include(u => u.Ventana).Include(u => u.Banca)
            .AsNoTracking()
            .SingleOrDefaultAsync(u => u.Username == attempt.Username, cancellationToken);
        var match = await passwords.Verify(known?.PasswordHash, attempt.Password, cancellationToken);
        if (known is null || match == PasswordMatch.None)
        {
            await attempts.Failed(attempt, known, "wrong username or password", cancellationToken);
            return UserRefusals.InvalidCredentials;
        }

        if (!Standing(known))
        {
            await attempts.Failed(attempt, known, "inactive", cancellationToken);
            return UserRefusals.Inactive;
        }

        var rehashed = match == PasswordMatch.OfOlderCost
            ? await passwords.Hash(attempt.Password, cancellationToken)
            : null;
        var outcome = await db.InTransaction<Session>("session.login", async ct =>
        {
            var user = await db.Users.Locked(known.Id).IgnoreQueryFilters([LotteryDbContext.TenantFilter])
                .Include(u => u.Banca).SingleAsync(ct);
            // Hashing took its time; the account may have been switched off or given another password meanwhile.
            if (!user.IsActive || user.PasswordHash != known.PasswordHash)
            {
                return user.IsActive ? UserRefusals.InvalidCredentials : UserRefusals.Inactive;
            }

            user.PasswordHash = rehashed ?? user.PasswordHash;
            (user.Platform, user.AppVersion) = (attempt.Platform ?? user.Platform, attempt.AppVersion ?? user.AppVersion);
            if (await room.Make(user, attempt.DeviceId, ct) is { } full)
            {
                return full;
            }

            var session = start.First(user, attempt);
            db.Sessions.Add(session);
            await attempts.Succeeded(attempt, user, ct);
            await room.ForgetLongEnded(user, ct);
            return session;
        }, cancellationToken);
        if (outcome.Refusal is { } refusal)
        {
            await attempts.TurnedAway(attempt, known, refusal.Code, cancellationToken);
        }
        else
        {
            attempts.Entered();
        }

        return outcome;
    }

    /// <summary>False when the user, or where it works, is switched off.</summary>
    internal static bool Standing(User user) =>
        user.IsActive && user.Ventana is not { IsActive: false } && user.Banca is not { IsActive: false };
}

/// <summary>What came with a login.</summary>
public sealed record LoginAttempt(string Username, string Password)
{
    public string? Platform { get; init; }

    public string? AppVersion { get; init; }

    public string? DeviceId { get; init; }

    public string? DeviceName { get; init; }

    public string? UserAgent { get; init; }

    public string? IpAddress { get; init; }

    public string? RequestId { get; init; }

    // A record prints its members; this one must never print its password.
    public override string ToString() => nameof(LoginAttempt);
}

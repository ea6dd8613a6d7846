using System.Net;
using System.Security.Cryptography;
using System.Text;
using Lottery.Data.Activity;
using Lottery.Data.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Lottery.Data.Users.Sessions.Lockout;

/// <summary>
/// What came of logins. Who guesses passwords waits: after a few failures of one account name, or many from one
/// address, nothing is looked at for a while that doubles with every further failure. Counted in the database, for all
/// processes together. A name that is nobody's is counted like any other, so that waiting tells nothing. Every attempt
/// that was looked at leaves a LOGIN line.
/// </summary>
public sealed class LoginAttempts(
    LotteryDbContext db,
    IOptions<LockoutOptions> options,
    TimeProvider clock,
    ActivityMetrics metrics,
    ILogger<LoginAttempts> log)
{
    /// <summary>The refusal while the account name or the address must wait, else null.</summary>
    public async Task<Refusal?> Check(LoginAttempt attempt, CancellationToken cancellationToken)
    {
        var (now, keys) = (clock.GetUtcNow(), KeysOf(attempt));
        var until = await db.LoginFailures
            .Where(f => keys.Contains(f.Key) && f.LockedUntil > now)
            .MaxAsync(f => f.LockedUntil, cancellationToken);
        if (until is not { } end)
        {
            return null;
        }

        metrics.LoginLocked();
        LoginLog.Locked(log, attempt.IpAddress, end);
        return UserRefusals.TooManyAttempts(end - now);
    }

    /// <summary>Counts one failure for the account name and one for the address.</summary>
    /// <param name="user">Whose name it is; null when it is nobody's.</param>
    public Task Failed(LoginAttempt attempt, User? user, string reason, CancellationToken cancellationToken)
    {
        metrics.LoginFailed();
        return db.InTransaction<bool>("session.login-failed", async ct =>
        {
            db.ActivityLogs.Add(Line(attempt, user, false, reason));
            await Count(attempt, ct);
            return true;
        }, cancellationToken);
    }

    /// <summary>Notes that somebody who knew the password was not let in: no guess, so nobody waits for it.</summary>
    internal Task TurnedAway(LoginAttempt attempt, User user, string reason, CancellationToken cancellationToken)
    {
        metrics.LoginFailed();
        return db.InTransaction<bool>("session.login-turned-away", _ =>
        {
            db.ActivityLogs.Add(Line(attempt, user, false, reason));
            return Task.FromResult<Outcome<bool>>(true);
        }, cancellationToken);
    }

    /// <summary>
    /// Forgets the failures of the account name: its owner is there. The address goes on being watched. In the caller's
    /// transaction; <see cref="Entered"/> says that it was committed.
    /// </summary>
    internal Task Succeeded(LoginAttempt attempt, User user, CancellationToken cancellationToken)
    {
        db.ActivityLogs.Add(Line(attempt, user, true, "Inicio de sesión"));
        var account = KeysOf(attempt)[0];
        return db.LoginFailures.Where(f => f.Key == account).ExecuteDeleteAsync(cancellationToken);
    }

    internal void Entered() => metrics.LoginSucceeded();

    private Task<int> Count(LoginAttempt attempt, CancellationToken cancellationToken)
    {
        var (now, lockout) = (clock.GetUtcNow(), options.Value);
        var (keys, limits) = (KeysOf(attempt), new[] { lockout.AccountFailures, lockout.AddressFailures });
        var (first, longest) = (lockout.FirstWait, lockout.LongestWait);
        var forgotten = now - lockout.ForgetAfter;
        // What ran out long ago goes a few rows at a time, with the failures of today; the limit keeps it short, and a
        // row that somebody else is counting is left alone.
        return db.Database.ExecuteSqlAsync(
            $"""
            -- login.failure
            with gone as (
                delete from login_failures where key in (
                    select key from login_failures where last_at < {forgotten} and key <> all({keys})
                    order by last_at limit 20 for update skip locked))
            insert into login_failures as f (key, count, last_at, locked_until)
            select key, 1, {now}, case when 1 >= allowed then {now} + {first} end
            from unnest({keys}, {limits}) as failed(key, allowed) order by key
            on conflict (key) do update set
                count = case when f.last_at < {forgotten} then 1 else f.count + 1 end,
                last_at = {now},
                locked_until = (
                    select case when n >= allowed
                        then {now} + least({longest}, {first} * power(2, least(n - allowed, 30))) end
                    from (select case when f.last_at < {forgotten} then 1 else f.count + 1 end as n, allowed
                        from unnest({keys}, {limits}) as failed(key, allowed) where failed.key = f.key) as counted)
            """,
            cancellationToken);
    }

    // The name typed is kept only when it is a user's: people type passwords into the wrong box.
    private ActivityLog Line(LoginAttempt attempt, User? user, bool succeeded, string description) =>
        ActivityTrail.Line(
            new Actor(user?.Id, user?.Role ?? Role.Vendedor, user?.BancaId, user?.VentanaId, attempt.RequestId)
            {
                IpAddress = attempt.IpAddress,
            },
            ActivityType.Login,
            "USER",
            user?.Id.ToString(),
            user?.BancaId,
            new { username = user?.Username, attempt.UserAgent, attempt.DeviceId, attempt.DeviceName, description },
            clock.GetUtcNow(),
            succeeded);

    private static byte[][] KeysOf(LoginAttempt attempt) =>
    [
        Key($"account {attempt.Username.ToLowerInvariant()}"),
        Key($"address {ClientNetwork.Of(IPAddress.TryParse(attempt.IpAddress, out var address) ? address : null)}"),
    ];

    private static byte[] Key(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}

internal static partial class LoginLog
{
    [LoggerMessage(EventName = "LOGIN_LOCKED", Level = LogLevel.Warning,
        Message = "A login was turned away unread: too many failures of its name or its address")]
    public static partial void Locked(ILogger log, string? ip, DateTimeOffset until);
}

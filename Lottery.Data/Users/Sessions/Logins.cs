using Lottery.Data.Activity;
using Lottery.Data.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Lottery.Data.Users.Sessions;

/// <summary>Logging in: who it is, whether they may, and which older sessions make room.</summary>
public sealed class Logins(
    LotteryDbContext db, Passwords passwords, SessionSecrets secrets, IOptions<SessionTokenOptions> options, TimeProvider clock)
{
    /// <summary>
    /// Starts a session. Unknown user and wrong password are one refusal and take the same time; an inactive account
    /// is told so only to who knows its password. Every attempt leaves a LOGIN line.
    /// </summary>
    public async Task<Outcome<Session>> LogIn(LoginAttempt attempt, CancellationToken cancellationToken)
    {
        var known = await db.Users.IgnoreQueryFilters([LotteryDbContext.TenantFilter])
            .Include(u => u.Ventana).Include(u => u.Banca)
            .AsNoTracking()
            .SingleOrDefaultAsync(u => u.Username == attempt.Username, cancellationToken);
        if (!passwords.Verify(known?.PasswordHash, attempt.Password, out var needsRehash) || known is null)
        {
            await NoteFailure(attempt, known, "wrong username or password", cancellationToken);
            return UserRefusals.InvalidCredentials;
        }

        if (!Standing(known))
        {
            await NoteFailure(attempt, known, "inactive", cancellationToken);
            return UserRefusals.Inactive;
        }

        return await db.InTransaction<Session>("session.login", async ct =>
        {
            var user = await db.Users.Locked(known.Id).IgnoreQueryFilters([LotteryDbContext.TenantFilter])
                .Include(u => u.Banca).SingleAsync(ct);
            if (!user.IsActive)
            {
                return UserRefusals.Inactive;
            }

            if (needsRehash)
            {
                user.PasswordHash = passwords.Hash(attempt.Password);
            }

            (user.Platform, user.AppVersion) = (attempt.Platform ?? user.Platform, attempt.AppVersion ?? user.AppVersion);
            await MakeRoom(user, attempt.DeviceId, ct);
            var session = Start(user, attempt);
            db.Sessions.Add(session);
            db.ActivityLogs.Add(Line(attempt, user, true, "Inicio de sesión"));
            return session;
        }, cancellationToken);
    }

    /// <summary>False when the user, or where it works, is switched off.</summary>
    internal static bool Standing(User user) =>
        user.IsActive && user.Ventana is not { IsActive: false } && user.Banca is not { IsActive: false };

    // A seller keeps a limited number of sessions: the least recently used make room. On one device there is one
    // session. Administrators work from wherever they like.
    private async Task MakeRoom(User user, string? deviceId, CancellationToken cancellationToken)
    {
        if (!user.Role.WorksAtVentana())
        {
            return;
        }

        var now = clock.GetUtcNow();
        var live = await db.Sessions
            .Where(s => s.UserId == user.Id && s.RevokedAt == null && s.ExpiresAt > now)
            .OrderBy(s => s.LastUsedAt)
            .ToListAsync(cancellationToken);
        foreach (var same in live.Where(s => deviceId is not null && s.DeviceId == deviceId).ToList())
        {
            same.Revoke(SessionEnd.NewLogin, now);
            live.Remove(same);
        }

        if (user.Role == Role.Vendedor)
        {
            var most = user.MaxSessionsPerVendedor ?? user.Banca!.MaxSessionsPerVendedor;
            foreach (var oldest in live.Take(live.Count - most + 1))
            {
                oldest.Revoke(SessionEnd.FifoDisplacement, now);
            }
        }
    }

    private Session Start(User user, LoginAttempt attempt)
    {
        var (id, now) = (Guid.CreateVersion7(), clock.GetUtcNow());
        return new Session
        {
            Id = id,
            FamilyId = id,
            UserId = user.Id,
            BancaId = user.BancaId,
            TokenHash = Session.HashOf(secrets.Of(id)),
            DeviceId = attempt.DeviceId,
            DeviceName = attempt.DeviceName,
            UserAgent = attempt.UserAgent,
            IpAddress = attempt.IpAddress,
            StartedAt = now,
            CreatedAt = now,
            LastUsedAt = now,
            ExpiresAt = options.Value.ExpiryOf(startedAt: now, now),
        };
    }

    private async Task NoteFailure(
        LoginAttempt attempt, User? user, string reason, CancellationToken cancellationToken)
    {
        db.ActivityLogs.Add(Line(attempt, user, false, reason));
        await db.SaveChangesAsync(cancellationToken);
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

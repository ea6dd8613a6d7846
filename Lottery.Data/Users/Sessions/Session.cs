using System.Security.Cryptography;

namespace Lottery.Data.Users.Sessions;

/// <summary>
/// One link in a chain of refresh tokens. Its id travels in every access token (<c>sid</c>); the refresh token's
/// secret is kept only as a hash. A rotation revokes it and points to its successor; every link of a chain shares a
/// family, which is revoked as a whole when a spent token comes back.
/// </summary>
public sealed class Session
{
    /// <summary>How long a spent refresh token still answers with its successor: two tabs that refresh at once.</summary>
    public static readonly TimeSpan RefreshGrace = TimeSpan.FromSeconds(30);

    /// <summary>How long access tokens of a rotated session are still taken: requests already on their way.</summary>
    public static readonly TimeSpan AccessGrace = TimeSpan.FromSeconds(60);

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid UserId { get; init; }

    public User? User { get; private set; }

    /// <summary>Banca at login; null for an administrator.</summary>
    public Guid? BancaId { get; init; }

    /// <summary>Id of the first session of the chain.</summary>
    public required Guid FamilyId { get; init; }

    /// <summary>Session that took over at the rotation.</summary>
    public Guid? SuccessorId { get; private set; }

    /// <summary>SHA-256 of the refresh token's secret.</summary>
    public required byte[] TokenHash { get; init; }

    public string? DeviceId { get; init; }

    public string? DeviceName { get; init; }

    public string? UserAgent { get; init; }

    public string? IpAddress { get; init; }

    /// <summary>When the chain began, with a password. However often it is renewed, it does not outlive
    /// <see cref="SessionTokenOptions.LongestLifetime"/>.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset LastUsedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>One of <see cref="SessionEnd"/>; null while the session lives.</summary>
    public string? RevokedReason { get; private set; }

    public static byte[] HashOf(string secret) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret));

    public bool IsLive(DateTimeOffset now) => RevokedAt is null && now < ExpiresAt;

    /// <summary>Live, or rotated so recently that requests sent before still count.</summary>
    public bool AcceptsAccess(DateTimeOffset now) => now < AcceptsAccessUntil;

    /// <summary>First instant at which an access token of this session is no longer taken, as things stand.</summary>
    public DateTimeOffset AcceptsAccessUntil =>
        RevokedAt is not { } end ? ExpiresAt
        : RevokedReason != SessionEnd.Rotation ? DateTimeOffset.MinValue
        : end + AccessGrace < ExpiresAt ? end + AccessGrace
        : ExpiresAt;

    public bool WasRotatedWithin(TimeSpan grace, DateTimeOffset now) =>
        RevokedReason == SessionEnd.Rotation && now - RevokedAt < grace;

    /// <summary>Ends the session. The first reason stays.</summary>
    public void Revoke(string reason, DateTimeOffset now)
    {
        RevokedAt ??= now;
        RevokedReason ??= reason;
    }

    public void RotateTo(Session successor, DateTimeOffset now)
    {
        Revoke(SessionEnd.Rotation, now);
        SuccessorId = successor.Id;
    }
}

/// <summary>Why a session ended, as stored and as clients read it.</summary>
public static class SessionEnd
{
    public const string Rotation = "rotation";
    public const string NewLogin = "new_login";
    public const string FifoDisplacement = "fifo_displacement";
    public const string Logout = "logout";
    public const string LogoutAll = "logout_all";
    public const string RevokedByUser = "revoked_by_user";
    public const string RevokedByAdmin = "revoked_by_admin";
    public const string LimitReduced = "vendor_limit_reduced";
    public const string RoleChanged = "role_changed";
    public const string UserInactive = "user_inactive";
    public const string UserDeactivated = "user_deactivated";
    public const string UserMoved = "user_moved_banca";
    public const string PasswordChanged = "password_changed";
    public const string TokenReused = "token_reused";
}

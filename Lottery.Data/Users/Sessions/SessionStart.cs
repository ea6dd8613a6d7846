using Microsoft.Extensions.Options;

namespace Lottery.Data.Users.Sessions;

/// <summary>Makes sessions: the first of a chain at a login, and the successor of one that is renewed.</summary>
public sealed class SessionStart(SessionSecrets secrets, IOptions<SessionTokenOptions> options, TimeProvider clock)
{
    internal Session First(User user, LoginAttempt attempt)
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

    /// <param name="session">The one that is renewed; it ends.</param>
    /// <param name="user">Its user, as of now.</param>
    /// <param name="from">Where the renewal came from; what is not known there is as it was.</param>
    internal Session Next(Session session, User user, Caller from)
    {
        var (id, now) = (Guid.CreateVersion7(), clock.GetUtcNow());
        var successor = new Session
        {
            Id = id,
            FamilyId = session.FamilyId,
            UserId = session.UserId,
            BancaId = user.BancaId,
            TokenHash = Session.HashOf(secrets.Of(id)),
            DeviceId = session.DeviceId,
            DeviceName = session.DeviceName,
            UserAgent = from.UserAgent ?? session.UserAgent,
            IpAddress = from.IpAddress ?? session.IpAddress,
            StartedAt = session.StartedAt,
            CreatedAt = now,
            LastUsedAt = now,
            ExpiresAt = options.Value.ExpiryOf(session.StartedAt, now),
        };
        session.RotateTo(successor, now);
        return successor;
    }
}

/// <summary>Where a request came from.</summary>
public sealed record Caller(string? UserAgent, string? IpAddress)
{
    /// <summary>Characters of a user agent that are kept.</summary>
    public const int LongestUserAgent = 400;
}

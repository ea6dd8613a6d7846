using Lottery.Data.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Lottery.Data.Users.Sessions;

/// <summary>Which older sessions make room for a new one, and whether there is room at all.</summary>
public sealed class SessionRoom(LotteryDbContext db, TimeProvider clock, ILogger<SessionRoom> log)
{
    private static readonly TimeSpan KeptAfterEnd = TimeSpan.FromDays(30);

    /// <summary>
    /// A seller keeps a limited number of sessions: the least recently used make room. On one device there is one
    /// session. Administrators work from wherever they like. The refusal is for a banca whose sellers have every
    /// session that they may have together. Call it with the user's row locked.
    /// </summary>
    internal async Task<Refusal?> Make(User user, string? deviceId, CancellationToken cancellationToken)
    {
        if (!user.Role.WorksAtVentana())
        {
            return null;
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

        if (user.Role != Role.Vendedor)
        {
            return null;
        }

        var most = user.MaxSessionsPerVendedor ?? user.Banca!.MaxSessionsPerVendedor;
        foreach (var oldest in live.Take(live.Count - most + 1))
        {
            oldest.Revoke(SessionEnd.FifoDisplacement, now);
            SessionLog.Displaced(log, oldest.Id, user.Id);
        }

        return user.Banca!.SessionLimit is not null ? await CheckPool(user.Banca.Id, cancellationToken) : null;
    }

    /// <summary>Ends the least recently used sessions of the banca's sellers until the limit is kept.</summary>
    public async Task<int> Shrink(Guid bancaId, int limit, CancellationToken cancellationToken)
    {
        await db.LockPool(bancaId, cancellationToken);
        var ended = await LiveOf(bancaId).OrderByDescending(s => s.LastUsedAt).Skip(limit).ToListAsync(cancellationToken);
        ended.ForEach(session => session.Revoke(SessionEnd.LimitReduced, clock.GetUtcNow()));
        return ended.Count;
    }

    /// <summary>
    /// Deletes what is left of sessions that ran out long ago, at every login of their user: the table does not grow
    /// with the years, and no reused token is younger than that.
    /// </summary>
    internal Task ForgetLongEnded(User user, CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - KeptAfterEnd;
        return db.Sessions.Where(s => s.UserId == user.Id && s.ExpiresAt < before)
            .ExecuteDeleteAsync(cancellationToken);
    }

    private async Task<Refusal?> CheckPool(Guid bancaId, CancellationToken cancellationToken)
    {
        // Sellers of a banca without a limit log in side by side; with one they are counted one after the other. The
        // limit is read behind the lock, where whoever lowers it has been.
        await db.LockPool(bancaId, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        var limit = await db.Bancas.IgnoreQueryFilters([LotteryDbContext.TenantFilter]).Where(b => b.Id == bancaId)
            .Select(b => b.SessionLimit).SingleAsync(cancellationToken) ?? int.MaxValue;
        var live = await LiveOf(bancaId).CountAsync(cancellationToken);
        return live >= limit ? UserRefusals.PoolExhausted(live, limit) : null;
    }

    private IQueryable<Session> LiveOf(Guid bancaId)
    {
        var now = clock.GetUtcNow();
        return db.Sessions.IgnoreQueryFilters([LotteryDbContext.TenantFilter]).Where(s =>
            s.BancaId == bancaId && s.RevokedAt == null && s.ExpiresAt > now && s.User!.Role == Role.Vendedor);
    }
}

internal static partial class SessionLog
{
    [LoggerMessage(EventName = "SESSION_FIFO_DISPLACEMENT", Level = LogLevel.Information,
        Message = "The oldest session of a seller makes room for a new one")]
    public static partial void Displaced(ILogger log, Guid sessionId, Guid ofUserId);

    [LoggerMessage(EventName = "REVOKE_SESSION", Level = LogLevel.Information, Message = "A session was revoked")]
    public static partial void Revoked(ILogger log, Guid sessionId, Guid ofUserId, string reason);

    [LoggerMessage(EventName = "LOGOUT_ALL", Level = LogLevel.Information, Message = "A user ended all its sessions")]
    public static partial void LoggedOutEverywhere(ILogger log, Guid ofUserId, int sessions);

    [LoggerMessage(EventName = "REFRESH_TOKEN_REUSED", Level = LogLevel.Warning,
        Message = "A refresh token that was spent came back: its whole chain was revoked")]
    public static partial void Reused(ILogger log, Guid sessionId, Guid ofUserId, int sessions);
}

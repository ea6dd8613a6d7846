using Lottery.Data.Activity;
using Lottery.Data.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Lottery.Data.Users.Sessions;

/// <summary>Ending sessions before their time: one by its id, or all that somebody has.</summary>
public sealed class SessionRevocation(LotteryDbContext db, TimeProvider clock, ILogger<SessionRevocation> log)
{
    /// <summary>Ends a session of one's own, or of somebody below in one's reach.</summary>
    public Task<Outcome<Session>> Revoke(Guid sessionId, Actor actor, CancellationToken cancellationToken) =>
        db.InTransaction<Session>("session.revoke", async ct =>
        {
            var session = await db.Sessions.FromSql($"select * from sessions where id = {sessionId} for update")
                .SingleOrDefaultAsync(ct);
            // The tenant filter is on the users: a session of another banca's user is none.
            var user = session is null ? null : await db.Users.FindVisible(session.UserId, actor, ct);
            if (session is null || user is null)
            {
                return UserRefusals.SessionNotFound;
            }

            if (user.OutOfReachOf(actor) is { } hidden)
            {
                return hidden;
            }

            if (!session.IsLive(clock.GetUtcNow()))
            {
                return UserRefusals.SessionEnded;
            }

            var reason = user.Id == actor.UserId ? SessionEnd.RevokedByUser : SessionEnd.RevokedByAdmin;
            session.Revoke(reason, clock.GetUtcNow());
            Note(user, actor, 1, "Sesión revocada", sessionId);
            SessionLog.Revoked(log, sessionId, user.Id, reason);
            return session;
        }, cancellationToken);

    /// <summary>Ends every session of the actor, the one that asks included. The number of them.</summary>
    public Task<Outcome<int>> RevokeAll(Actor actor, CancellationToken cancellationToken) =>
        db.InTransaction<int>("session.revoke-all", async ct =>
        {
            var user = await db.Users.Locked(actor.Id).IgnoreQueryFilters([LotteryDbContext.TenantFilter]).SingleAsync(ct);
            var ended = await End(user, SessionEnd.LogoutAll, ct);
            Note(user, actor, ended, "Todas las sesiones cerradas", null);
            SessionLog.LoggedOutEverywhere(log, user.Id, ended);
            return ended;
        }, cancellationToken);

    /// <summary>Ends every live session of the user, in the caller's transaction.</summary>
    internal async Task<int> End(User user, string reason, CancellationToken cancellationToken)
    {
        var live = await db.Sessions
            .Where(s => s.UserId == user.Id && s.RevokedAt == null)
            .ToListAsync(cancellationToken);
        live.ForEach(session => session.Revoke(reason, clock.GetUtcNow()));
        return live.Count;
    }

    private void Note(User user, Actor actor, int sessions, string description, Guid? sessionId) =>
        db.ActivityLogs.Add(ActivityTrail.Line(
            actor, ActivityType.Logout, "USER", user.Id.ToString(), user.BancaId,
            new { sessions, sessionId, description }, clock.GetUtcNow()));
}

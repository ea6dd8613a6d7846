using Lottery.Data.Activity;
using Lottery.Data.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Lottery.Data.Users.Sessions;

/// <summary>Going on with a session by its refresh token, and ending it.</summary>
public sealed class SessionRotation(
    LotteryDbContext db, SessionStart start, TimeProvider clock, ILogger<SessionRotation> log)
{
    /// <summary>
    /// Spends the token and starts its successor. Within <see cref="Session.RefreshGrace"/> a token spent already
    /// answers with that successor; later it is taken for stolen and the whole chain is revoked.
    /// </summary>
    public async Task<Outcome<Session>> Refresh(string secret, Caller caller, CancellationToken cancellationToken)
    {
        // A chain that was revoked must stay revoked although the caller is refused, so the refusal is carried out of
        // the transaction as a missing session.
        var refreshed = await db.InTransaction<Session?>("session.refresh", async ct =>
        {
            var now = clock.GetUtcNow();
            if (await Find(secret, ct) is not { } session || now >= session.ExpiresAt)
            {
                return Nobody;
            }

            if (session.WasRotatedWithin(Session.RefreshGrace, now))
            {
                return await LiveSuccessor(session, now, ct);
            }

            if (session.RevokedReason == SessionEnd.Rotation)
            {
                await RevokeFamily(session, now, ct);
                return Nobody;
            }

            if (!session.IsLive(now))
            {
                return Nobody;
            }

            if (!Logins.Standing(session.User!))
            {
                session.Revoke(SessionEnd.UserInactive, now);
                return Nobody;
            }

            var successor = start.Next(session, session.User!, caller);
            db.Sessions.Add(successor);
            return successor;
        }, cancellationToken);
        return refreshed.IsRefused(out var refusal, out var fresh) ? refusal
            : fresh is null ? UserRefusals.InvalidRefreshToken
            : fresh;
    }

    /// <summary>Ends the session of the token. A token that is unknown or spent changes nothing.</summary>
    public Task<Outcome<bool>> LogOut(string secret, Actor actor, CancellationToken cancellationToken) =>
        db.InTransaction<bool>("session.logout", async ct =>
        {
            var now = clock.GetUtcNow();
            if (await Find(secret, ct) is not { } session || !session.IsLive(now))
            {
                return false;
            }

            session.Revoke(SessionEnd.Logout, now);
            db.ActivityLogs.Add(ActivityTrail.Line(
                actor with { UserId = session.UserId, BancaId = session.BancaId },
                ActivityType.Logout, "USER", session.UserId.ToString(), session.BancaId,
                new { sessionId = session.Id, description = "Cierre de sesión" }, now));
            return true;
        }, cancellationToken);

    private static readonly Outcome<Session?> Nobody = (Session?)null;

    private async Task<Session?> Find(string secret, CancellationToken cancellationToken)
    {
        var hash = Session.HashOf(secret);
        return await db.Sessions
            .FromSql($"select * from sessions where token_hash = {hash} for update")
            .Include(s => s.User!.Ventana).Include(s => s.User!.Banca)
            .IgnoreQueryFilters([LotteryDbContext.TenantFilter])
            .SingleOrDefaultAsync(cancellationToken);
    }

    private async Task<Outcome<Session?>> LiveSuccessor(
        Session session, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var successor = await db.Sessions.Include(s => s.User)
            .IgnoreQueryFilters([LotteryDbContext.TenantFilter])
            .SingleAsync(s => s.Id == session.SuccessorId, cancellationToken);
        return successor.IsLive(now) && Logins.Standing(session.User!) ? successor : Nobody;
    }

    private async Task RevokeFamily(Session session, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var family = await db.Sessions
            .Where(s => s.FamilyId == session.FamilyId && s.RevokedAt == null)
            .ToListAsync(cancellationToken);
        family.ForEach(link => link.Revoke(SessionEnd.TokenReused, now));
        SessionLog.Reused(log, session.Id, session.UserId, family.Count);
        db.ActivityLogs.Add(ActivityTrail.Line(
            Actor.System(), ActivityType.SystemAction, "USER", session.UserId.ToString(), session.BancaId,
            new { sessions = family.Count, description = "Token de renovación reutilizado: sesiones revocadas" }, now));
    }
}

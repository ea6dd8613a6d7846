using Lottery.Api.Access;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
using Lottery.Data;
using Lottery.Data.Users;
using Lottery.Data.Users.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Auth;

internal static class SessionEndpoints
{
    public static void MapSessions(this RouteGroupBuilder auth)
    {
        auth.MapGet("/sessions/user/{userId}", ListSessions, AccessMatrix.ListSessions)
            .WithSummary("List the live sessions of a user, last used first")
            .Refuses(UserRefusals.NotFound, UserRefusals.Forbidden);
        auth.MapDelete("/sessions/{sessionId}", RevokeSession, AccessMatrix.RevokeSession)
            .WithSummary("End a session")
            .Refuses(UserRefusals.SessionNotFound, UserRefusals.SessionEnded, UserRefusals.Forbidden);
    }

    private static async Task<ReportReply<IReadOnlyList<SessionResponse>>> ListSessions(
        Guid userId, LotteryDbContext db, CurrentActor current, TimeProvider clock, CancellationToken cancellationToken)
    {
        var user = await db.Users.AsNoTracking().FindVisible(userId, current.Actor, cancellationToken);
        if (user is null || user.OutOfReachOf(current.Actor) is not null)
        {
            return user is null ? UserRefusals.NotFound : UserRefusals.Forbidden;
        }

        var now = clock.GetUtcNow();
        var live = await db.Sessions.AsNoTracking()
            .Where(s => s.UserId == userId && s.RevokedAt == null && s.ExpiresAt > now)
            .OrderByDescending(s => s.LastUsedAt).ThenByDescending(s => s.Id)
            .ToListAsync(cancellationToken);
        return new Outcome<IReadOnlyList<SessionResponse>>(
            [.. live.Select(session => SessionResponse.Of(session, current.SessionId))]);
    }

    private static async Task<Reply<Said>> RevokeSession(
        Guid sessionId, SessionRevocation revocation, CurrentActor current, CancellationToken cancellationToken) =>
        (await revocation.Revoke(sessionId, current.Actor, cancellationToken)).Select(_ => new Said("Session revoked"));
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Lottery.Data.Users.Sessions;

/// <summary>
/// Who a token's bearer is right now. A revoked session, a deactivated user or a changed role takes effect at once, on
/// every replica. A bearer who is known costs no context of the database: it is asked with every request.
/// </summary>
public sealed class Identities(IServiceScopeFactory scopes, IdentityCache cache, TimeProvider clock)
{
    public async ValueTask<Outcome<Identity>> Of(Guid userId, Guid sessionId, CancellationToken cancellationToken)
    {
        if (cache.Find(userId, sessionId, clock.GetUtcNow()) is { } known)
        {
            return known;
        }

        var mark = cache.Mark;
        var read = await Read(userId, sessionId, cancellationToken);
        if (read.IsRefused(out var refusal, out var bearer))
        {
            return refusal;
        }

        cache.Keep(bearer.Identity, bearer.AcceptedUntil, mark);
        return bearer.Identity;
    }

    private async Task<Outcome<(Identity Identity, DateTimeOffset AcceptedUntil)>> Read(
        Guid userId, Guid sessionId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LotteryDbContext>();
        var row = await db.Sessions.IgnoreQueryFilters([LotteryDbContext.TenantFilter])
            .Where(s => s.Id == sessionId && s.UserId == userId)
            .Select(s => new
            {
                Session = s,
                s.User!.Role,
                s.User.BancaId,
                s.User.VentanaId,
                Standing = s.User.IsActive
                    && (s.User.VentanaId == null || s.User.Ventana!.IsActive)
                    && (s.User.BancaId == null || s.User.Banca!.IsActive),
                Bancas = s.User.Bancas.OrderByDescending(b => b.IsDefault).Where(b => b.Banca!.IsActive)
                    .Select(b => b.BancaId).ToList(),
            })
            .AsNoTracking()
            .TagWith("auth.identity")
            .SingleOrDefaultAsync(cancellationToken);
        return row is null ? UserRefusals.SessionRevoked
            : !row.Standing ? UserRefusals.Deactivated
            : !row.Session.AcceptsAccess(clock.GetUtcNow()) ? UserRefusals.SessionRevoked
            : (new Identity(userId, sessionId, row.Role, row.BancaId, row.VentanaId, row.Bancas),
                row.Session.AcceptsAccessUntil);
    }
}

/// <summary>A user as the database knows it at this moment.</summary>
/// <param name="BancaId">Home banca; null for an administrator.</param>
/// <param name="Bancas">Active bancas a BANCA user may operate, the default one first.</param>
public sealed record Identity(
    Guid UserId, Guid SessionId, Role Role, Guid? BancaId, Guid? VentanaId, IReadOnlyList<Guid> Bancas);

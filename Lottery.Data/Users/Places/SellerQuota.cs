using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Users.Places;

/// <summary>How many active sellers a banca may have, whichever way one comes in.</summary>
internal static class SellerQuota
{
    /// <summary>
    /// True when there is no place left in the banca that <paramref name="user"/> is about to join. Counted under the
    /// banca's row lock, so that two hirings at once cannot both take the last place.
    /// </summary>
    public static async Task<bool> IsFullFor(this LotteryDbContext db, User user, CancellationToken cancellationToken)
    {
        if (user.Role != Role.Vendedor)
        {
            return false;
        }

        // The figure alone: a banca that the context has read before would come back as it was before the lock.
        var most = await db.Bancas.FromSql($"select * from bancas where id = {user.BancaId} for no key update")
            .Select(b => b.VendorLimit).SingleAsync(cancellationToken);
        return most is { } limit
            && await db.Users.CountAsync(
                u => u.BancaId == user.BancaId && u.Role == Role.Vendedor && u.IsActive, cancellationToken) >= limit;
    }
}

using Lottery.Data.Loterias;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Sorteos;

/// <summary>
/// What switching a lotería off and on does to its draws. Only draws to come that nobody has bought for follow it: a
/// draw with tickets stays, or its result and its money would vanish from every report.
/// </summary>
public static class LoteriaCascade
{
    /// <summary>Makes the draws follow the lotería's state, in the caller's transaction. Returns how many did.</summary>
    public static async Task<int> FollowLoteria(
        this LotteryDbContext db, Loteria loteria, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (loteria.IsActive)
        {
            return await db.Database.ExecuteSqlAsync($"""
                -- loteria.cascade.restore
                update sorteos set is_active = true, deleted_by_cascade = false, updated_at = {now}
                where loteria_id = {loteria.Id} and deleted_by_cascade and deleted_at is null
                """, cancellationToken);
        }

        // In a statement of its own: the next one sees the tickets of the sales that this one has waited for.
        await db.Database.ExecuteSqlAsync($"""
            -- loteria.cascade.lock
            select from sorteos
            where loteria_id = {loteria.Id} and is_active and deleted_at is null and status in ('SCHEDULED', 'OPEN')
            order by id for update
            """, cancellationToken);
        return await db.Database.ExecuteSqlAsync($"""
            -- loteria.cascade.delete
            update sorteos s set is_active = false, deleted_by_cascade = true, updated_at = {now}
            where loteria_id = {loteria.Id} and is_active and deleted_at is null
                and status in ('SCHEDULED', 'OPEN')
                and not exists (select from tickets t where t.sorteo_id = s.id)
            """, cancellationToken);
    }
}

using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Accounts.Posting;

/// <summary>Accounts taken for change, always in the order of their keys and after everything else that is locked.</summary>
internal static class AccountLocks
{
    /// <summary>All accounts of a banca, until the transaction ends.</summary>
    public static Task TakeAccountsOf(this LotteryDbContext db, Guid bancaId, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"""
            -- account.take
            select from accounts where banca_id = {bancaId} order by banca_id, level, entity_id for update
            """,
            cancellationToken);
}

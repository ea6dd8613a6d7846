using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Accounts;

public static class AccountQueries
{
    /// <summary>True once anything was posted to the account.</summary>
    public static Task<bool> HasAccount(
        this LotteryDbContext db, AccountKey key, CancellationToken cancellationToken) =>
        db.Accounts.AnyAsync(
            a => a.BancaId == key.BancaId && a.Level == key.Level && a.EntityId == key.EntityId, cancellationToken);

    /// <summary>The day of an account, or null when nothing happened on it.</summary>
    public static Task<AccountStatement?> DayOf(
        this LotteryDbContext db, AccountKey key, DateOnly day, CancellationToken cancellationToken) =>
        db.AccountStatements.AsNoTracking().SingleOrDefaultAsync(
            s => s.BancaId == key.BancaId && s.Level == key.Level && s.EntityId == key.EntityId && s.Day == day,
            cancellationToken);

    /// <summary>The movements of an account's day, in the order in which they count.</summary>
    public static Task<List<AccountPayment>> MovementsOf(
        this LotteryDbContext db, AccountKey key, DateOnly day, CancellationToken cancellationToken) =>
        db.AccountPayments.AsNoTracking()
            .Where(p => p.BancaId == key.BancaId && p.Level == key.Level && p.EntityId == key.EntityId && p.Day == day)
            .OrderBy(p => p.Time).ThenBy(p => p.CreatedAt).ThenBy(p => p.Id).ToListAsync(cancellationToken);
}

using Lottery.Data.Accounts.Closings;
using Lottery.Data.Calendar;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Accounts.Posting;

/// <summary>
/// Adds lines to the ledger and everything that follows from them, in the open transaction of the act that causes them.
/// No reader ever sees one without the other.
/// </summary>
public sealed class Ledger(LotteryDbContext db, ClosingUpdate closings, BusinessCalendar calendar)
{
    /// <summary>
    /// Makes the ledger say of a draw what its tickets say now: what is evaluated is posted, what is not any more is taken
    /// back. What the act has changed must have been saved.
    /// </summary>
    /// <param name="day">Business day of the draw.</param>
    /// <returns>A refusal when an account is settled on that day.</returns>
    public async Task<Refusal?> PostSorteo(
        Guid sorteoId, DateOnly day, Actor actor, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlRawAsync(LedgerSql.OpenForSorteo, [sorteoId], cancellationToken);
        var settled = await db.Database.SqlQueryRaw<DateOnly?>(LedgerSql.TakeForSorteo, sorteoId, day)
            .ToListAsync(cancellationToken);
        if (settled is [{ } through])
        {
            return AccountRefusals.Settled(through);
        }

        await db.Database.SqlQueryRaw<int>(
            LedgerSql.PostSorteo, sorteoId, calendar.Now, Nullable(actor.UserId), day).ToListAsync(cancellationToken);
        await closings.Follow(sorteoId, day, cancellationToken);
        return null;
    }

    /// <summary>Takes the account, which is opened when there is none. Whoever posts to it has to hold it first.</summary>
    internal async Task<Account> Take(AccountKey key, CancellationToken cancellationToken)
    {
        var level = WireNames.Of(key.Level);
        await db.Database.ExecuteSqlAsync(
            $"""
            -- ledger.open
            insert into accounts (banca_id, level, entity_id, saldo, version)
            values ({key.BancaId}, {level}, {key.EntityId}, 0, 0)
            on conflict do nothing
            """,
            cancellationToken);
        return await db.Accounts
            .FromSql($"""
                select * from accounts
                where banca_id = {key.BancaId} and level = {level} and entity_id = {key.EntityId} for update
                """)
            .TagWith("ledger.take").AsNoTracking().IgnoreQueryFilters([LotteryDbContext.TenantFilter])
            .SingleAsync(cancellationToken);
    }

    /// <summary>Adds one line to an account that is held.</summary>
    /// <param name="effect">What the saldo changes by, colones.</param>
    /// <returns>A refusal when the account is settled on that day.</returns>
    internal async Task<Refusal?> Post(
        Account account, DateOnly day, EntryKind kind, decimal effect, Guid? paymentId, Actor actor,
        CancellationToken cancellationToken)
    {
        if (account.SettledThrough >= day)
        {
            return AccountRefusals.Settled(account.SettledThrough.Value);
        }

        var key = account.Key;
        await db.Database.SqlQueryRaw<int>(
            LedgerSql.PostOne, key.BancaId, calendar.Now, Nullable(actor.UserId), day, WireNames.Of(key.Level),
            key.EntityId, WireNames.Of(kind), Nullable(paymentId), effect).ToListAsync(cancellationToken);
        await closings.Follow(key, day, cancellationToken);
        return null;
    }

    private static Npgsql.NpgsqlParameter Nullable(Guid? id) =>
        new Npgsql.NpgsqlParameter { Value = (object?)id ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid };
}

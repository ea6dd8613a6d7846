using Lottery.Data.Sorteos;
using Lottery.Data.Tickets;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Persistence;

/// <summary>
/// Rows taken for change. Always in this order, so that two acts never wait for each other: user, banca, a banca's
/// sessions, the rules, a sorteo's turn, sorteo, ticket, accounts.
/// </summary>
public static class RowLocks
{
    /// <summary>The user, locked until the transaction ends.</summary>
    public static IQueryable<User> Locked(this DbSet<User> users, Guid id) =>
        users.FromSql($"select * from users where id = {id} for no key update").TagWith("user.lock");

    /// <summary>The count of the live sessions of a banca's sellers, until the transaction ends.</summary>
    public static Task LockPool(this LotteryDbContext db, Guid bancaId, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"""
            -- session.pool
            select pg_advisory_xact_lock(hashtextextended('sessions ' || {bancaId.ToString()}, 0))
            """,
            cancellationToken);

    /// <summary>
    /// The rules of sales, until the transaction ends: several that are written at once would meet in the unique index, in
    /// whatever order, and wait for each other. Changing one is rare and short.
    /// </summary>
    public static Task LockRules(this LotteryDbContext db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"""
            -- restriction.turn
            select pg_advisory_xact_lock(hashtextextended('restriction rules', 0))
            """,
            cancellationToken);

    /// <summary>
    /// Takes its turn at the sorteo, before its row is locked. Who shares a row never waits for who wants it alone, so
    /// that sales which overlap without end would keep a close out for ever; turns are taken in the order they came.
    /// </summary>
    public static Task TakeTurn(
        this LotteryDbContext db, Guid sorteoId, bool alone, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            alone
                ? $"-- sorteo.turn\nselect pg_advisory_xact_lock(hashtextextended({sorteoId}::text, 0))"
                : (FormattableString)$"""
                    -- sorteo.turn
                    select pg_advisory_xact_lock_shared(hashtextextended({sorteoId}::text, 0))
                    """,
            cancellationToken);

    /// <summary>The turn of a sale, for bare SQL: <c>$1</c> is the sorteo's id.</summary>
    internal const string SharedTurn = "select pg_advisory_xact_lock_shared(hashtextextended($1::text, 0))";

    /// <summary>The turn of who wants nobody to sell meanwhile, for bare SQL: <c>$1</c> is the sorteo's id.</summary>
    internal const string LoneTurn = "select pg_advisory_xact_lock(hashtextextended($1::text, 0))";

    /// <summary>The sorteo, locked against every sale, close and evaluation until the transaction ends.</summary>
    public static IQueryable<Sorteo> Locked(this DbSet<Sorteo> sorteos, Guid id) =>
        sorteos.FromSql($"select * from sorteos where id = {id} for update").TagWith("sorteo.lock");

    /// <summary>The sorteo, locked as a sale locks it: others may sell, nobody may close or evaluate.</summary>
    public static IQueryable<Sorteo> Shared(this DbSet<Sorteo> sorteos, Guid id) =>
        sorteos.FromSql($"select * from sorteos where id = {id} for share").TagWith("sorteo.share");

    /// <summary>The ticket, locked against every other counter until the transaction ends.</summary>
    public static IQueryable<Ticket> Locked(this DbSet<Ticket> tickets, Guid id) =>
        tickets.FromSql($"select * from tickets where id = {id} for update").TagWith("ticket.lock");
}

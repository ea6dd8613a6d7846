using Lottery.Data.Sorteos;
using Lottery.Data.Tickets;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Persistence;

/// <summary>
/// Rows taken for change. Always in this order, so that two acts never wait for each other: user, banca, a banca's
/// sessions, sorteo, ticket.
/// </summary>
public static class RowLocks
{
    /// <summary>The user, locked until the transaction ends.</summary>
    public static IQueryable<User> Locked(this DbSet<User> users, Guid id) =>
        users.FromSql($"select * from users where id = {id} for no key update");

    /// <summary>The count of the live sessions of a banca's sellers, until the transaction ends.</summary>
    public static Task LockPool(this LotteryDbContext db, Guid bancaId, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"select pg_advisory_xact_lock(hashtextextended('sessions ' || {bancaId.ToString()}, 0))", cancellationToken);

    /// <summary>The sorteo, locked against every sale, close and evaluation until the transaction ends.</summary>
    public static IQueryable<Sorteo> Locked(this DbSet<Sorteo> sorteos, Guid id) =>
        sorteos.FromSql($"select * from sorteos where id = {id} for update");

    /// <summary>The sorteo, locked as a sale locks it: others may sell, nobody may close or evaluate.</summary>
    public static IQueryable<Sorteo> Shared(this DbSet<Sorteo> sorteos, Guid id) =>
        sorteos.FromSql($"select * from sorteos where id = {id} for share");

    /// <summary>The ticket, locked against every other counter until the transaction ends.</summary>
    public static IQueryable<Ticket> Locked(this DbSet<Ticket> tickets, Guid id) =>
        tickets.FromSql($"select * from tickets where id = {id} for update");
}

using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Users;

public static class UserQueries
{
    /// <summary>
    /// Names of users by id, whatever banca they are of: who sold or paid a ticket that one may see is part of it, also
    /// after that person moved on or when it was an administrator.
    /// </summary>
    public static Task<Dictionary<Guid, UserName>> NamesOf(
        this LotteryDbContext db, IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.Distinct().ToList();
        return db.Users.IgnoreQueryFilters([LotteryDbContext.TenantFilter])
            .Where(u => wanted.Contains(u.Id))
            .Select(u => new UserName(u.Id, u.Name, u.Code, u.Username))
            .ToDictionaryAsync(u => u.Id, cancellationToken);
    }

    /// <summary>The user when it is oneself or of one's tenant, else null. An administrator without a banca sees all.</summary>
    public static Task<User?> FindVisible(
        this IQueryable<User> users, Guid id, Actor actor, CancellationToken cancellationToken) =>
        (id == actor.UserId ? users.IgnoreQueryFilters([LotteryDbContext.TenantFilter]) : users)
            .SingleOrDefaultAsync(u => u.Id == id, cancellationToken);

    /// <summary>What the actor may list of its tenant's users: a ventana its own people, others all.</summary>
    public static IQueryable<User> VisibleTo(this IQueryable<User> users, Actor actor) =>
        actor.Role.WorksAtVentana() ? users.Where(u => u.VentanaId == actor.VentanaId) : users;

    /// <summary>
    /// The refusal for who may neither read nor change this user of its tenant, else null: oneself, and whoever ranks
    /// below in one's reach.
    /// </summary>
    public static Refusal? OutOfReachOf(this User user, Actor actor) =>
        actor.Role == Role.Admin || user.Id == actor.UserId ? null
        : !actor.Role.Outranks(user.Role) ? UserRefusals.Forbidden
        : actor.Role == Role.Ventana && user.VentanaId != actor.VentanaId ? UserRefusals.Forbidden
        : null;
}

/// <summary>What others read of a user.</summary>
public sealed record UserName(Guid Id, string Name, string? Code, string Username);

using Lottery.Data.Activity;
using Lottery.Data.Bancas;
using Lottery.Data.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Users.Places;

/// <summary>Which bancas a BANCA user may operate, and which of them is its home.</summary>
public sealed class BancaAssignments(LotteryDbContext db, TimeProvider clock)
{
    /// <summary>Lets the user operate a banca. One that it operates already stays as it is.</summary>
    public Task<Outcome<UserBanca>> Assign(
        Guid userId, Guid bancaId, bool isDefault, Actor actor, CancellationToken cancellationToken) =>
        Change("user.assign-banca", userId, actor, async (user, ct) =>
        {
            if (user.Role != Role.Banca)
            {
                return UserRefusals.NotABanca;
            }

            var banca = await db.Bancas.SingleOrDefaultAsync(b => b.Id == bancaId, ct);
            if (banca is not { IsActive: true })
            {
                return banca is null ? BancaRefusals.NotFound : BancaRefusals.Inactive;
            }

            var link = await Find(userId, bancaId, ct);
            if (link is null)
            {
                db.UserBancas.Add(link = new UserBanca { UserId = userId, BancaId = bancaId });
            }

            if (isDefault)
            {
                await MakeDefault(user, link, ct);
            }

            Note(user, actor, $"Banca asignada: {banca.Name}", bancaId);
            return link;
        }, cancellationToken);

    /// <summary>Makes one of the user's bancas its home.</summary>
    public Task<Outcome<UserBanca>> SetDefault(
        Guid userId, Guid bancaId, Actor actor, CancellationToken cancellationToken) =>
        Change("user.default-banca", userId, actor, async (user, ct) =>
        {
            if (await Find(userId, bancaId, ct) is not { } link)
            {
                return UserRefusals.NotAssigned;
            }

            // Who had a home that is closed could not log in.
            if (link.Banca is { IsActive: false })
            {
                return BancaRefusals.Inactive;
            }

            await MakeDefault(user, link, ct);
            Note(user, actor, "Banca predeterminada cambiada", bancaId);
            return link;
        }, cancellationToken);

    /// <summary>Takes a banca away from the user, at once. Its home stays.</summary>
    public Task<Outcome<UserBanca>> Remove(
        Guid userId, Guid bancaId, Actor actor, CancellationToken cancellationToken) =>
        Change("user.remove-banca", userId, actor, async (user, ct) =>
        {
            if (await Find(userId, bancaId, ct) is not { IsDefault: var isDefault } link)
            {
                return UserRefusals.NotAssigned;
            }

            if (isDefault)
            {
                return UserRefusals.DefaultBanca;
            }

            db.UserBancas.Remove(link);
            Note(user, actor, "Banca removida", bancaId);
            return link;
        }, cancellationToken);

    private Task<UserBanca?> Find(Guid userId, Guid bancaId, CancellationToken cancellationToken) =>
        db.UserBancas.IgnoreQueryFilters([LotteryDbContext.TenantFilter]).Include(x => x.Banca)
            .SingleOrDefaultAsync(x => x.UserId == userId && x.BancaId == bancaId, cancellationToken);

    // The database allows one default at a time: the old one gives way in a statement before the new.
    private async Task MakeDefault(User user, UserBanca link, CancellationToken cancellationToken)
    {
        await db.UserBancas.Where(x => x.UserId == user.Id && x.BancaId != link.BancaId && x.IsDefault)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.IsDefault, false), cancellationToken);
        link.IsDefault = true;
        user.BecomeBancaOf(link.BancaId);
    }

    private void Note(User user, Actor actor, string description, Guid bancaId) =>
        db.Record(actor, ActivityType.UserUpdate, user, description, clock.GetUtcNow(), new { bancaId });

    private Task<Outcome<UserBanca>> Change(
        string operation,
        Guid userId,
        Actor actor,
        Func<User, CancellationToken, Task<Outcome<UserBanca>>> change,
        CancellationToken cancellationToken) =>
        db.InTransaction<UserBanca>(operation, async ct =>
        {
            var user = await db.Users.Locked(userId).FindVisible(userId, actor, ct);
            return user is null ? UserRefusals.NotFound
                : user.OutOfReachOf(actor) is { } hidden ? hidden
                : await change(user, ct);
        }, cancellationToken);
}

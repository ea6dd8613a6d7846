using System.Data.Common;
using System.Runtime.CompilerServices;
using Lottery.Data.Bancas;
using Lottery.Data.Ventanas;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Lottery.Data.Users.Sessions;

/// <summary>
/// Makes the process that changes a user forget it with the commit, before it answers: the announcement comes to itself
/// as it comes to the others, a moment later.
/// </summary>
internal sealed class IdentityChanges(IdentityCache cache) : SaveChangesInterceptor, IDbTransactionInterceptor
{
    private readonly ConditionalWeakTable<DbContext, HashSet<Guid>> _changed = [];

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        var users = ChangedUsers(eventData.Context!);
        if (users.Count > 0)
        {
            _changed.GetOrAdd(eventData.Context!, _ => []).UnionWith(users);
        }

        return ValueTask.FromResult(result);
    }

    public Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is { } db && _changed.TryGetValue(db, out var users))
        {
            _changed.Remove(db);
            if (users.Contains(Guid.Empty))
            {
                cache.ForgetAll();
            }

            foreach (var user in users)
            {
                cache.ForgetUser(user);
            }
        }

        return Task.CompletedTask;
    }

    // The empty id stands for everybody of a ventana or a banca.
    private static HashSet<Guid> ChangedUsers(DbContext db) =>
    [
        .. db.ChangeTracker.Entries().Where(entry => entry.State != EntityState.Unchanged)
            .Select(entry => entry.Entity switch
            {
                Session session when entry.State == EntityState.Modified => session.UserId,
                User user when entry.State == EntityState.Modified => user.Id,
                UserBanca link => link.UserId,
                Ventana or Banca when entry.State == EntityState.Modified => Guid.Empty,
                _ => (Guid?)null,
            })
            .OfType<Guid>(),
    ];
}

using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Lottery.Data.Persistence;

/// <summary>
/// One business act, one transaction: READ COMMITTED with explicit row locks. A refusal rolls back. A failure that may
/// pass is tried again from the start, see <see cref="TransactionRetries"/>, so an act changes nothing but the database
/// and what it makes anew.
/// </summary>
public static class Transactions
{
    /// <summary>Runs <paramref name="act"/> on the context and saves what it changed, all or nothing.</summary>
    /// <param name="operation">Name for the logs, e.g. <c>sorteo.close</c>.</param>
    public static Task<Outcome<T>> InTransaction<T>(
        this LotteryDbContext db,
        string operation,
        Func<CancellationToken, Task<Outcome<T>>> act,
        CancellationToken cancellationToken)
    {
        return db.GetService<TransactionRetries>().Run(operation, Attempt, cancellationToken);

        async Task<Outcome<T>> Attempt(CommitMark mark)
        {
            db.ChangeTracker.Clear();
            await using var transaction =
                await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
            try
            {
                var outcome = await act(cancellationToken);
                if (outcome.Refusal is not null)
                {
                    return outcome;
                }

                await db.SaveChangesAsync(cancellationToken);
                await Commit(mark, transaction.CommitAsync, cancellationToken);
                return outcome;
            }
            catch (DbUpdateException failure)
                when (TransientFailures.ViolatedUnique(failure) is { } constraint
                    && Duplicates.RefusalOf(constraint) is { } refusal)
            {
                return refusal;
            }
        }
    }

    // Up to here a request that ran out of time leaves nothing behind. From here on it is not asked any more: a commit
    // that is cancelled half way may have happened, and whoever gave up would be told that it had not.
    private static Task Commit(
        CommitMark mark, Func<CancellationToken, Task> commit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        mark.CommitIsOnItsWay();
        return commit(CancellationToken.None);
    }
}

using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lottery.Data.Persistence;

/// <summary>
/// One business act, one transaction: READ COMMITTED with explicit row locks. A refusal rolls back. A failure that may
/// pass is tried again from the start, unless the commit was already on its way: then nobody knows, and trying again
/// could do the act twice.
/// </summary>
public static class Transactions
{
    private const int Attempts = 3;
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(50);

    /// <summary>Runs <paramref name="act"/> on the context and saves what it changed, all or nothing.</summary>
    /// <param name="operation">Name for the logs, e.g. <c>sorteo.close</c>.</param>
    public static Task<Outcome<T>> InTransaction<T>(
        this LotteryDbContext db,
        string operation,
        Func<CancellationToken, Task<Outcome<T>>> act,
        CancellationToken cancellationToken)
    {
        var log = db.GetService<ILoggerFactory>().CreateLogger(typeof(Transactions));
        return Retrying(operation, log, Attempt, cancellationToken);

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

    /// <summary>Runs <paramref name="act"/> on a bare connection: the way of the hot paths.</summary>
    public static Task<Outcome<T>> InTransaction<T>(
        this NpgsqlDataSource database,
        string operation,
        ILogger log,
        Func<NpgsqlConnection, CancellationToken, Task<Outcome<T>>> act,
        CancellationToken cancellationToken)
    {
        return Retrying(operation, log, Attempt, cancellationToken);

        async Task<Outcome<T>> Attempt(CommitMark mark)
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await using var transaction =
                await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
            var outcome = await act(connection, cancellationToken);
            if (outcome.Refusal is null)
            {
                await Commit(mark, transaction.CommitAsync, cancellationToken);
            }

            return outcome;
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

    private static async Task<Outcome<T>> Retrying<T>(
        string operation, ILogger log, Func<CommitMark, Task<Outcome<T>>> attempt, CancellationToken cancellationToken)
    {
        for (var number = 1; ; number++)
        {
            var mark = new CommitMark();
            try
            {
                return await attempt(mark);
            }
            catch (Exception failure)
                when (!mark.IsCommitting && TransientFailures.MayPass(failure) && number < Attempts)
            {
                var wait = ShortestWait * number * (0.5 + Random.Shared.NextDouble());
                TransactionLog.Retry(log, operation, number, (int)wait.TotalMilliseconds, failure.Message);
                await Task.Delay(wait, cancellationToken);
            }
            catch (Exception failure)
                when (TransientFailures.Classify(failure) is { } code && !TransientFailures.IsUnstorableText(failure))
            {
                TransactionLog.Fail(log, operation, number, code);
                throw;
            }
        }
    }

    private sealed class CommitMark
    {
        public bool IsCommitting { get; private set; }

        public void CommitIsOnItsWay() => IsCommitting = true;
    }
}

internal static partial class TransactionLog
{
    [LoggerMessage(Level = LogLevel.Warning, EventName = "RETRY",
        Message = "{operation} met a passing failure and is tried again: {message}")]
    public static partial void Retry(ILogger log, string operation, int attempt, int backoffMs, string message);

    [LoggerMessage(Level = LogLevel.Error, EventName = "FAIL", Message = "{operation} failed: {errorCode}")]
    public static partial void Fail(ILogger log, string operation, int attempt, string errorCode);
}

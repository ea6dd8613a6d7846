using Microsoft.Extensions.Logging;

namespace Lottery.Data.Persistence;

/// <summary>
/// Tries a transaction again that lost a race or its connection, a bounded number of times, and tells and counts it.
/// </summary>
public sealed class TransactionRetries(DatabaseMetrics metrics, ILogger<TransactionRetries> log)
{
    private const int Attempts = 3;
    private const int LongestMessage = 150;

    private static readonly Backoff AfterConflict = new(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1));

    // A server that was restarted needs a moment.
    private static readonly Backoff AfterLostConnection = new(TimeSpan.FromMilliseconds(400), TimeSpan.FromSeconds(2));

    internal async Task<T> Run<T>(
        string operation, Func<CommitMark, Task<T>> attempt, CancellationToken cancellationToken)
    {
        metrics.Knows(operation);
        for (var number = 1; ; number++)
        {
            var mark = new CommitMark();
            try
            {
                return await attempt(mark);
            }
            catch (Exception failure) when (number < Attempts && MayBeTriedAgain(failure, mark))
            {
                await Task.Delay(TellRetry(operation, number, failure), cancellationToken);
            }
            catch (Exception failure)
                when (TransientFailures.Classify(failure) is not null && !TransientFailures.IsUnstorableText(failure))
            {
                TellEnd(operation, number, failure, mark);
                throw;
            }
        }
    }

    // A conflict is the server's own word that nothing was committed. A connection that was lost while the commit was on
    // its way says nothing of the kind: then nobody knows, and trying again could do the act twice.
    private static bool MayBeTriedAgain(Exception failure, CommitMark mark) =>
        TransientFailures.IsConflict(failure)
        || (TransientFailures.IsLostConnection(failure) && !mark.IsCommitting);

    private TimeSpan TellRetry(string operation, int attempt, Exception failure)
    {
        var isConflict = TransientFailures.IsConflict(failure);
        var wait = (isConflict ? AfterConflict : AfterLostConnection).After(attempt);
        var (errorType, sqlState) = (TransientFailures.Classify(failure)!, TransientFailures.SqlState(failure));
        var message = failure.GetBaseException().Message;
        message = message[..Math.Min(message.Length, LongestMessage)];
        metrics.Retried(operation, isConflict);
        if (isConflict)
        {
            TransactionLog.Retry(
                log, operation, attempt, Attempts, (int)wait.TotalMilliseconds, sqlState, errorType, message);
        }
        else
        {
            metrics.Failed(failure);
            TransactionLog.RetryConnection(
                log, operation, attempt, Attempts, (int)wait.TotalMilliseconds, sqlState, errorType, message);
        }

        return wait;
    }

    private void TellEnd(string operation, int attempt, Exception failure, CommitMark mark)
    {
        var (errorType, sqlState) = (metrics.Failed(failure)!, TransientFailures.SqlState(failure));
        if (attempt == Attempts && MayBeTriedAgain(failure, mark))
        {
            metrics.Exhausted(operation, TransientFailures.IsConflict(failure));
        }

        if (errorType == TransientFailures.Unknown)
        {
            TransactionLog.Fail(log, operation, attempt, Attempts, sqlState, errorType);
        }
        else
        {
            TransactionLog.FailConnection(log, operation, attempt, Attempts, sqlState, errorType, mark.IsCommitting);
        }
    }

    /// <summary>Waits that double, up to a longest one; each is drawn, so that those who collided come apart.</summary>
    private sealed record Backoff(TimeSpan Shortest, TimeSpan Longest)
    {
        public TimeSpan After(int attempt)
        {
            var upTo = Math.Min(Longest.TotalMilliseconds, Shortest.TotalMilliseconds * Math.Pow(2, attempt));
            var from = Shortest.TotalMilliseconds;
            return TimeSpan.FromMilliseconds(from + (Random.Shared.NextDouble() * (upTo - from)));
        }
    }
}

/// <summary>Whether the commit of an attempt has been sent: from then on only the server knows.</summary>
internal sealed class CommitMark
{
    public bool IsCommitting { get; private set; }

    public void CommitIsOnItsWay() => IsCommitting = true;
}

internal static partial class TransactionLog
{
    [LoggerMessage(Level = LogLevel.Warning, EventName = "RETRY",
        Message = "{operation} lost a race at attempt {attempt} of {maxAttempts} and is tried again")]
    public static partial void Retry(
        ILogger log, string operation, int attempt, int maxAttempts, int backoffMs, string? sqlState, string errorType,
        string errorMessage);

    [LoggerMessage(Level = LogLevel.Warning, EventName = "RETRY_CONNECTION",
        Message = "{operation} lost its connection at attempt {attempt} of {maxAttempts} and is tried again: {errorType}")]
    public static partial void RetryConnection(
        ILogger log, string operation, int attempt, int maxAttempts, int backoffMs, string? sqlState, string errorType,
        string errorMessage);

    [LoggerMessage(Level = LogLevel.Error, EventName = "FAIL",
        Message = "{operation} was given up at attempt {attempt} of {maxAttempts}")]
    public static partial void Fail(
        ILogger log, string operation, int attempt, int maxAttempts, string? sqlState, string errorType);

    [LoggerMessage(Level = LogLevel.Error, EventName = "FAIL_CONNECTION",
        Message = "{operation} was given up at attempt {attempt} of {maxAttempts}: {errorType}")]
    public static partial void FailConnection(
        ILogger log, string operation, int attempt, int maxAttempts, string? sqlState, string errorType, bool committing);
}

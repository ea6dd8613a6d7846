using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lottery.Data.Persistence;

/// <summary>Asks the database whether it answers before work starts that could only fail without it.</summary>
public sealed class Warmup(NpgsqlDataSource database, TimeProvider clock, ILogger<Warmup> log)
{
    private const int MaxAttempts = 5;

    /// <summary>Waited after the first attempt, twice that after the second, and so on.</summary>
    private static readonly TimeSpan BaseDelay = TimeSpan.FromSeconds(2);

    /// <summary>Who does not reset its connections does so because a pooler between would be confused by it.</summary>
    private readonly string _clientType =
        new NpgsqlConnectionStringBuilder(database.ConnectionString).NoResetOnClose ? "pooler" : "direct";

    /// <summary>False when the database did not answer in five attempts.</summary>
    /// <param name="context">Who asks, for the records: <c>autoOpen</c>, <c>activityLogCleanup</c> …</param>
    public async Task<bool> Run(string context, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var command = database.CreateCommand("select 1");
                await command.ExecuteScalarAsync(cancellationToken);
                WarmupLog.Success(log, attempt, MaxAttempts, _clientType, context);
                return true;
            }
            catch (Exception failure) when (TransientFailures.Classify(failure) is not null)
            {
                var errorType = TransientFailures.Classify(failure)!;
                var errorCode = (failure as PostgresException)?.SqlState;
                if (attempt == MaxAttempts)
                {
                    WarmupLog.Failed(log, attempt, MaxAttempts, _clientType, context, errorType, errorCode, failure);
                    return false;
                }

                WarmupLog.Retry(
                    log, attempt, MaxAttempts, _clientType, context, errorType, errorCode, failure.Message);
            }

            await Task.Delay(BaseDelay * attempt, clock, cancellationToken);
        }
    }
}

internal static partial class WarmupLog
{
    [LoggerMessage(EventName = "WARMUP_SUCCESS", Level = LogLevel.Information,
        Message = "The database answers at attempt {attempt} of {maxAttempts}")]
    public static partial void Success(
        ILogger log, int attempt, int maxAttempts, string clientType, string context);

    [LoggerMessage(EventName = "WARMUP_RETRY", Level = LogLevel.Warning,
        Message = "The database does not answer at attempt {attempt} of {maxAttempts}: {errorType}")]
    public static partial void Retry(
        ILogger log, int attempt, int maxAttempts, string clientType, string context, string errorType,
        string? errorCode, string errorMessage);

    [LoggerMessage(EventName = "WARMUP_FAILED", Level = LogLevel.Error,
        Message = "The database did not answer in {maxAttempts} attempts: {errorType}")]
    public static partial void Failed(
        ILogger log, int attempt, int maxAttempts, string clientType, string context, string errorType,
        string? errorCode, Exception failure);
}

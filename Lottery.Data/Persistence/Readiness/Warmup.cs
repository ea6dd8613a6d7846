using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Lottery.Data.Persistence.Readiness;

/// <summary>How long a database may take to wake up. Section <c>Warmup</c>.</summary>
public sealed class WarmupOptions
{
    public const string Section = "Warmup";

    /// <summary>How often it is asked before it counts as dead.</summary>
    public int Attempts { get; set; } = 5;

    /// <summary>Waited after the first attempt, twice that after the second, and so on.</summary>
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromSeconds(2);

    internal bool IsUsable => Attempts is > 0 and <= 100 && BaseDelay >= TimeSpan.Zero && BaseDelay <= LongestDelay;

    internal static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(10);
}

/// <summary>Asks the database whether it answers before work starts that could only fail without it.</summary>
public sealed class Warmup(
    NpgsqlDataSource database, IOptions<WarmupOptions> options, IOptions<DatabaseOptions> connection, TimeProvider clock,
    DatabaseMetrics metrics, ILogger<Warmup> log)
{
    private const int LongestMessage = 200;

    // A server that took the connection and says nothing would hold the attempt for as long as a statement may take.
    private const int LongestAnswerSeconds = 5;

    private readonly string _clientType = connection.Value.IsPooled ? "pooler" : "direct";

    /// <summary>False when the database did not answer in any attempt; it ends in bounded time.</summary>
    /// <param name="context">Who asks, for the records: <c>autoOpen</c>, <c>activityLogCleanup</c> …</param>
    public async Task<bool> Run(string context, CancellationToken cancellationToken)
    {
        var attempts = options.Value.Attempts;
        metrics.KnowsContext(context);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var command = database.CreateCommand("select 1");
                command.CommandTimeout = LongestAnswerSeconds;
                await command.ExecuteScalarAsync(cancellationToken);
                metrics.WarmedUp(context);
                WarmupLog.Success(log, attempt, attempts, _clientType, context);
                return true;
            }
            catch (Exception failure) when (metrics.Failed(failure) is { } errorType)
            {
                var errorCode = TransientFailures.SqlState(failure);
                var said = failure.Message[..Math.Min(failure.Message.Length, LongestMessage)];
                if (attempt == attempts)
                {
                    metrics.StaysCold(context);
                    WarmupLog.Failed(
                        log, attempt, attempts, _clientType, context, errorType, errorCode, said, failure);
                    return false;
                }

                metrics.WarmsUpAgain(context);
                WarmupLog.Retry(log, attempt, attempts, _clientType, context, errorType, errorCode, said);
            }

            await Task.Delay(options.Value.BaseDelay * attempt, clock, cancellationToken);
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
        string? errorCode, string errorMessage, Exception failure);
}

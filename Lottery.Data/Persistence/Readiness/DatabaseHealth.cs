using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Lottery.Data.Persistence.Readiness;

/// <summary>Healthy when the database answers and has every migration of this build; else its code says why not.</summary>
public sealed class DatabaseHealth(NpgsqlDataSource database, DatabaseMetrics metrics, IServiceScopeFactory scopes)
    : IHealthCheck
{
    public const string Name = "database";

    /// <summary>Member of the answer that holds the code of what is wrong.</summary>
    public const string Code = "code";

    /// <summary>The code of a database that answers and lacks a migration of this build.</summary>
    public const string MigrationMissing = "MIGRATION_MISSING";

    /// <summary>Longest that one answer may take: connecting, by default 5 s, and a statement.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(8);

    // To a statement that costs nothing.
    private const int LongestAnswerSeconds = 2;

    // Before the check's own time is over, so that the answer has a code.
    private static readonly TimeSpan Patience = Timeout - TimeSpan.FromSeconds(1);

    // Migrations are never taken back under a running process, so they are asked for until they are complete.
    private volatile bool _isMigrated;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return await IsReady(patience.Token) ? HealthCheckResult.Healthy() : Unhealthy(MigrationMissing);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Unhealthy(TransientFailures.PoolerTimeout);
        }
        catch (Exception failure) when (metrics.Failed(failure) is { } code)
        {
            return Unhealthy(code, failure);
        }
    }

    /// <summary>False when a migration of this build is missing; throws when the database does not answer.</summary>
    public async Task<bool> IsReady(CancellationToken cancellationToken)
    {
        if (_isMigrated)
        {
            await using var command = database.CreateCommand("select 1");
            command.CommandTimeout = LongestAnswerSeconds;
            await command.ExecuteScalarAsync(cancellationToken);
            return true;
        }

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LotteryDbContext>();
        if ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            return false;
        }

        // Connections made before the migrations do not know the types that came with them.
        await database.ReloadTypesAsync(cancellationToken);
        database.Clear();
        return _isMigrated = true;
    }

    private static HealthCheckResult Unhealthy(string code, Exception? failure = null) =>
        HealthCheckResult.Unhealthy(exception: failure, data: new Dictionary<string, object> { [Code] = code });
}

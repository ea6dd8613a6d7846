using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Lottery.Data.Persistence;

/// <summary>Healthy when the database answers and has every migration of this build.</summary>
public sealed class DatabaseHealth(NpgsqlDataSource database, IServiceScopeFactory scopes) : IHealthCheck
{
    public const string Name = "database";

    /// <summary>Longest that one answer may take; whoever asks has a limit of its own.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    // Migrations are never taken back under a running process, so they are asked for until they are complete.
    private volatile bool _isMigrated;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return await IsReady(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy(exception: failure);
        }
    }

    /// <summary>False when a migration of this build is missing; throws when the database does not answer.</summary>
    public async Task<bool> IsReady(CancellationToken cancellationToken)
    {
        if (_isMigrated)
        {
            await using var command = database.CreateCommand("select 1");
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
}

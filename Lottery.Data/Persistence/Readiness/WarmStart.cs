using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lottery.Data.Persistence.Readiness;

/// <summary>
/// Goes through what the process needs once, before any work is sent here: the database answers, is migrated, and its
/// first queries are compiled. Until then the process is alive and not ready.
/// </summary>
public sealed class WarmStart(
    Warmup warmup, DatabaseHealth database, DatabaseMetrics metrics, IServiceScopeFactory scopes,
    IEnumerable<FirstQueries> queries, ILogger<WarmStart> log)
    : BackgroundService, IHealthCheck
{
    public const string Name = "warmup";

    // The database is asked in real time, whatever the clock of the business says.
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(1);

    private volatile bool _isWarm;

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_isWarm ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!await warmup.Run("server.startup", stoppingToken))
            {
                await Task.Delay(AgainAfter, stoppingToken);
            }

            while (!await TryPrime(stoppingToken))
            {
                await Task.Delay(AgainAfter, stoppingToken);
            }

            _isWarm = true;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop before it was ever ready.
        }
    }

    private async Task<bool> TryPrime(CancellationToken cancellationToken)
    {
        try
        {
            if (!await database.IsReady(cancellationToken))
            {
                return false;
            }

            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Tenant>().EnterAll();
            foreach (var first in queries)
            {
                await first.Run(scope.ServiceProvider, cancellationToken);
            }

            return true;
        }
        catch (Exception failure) when (metrics.Failed(failure) is { } code)
        {
            WarmStartLog.Again(log, code, TransientFailures.SqlState(failure));
            return false;
        }
    }
}

/// <summary>What a process asks of the database before it is ready, so that nobody waits for it later.</summary>
public sealed record FirstQueries(Func<IServiceProvider, CancellationToken, Task> Run);

internal static partial class WarmStartLog
{
    [LoggerMessage(EventName = "WARMUP_AGAIN", Level = LogLevel.Warning,
        Message = "The database went away while the process was warming up: {errorType}")]
    public static partial void Again(ILogger log, string errorType, string? errorCode);
}

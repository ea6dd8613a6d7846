using Lottery.Data;
using Lottery.Data.Persistence;
using Lottery.Data.Users.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Lottery.Api;

/// <summary>
/// Goes through what every request needs once, before anybody is sent here: the database answers, is migrated, and the
/// queries of the door are compiled. Until then the process is alive and not ready.
/// </summary>
internal sealed class WarmStart(
    Warmup warmup, DatabaseHealth database, IServiceScopeFactory scopes, ILogger<WarmStart> log)
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
            var db = scope.ServiceProvider.GetRequiredService<LotteryDbContext>();
            _ = await db.Bancas.AnyAsync(cancellationToken);
            _ = await scope.ServiceProvider.GetRequiredService<Identities>()
                .Of(Guid.Empty, Guid.Empty, cancellationToken);
            return true;
        }
        catch (Exception failure) when (TransientFailures.Classify(failure) is { } code)
        {
            WarmStartLog.Again(log, code);
            return false;
        }
    }
}

internal static partial class WarmStartLog
{
    [LoggerMessage(EventName = "WARMUP_AGAIN", Level = LogLevel.Warning,
        Message = "The database went away while the process was warming up: {errorType}")]
    public static partial void Again(ILogger log, string errorType);
}

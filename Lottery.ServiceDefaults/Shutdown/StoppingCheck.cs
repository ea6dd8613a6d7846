using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Lottery.ServiceDefaults.Shutdown;

/// <summary>A process that is stopping is alive but takes no new work.</summary>
internal sealed class StoppingCheck(Operations operations) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(operations.IsStopping ? HealthCheckResult.Unhealthy() : HealthCheckResult.Healthy());
}

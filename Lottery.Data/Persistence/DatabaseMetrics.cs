using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;

namespace Lottery.Data.Persistence;

/// <summary>
/// What is counted of the database, meter <c>Lottery.Data</c>. What is known beforehand is counted as nothing at the
/// start, so that a rate sees the first event too.
/// </summary>
public sealed class DatabaseMetrics : IHostedService
{
    public const string MeterName = "Lottery.Data";

    private readonly Counter<long> _failures;
    private readonly Counter<long> _slowQueries;

    public DatabaseMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _failures = meter.CreateCounter<long>(
            "lottery.database.failures", "{failure}", "Failures of the database, by code.");
        _slowQueries = meter.CreateCounter<long>(
            "lottery.database.slow_queries", "{query}", "Queries that took longer than they should, by tag.");
    }

    /// <summary>A failure of this code, see <see cref="TransientFailures"/>.</summary>
    public void Failed(string code) => CountFailures(code, 1);

    /// <summary>A query of this tag took as long as a slow one.</summary>
    public void SlowQuery(string tag) => _slowQueries.Add(1, new TagList { { "tag", tag } });

    Task IHostedService.StartAsync(CancellationToken cancellationToken)
    {
        foreach (var code in TransientFailures.Codes)
        {
            CountFailures(code, 0);
        }

        return Task.CompletedTask;
    }

    Task IHostedService.StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void CountFailures(string code, long count) => _failures.Add(count, new TagList { { "code", code } });
}

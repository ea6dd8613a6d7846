using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Lottery.Data.Persistence.Disk;
using Microsoft.Extensions.Hosting;

namespace Lottery.Data.Persistence;

/// <summary>
/// What is counted of the database, meter <c>Lottery.Data</c>. What is known beforehand is counted as nothing at the
/// start, so that a rate sees the first event too.
/// </summary>
public sealed class DatabaseMetrics : IHostedService
{
    public const string MeterName = "Lottery.Data";

    private const string Counted = "counted";

    // Of several workers one measures at a time; what another measured earlier is not to be taken for the present.
    private static readonly TimeSpan SizeCountsFor = TimeSpan.FromMinutes(15);

    private readonly TimeProvider _clock;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _slowQueries;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _warmups;
    private readonly ConcurrentDictionary<string, bool> _operations = new();
    private readonly ConcurrentDictionary<string, bool> _contexts = new();
    private volatile Measured? _measured;

    public DatabaseMetrics(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        var meter = meters.Create(MeterName);
        _failures = meter.CreateCounter<long>(
            "lottery.database.failures", "{failure}", "Failures of the database, by code.");
        _slowQueries = meter.CreateCounter<long>(
            "lottery.database.slow_queries", "{query}", "Queries that took longer than they should, by tag.");
        _retries = meter.CreateCounter<long>(
            "lottery.database.retries", "{retry}", "Transactions tried again, and those given up after the last try.");
        _warmups = meter.CreateCounter<long>(
            "lottery.database.warmups", "{attempt}", "Attempts to warm the database up.");
        meter.CreateObservableGauge(
            "lottery.database.size", () => Show<long>(size => size.Bytes), "By",
            "What the database takes of its disk.");
        meter.CreateObservableGauge(
            "lottery.database.capacity", () => Show<long>(size => size.Capacity), "By",
            "What there is for the database.");
        meter.CreateObservableGauge(
            "lottery.database.disk.used_ratio", () => Show<double>(size => size.UsedRatio), "1",
            "Share of the capacity that is used, by whomever.");
    }

    /// <summary>Counts a failure of the database once, by however many it is handled on its way out.</summary>
    /// <returns>Its code, see <see cref="TransientFailures.Classify"/>; null when it is none of the database.</returns>
    public string? Failed(Exception failure)
    {
        if (TransientFailures.Cause(failure) is not { } cause || TransientFailures.Classify(failure) is not { } code)
        {
            return null;
        }

        if (!cause.Data.Contains(Counted))
        {
            cause.Data[Counted] = true;
            CountFailures(code, 1);
        }

        return code;
    }

    internal void Retried(string operation, bool isConflict) => CountRetries(operation, isConflict, "retried", 1);

    internal void Exhausted(string operation, bool isConflict) => CountRetries(operation, isConflict, "exhausted", 1);

    internal void WarmedUp(string context) => CountWarmups(context, "success", 1);

    internal void WarmsUpAgain(string context) => CountWarmups(context, "retry", 1);

    internal void StaysCold(string context) => CountWarmups(context, "failed", 1);

    /// <summary>Begins to count the operation's retries, at nothing.</summary>
    internal void Knows(string operation)
    {
        if (_operations.TryAdd(operation, true))
        {
            CountRetries(operation, isConflict: true, "retried", 0);
            CountRetries(operation, isConflict: true, "exhausted", 0);
            CountRetries(operation, isConflict: false, "retried", 0);
            CountRetries(operation, isConflict: false, "exhausted", 0);
        }
    }

    /// <summary>Begins to count the warm-ups of the context, at nothing.</summary>
    internal void KnowsContext(string context)
    {
        if (_contexts.TryAdd(context, true))
        {
            CountWarmups(context, "success", 0);
            CountWarmups(context, "retry", 0);
            CountWarmups(context, "failed", 0);
        }
    }

    /// <summary>A query of this tag took as long as a slow one.</summary>
    public void SlowQuery(string tag) => _slowQueries.Add(1, new TagList { { "tag", tag } });

    /// <summary>The size of the database was measured.</summary>
    internal void SizeMeasured(DatabaseSize size) => _measured = new Measured(size, _clock.GetUtcNow());

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

    private void CountRetries(string operation, bool isConflict, string outcome, long count) => _retries.Add(
        count,
        new TagList
        {
            { "operation", operation }, { "kind", isConflict ? "conflict" : "connection" }, { "outcome", outcome },
        });

    private void CountWarmups(string context, string outcome, long count) =>
        _warmups.Add(count, new TagList { { "context", context }, { "outcome", outcome } });

    private IEnumerable<Measurement<T>> Show<T>(Func<DatabaseSize, T?> figure)
        where T : struct =>
        _measured is var (size, at) && _clock.GetUtcNow() - at < SizeCountsFor && figure(size) is { } value
            ? [new Measurement<T>(value)]
            : [];

    private sealed record Measured(DatabaseSize Size, DateTimeOffset At);
}

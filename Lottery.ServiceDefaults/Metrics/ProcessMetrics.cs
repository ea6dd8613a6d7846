using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Lottery.ServiceDefaults.Logging;
using Lottery.ServiceDefaults.Logging.Levels;
using Microsoft.Extensions.Logging;

namespace Lottery.ServiceDefaults.Metrics;

/// <summary>What every process of ours counts about itself.</summary>
public sealed class ProcessMetrics
{
    public const string MeterName = "Lottery.ServiceDefaults";

    private static readonly double StartedAt =
        new DateTimeOffset(Process.GetCurrentProcess().StartTime).ToUnixTimeMilliseconds() / 1000.0;

    // Kept here and shown when somebody asks: a counter would forget what happened before the first listener came, and
    // those are the records of the start.
    private readonly ConcurrentDictionary<(string Level, string Action), long> _records = new();
    private long _debugged;
    private long _informed;
    private readonly ConcurrentDictionary<string, long> _dropped = new();
    private bool? _isPreviousStopUnclean;
    private readonly Counter<long> _exports;

    public ProcessMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        foreach (var level in (LogLevel[])[LogLevel.Warning, LogLevel.Error])
        {
            _records[(LogThreshold.Word(level), "")] = 0;
        }

        meter.CreateObservableCounter(
            "lottery.log.records", ShowRecords, description: "Log records; the action is told from warn up");
        meter.CreateObservableCounter(
            "lottery.log.dropped", ShowDropped, description: "Log records that a sink could not take");
        meter.CreateObservableGauge(
            "lottery.process.start_time", () => StartedAt, "s", "When the process was started, seconds since 1970");
        meter.CreateObservableGauge(
            "lottery.process.previous_stop.unclean", ShowPreviousStop,
            description: "1 when the process before this one was killed or cut off; nothing when nobody kept it");
        _exports = meter.CreateCounter<long>("lottery.otlp.exports", description: "Batches of telemetry sent by OTLP");
    }

    /// <summary>What was found at the start of how the process before this one ended.</summary>
    public void PreviousStopFound(bool isUnclean) => _isPreviousStopUnclean = isUnclean;

    public void RecordLogged(LogLevel level, string action)
    {
        if (level >= LogLevel.Warning)
        {
            _records.AddOrUpdate((LogThreshold.Word(level), action), 1, static (_, count) => count + 1);
        }
        else
        {
            Interlocked.Increment(ref level == LogLevel.Information ? ref _informed : ref _debugged);
        }
    }

    /// <summary>Makes the sink visible before it loses anything.</summary>
    public void SinkOpened(string sink) => _dropped.TryAdd(sink, 0);

    public void RecordsDropped(string sink, long count) =>
        _dropped.AddOrUpdate(sink, static (_, more) => more, static (_, before, more) => before + more, count);

    public void Exported(string signal, bool isSent) =>
        _exports.Add(1, new("signal", signal), new("outcome", isSent ? "sent" : "failed"));

    private IEnumerable<Measurement<int>> ShowPreviousStop() =>
        _isPreviousStopUnclean is { } isUnclean ? [new Measurement<int>(isUnclean ? 1 : 0)] : [];

    private IEnumerable<Measurement<long>> ShowRecords() =>
    [
        Records(LogThreshold.Word(LogLevel.Debug), "", Interlocked.Read(ref _debugged)),
        Records(LogThreshold.Word(LogLevel.Information), "", Interlocked.Read(ref _informed)),
        .. _records.Select(entry => Records(entry.Key.Level, entry.Key.Action, entry.Value)),
    ];

    private static Measurement<long> Records(string level, string action, long count) =>
        new(count, new("level", level), new("action", action));

    private IEnumerable<Measurement<long>> ShowDropped() => _dropped.Select(entry =>
        new Measurement<long>(entry.Value, new KeyValuePair<string, object?>("sink", entry.Key)));
}

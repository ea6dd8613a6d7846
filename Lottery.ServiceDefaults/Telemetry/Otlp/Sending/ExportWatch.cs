using Lottery.ServiceDefaults.Metrics;
using Microsoft.Extensions.Logging;

namespace Lottery.ServiceDefaults.Telemetry.Otlp.Sending;

/// <summary>Tells once when telemetry of a kind stops arriving, and once when it arrives again.</summary>
internal sealed class ExportWatch(ProcessMetrics metrics)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _failures = OtlpTarget.Signals.ToDictionary(signal => signal, _ => 0);

    // Given when the process has started: the log itself is made of what is watched here.
    private ILogger? _log;

    public void TellTo(ILogger log) => Volatile.Write(ref _log, log);

    public void Sent(string signal)
    {
        metrics.Exported(signal, isSent: true);
        int failures;
        lock (_gate)
        {
            failures = _failures[signal];
            _failures[signal] = 0;
        }

        if (failures > 0 && Volatile.Read(ref _log) is { } log)
        {
            ExportLog.Restored(log, signal, failures);
        }
    }

    public void Failed(OtlpTarget target, string reason)
    {
        metrics.Exported(target.Signal, isSent: false);
        var log = Volatile.Read(ref _log);
        lock (_gate)
        {
            // What failed before anybody could be told is told with the next.
            if (log is null || _failures[target.Signal]++ > 0)
            {
                return;
            }
        }

        ExportLog.Failing(log, target.Signal, target.Address, target.ProtocolWord, reason);
    }
}

internal static partial class ExportLog
{
    [LoggerMessage(EventName = "OTLP_EXPORT_ON", Level = LogLevel.Information,
        Message = "Telemetry is sent to {endpoint}: {signals}")]
    public static partial void On(ILogger logger, string endpoint, string signals, string protocol);

    [LoggerMessage(EventName = "OTLP_EXPORT_OFF", Level = LogLevel.Information,
        Message = "Telemetry is not sent anywhere: {reason}")]
    public static partial void Off(ILogger logger, string reason);

    [LoggerMessage(EventName = "OTLP_EXPORT_FAILING", Level = LogLevel.Warning,
        Message = "The {signal} do not arrive and are lost until they do: {reason}")]
    public static partial void Failing(
        ILogger logger, string signal, string endpoint, string protocol, string reason);

    [LoggerMessage(EventName = "OTLP_EXPORT_RESTORED", Level = LogLevel.Information,
        Message = "The {signal} arrive again; {failures} batches did not")]
    public static partial void Restored(ILogger logger, string signal, int failures);
}

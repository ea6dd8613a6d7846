using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Lottery.ServiceDefaults.Metrics;

namespace Lottery.ServiceDefaults.Logging.Pipeline;

/// <summary>How many records each sink had to drop. It is told in a record of its own once the sink takes records
/// again; before that, nobody would see it.</summary>
internal sealed class LogLosses(ProcessMetrics metrics)
{
    private readonly ConcurrentDictionary<string, long> _untold = new();
    private readonly ConcurrentQueue<LogRecord> _told = new();

    /// <summary>There is something to take.</summary>
    public event Action? Told;

    public void Opened(string sink) => metrics.SinkOpened(sink);

    public void Lost(string sink, long count = 1)
    {
        metrics.RecordsDropped(sink, count);
        _untold.AddOrUpdate(sink, static (_, more) => more, static (_, before, more) => before + more, count);
    }

    /// <summary>The sink takes records again.</summary>
    public void Over(string sink)
    {
        if (_untold.TryRemove(sink, out var count))
        {
            Tell(LogRecord.Dropped(sink, count));
        }
    }

    /// <summary>The sink takes nothing for now; what comes waits for it as long as there is room.</summary>
    public void Failing(string sink) => Tell(LogRecord.Failing(sink));

    /// <summary>What is to be told and was not yet.</summary>
    public bool TryTake([NotNullWhen(true)] out LogRecord? record) => _told.TryDequeue(out record);

    private void Tell(LogRecord record)
    {
        _told.Enqueue(record);
        Told?.Invoke();
    }
}

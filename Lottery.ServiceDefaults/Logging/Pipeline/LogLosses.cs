using System.Collections.Concurrent;
using Lottery.ServiceDefaults.Metrics;

namespace Lottery.ServiceDefaults.Logging.Pipeline;

/// <summary>How many records each sink had to drop. It is told in a record of its own once the sink takes records
/// again; before that, nobody would see it.</summary>
internal sealed class LogLosses(ProcessMetrics metrics)
{
    private readonly ConcurrentDictionary<string, long> _untold = new();
    private readonly ConcurrentQueue<(string Sink, long Count)> _over = new();

    /// <summary>There is something to take.</summary>
    public event Action? Ended;

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
            _over.Enqueue((sink, count));
            Ended?.Invoke();
        }
    }

    /// <summary>A loss that is over and was not told yet.</summary>
    public bool TryTake(out (string Sink, long Count) loss) => _over.TryDequeue(out loss);
}

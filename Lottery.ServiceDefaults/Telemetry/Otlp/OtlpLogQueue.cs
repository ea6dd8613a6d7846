using System.Diagnostics;

namespace Lottery.ServiceDefaults.Telemetry.Otlp;

/// <summary>Records that wait for the collector, bounded by their number and by their bytes. Those that are being sent
/// count until they are.</summary>
internal sealed class OtlpLogQueue(OtlpBatches bounds)
{
    // What a record takes besides its line.
    private const int Overhead = 256;

    private readonly object _gate = new();
    private readonly Queue<WaitingRecord> _waiting = new();
    private long _since;
    private long _bytes;
    private bool _isDropping;
    private bool _isClosed;

    /// <summary>False when there is no room.</summary>
    public bool TryAdd(WaitingRecord record)
    {
        lock (_gate)
        {
            var size = record.Line.Length + Overhead;
            if (_isClosed || _waiting.Count >= bounds.MostRecords || _bytes + size > bounds.MostBytes)
            {
                _isDropping = true;
                return false;
            }

            _waiting.Enqueue(record);
            _bytes += size;
            if (_waiting.Count == 1)
            {
                _since = Stopwatch.GetTimestamp();
            }

            if (_waiting.Count == 1 || IsBatch)
            {
                Monitor.Pulse(_gate);
            }

            return true;
        }
    }

    /// <summary>Waits for a batch, or until what there is has waited long enough; nothing once it is closed and empty.
    /// </summary>
    public IReadOnlyList<WaitingRecord> Take()
    {
        lock (_gate)
        {
            while (!_isClosed && !IsBatch)
            {
                var left = _waiting.Count == 0
                    ? Timeout.InfiniteTimeSpan
                    : bounds.Delay - Stopwatch.GetElapsedTime(_since);
                if (left <= TimeSpan.Zero && left != Timeout.InfiniteTimeSpan)
                {
                    break;
                }

                Monitor.Wait(_gate, left);
            }

            var (batch, bytes) = (new List<WaitingRecord>(), 0L);
            while (batch.Count < bounds.BatchRecords && bytes < OtlpBatches.LongBatch
                && _waiting.TryDequeue(out var record))
            {
                batch.Add(record);
                bytes += record.Line.Length;
            }

            return batch;
        }
    }

    /// <summary>The batch is not kept any longer. True when records were dropped and there is room again.</summary>
    public bool Release(IReadOnlyList<WaitingRecord> batch)
    {
        lock (_gate)
        {
            _bytes -= batch.Sum(record => (long)record.Line.Length + Overhead);
            // Not at the first free byte, or every record of a slow collector would be told of a loss.
            if (!_isDropping || _bytes > bounds.MostBytes / 2 || _waiting.Count > bounds.MostRecords / 2)
            {
                return false;
            }

            _isDropping = false;
            return true;
        }
    }

    /// <summary>From here on nothing is added, and what waits is taken at once.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.Pulse(_gate);
        }
    }

    private bool IsBatch => _waiting.Count >= bounds.BatchRecords || _bytes >= OtlpBatches.LongBatch;
}

/// <summary>What is kept of a record until it is sent; the line has all the rest.</summary>
internal sealed record WaitingRecord(
    string Category, Microsoft.Extensions.Logging.LogLevel Level, string Action, DateTimeOffset Time,
    string? TraceId, string? SpanId, byte[] Line);

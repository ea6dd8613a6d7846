using System.Diagnostics;

namespace Lottery.ServiceDefaults.Telemetry.Otlp.Sending;

/// <summary>Records or spans that wait for the collector, bounded by their number and by their bytes. Those that are being sent
/// count until they are.</summary>
internal sealed class OtlpQueue(OtlpBatches bounds)
{
    // Two are in use all the time, one that fills and one that is sent.
    private const int MostSpare = 2;

    private readonly object _gate = new();
    private readonly Queue<OtlpBatch> _full = new();
    private readonly Stack<OtlpBatch> _spare = new();
    private OtlpBatch _filling = new();
    private long _since;
    private int _count;
    private long _bytes;
    private bool _isDropping;
    private bool _isHurried;
    private bool _isClosed;

    /// <summary>False when there is no room.</summary>
    public bool TryAdd(string scope, ReadOnlySpan<byte> entry)
    {
        lock (_gate)
        {
            if (_isClosed || _count >= bounds.Most || _bytes + entry.Length > bounds.MostBytes)
            {
                _isDropping = true;
                return false;
            }

            var before = _filling.Bytes;
            _filling.Add(scope, entry);
            _count++;
            _bytes += _filling.Bytes - before;
            if (_filling.Count == 1)
            {
                _since = Stopwatch.GetTimestamp();
            }

            var isFull = _filling.Count >= bounds.InBatch || _filling.Bytes >= OtlpBatches.LongBatch;
            if (isFull)
            {
                Seal();
            }

            if (isFull || _filling.Count == 1)
            {
                Monitor.PulseAll(_gate);
            }

            return true;
        }
    }

    /// <summary>Waits for a batch, or until what there is has waited long enough; null once it is closed and empty.
    /// </summary>
    public OtlpBatch? Take()
    {
        lock (_gate)
        {
            while (!_isClosed && _full.Count == 0)
            {
                var left = _filling.Count == 0 ? Timeout.InfiniteTimeSpan
                    : _isHurried ? TimeSpan.Zero
                    : bounds.Delay - Stopwatch.GetElapsedTime(_since);
                if (left <= TimeSpan.Zero && left != Timeout.InfiniteTimeSpan)
                {
                    break;
                }

                Monitor.Wait(_gate, left);
            }

            if (_full.Count == 0 && _filling.Count > 0)
            {
                Seal();
            }

            return _full.TryDequeue(out var batch) ? batch : null;
        }
    }

    /// <summary>The batch is not kept any longer. True when some were dropped and there is room again.</summary>
    public bool Release(OtlpBatch batch)
    {
        lock (_gate)
        {
            _count -= batch.Count;
            _bytes -= batch.Bytes;
            batch.Clear();
            Monitor.PulseAll(_gate);
            // Memory of a burst is not kept.
            if (_spare.Count < MostSpare && batch.Capacity <= 2 * OtlpBatches.LongBatch)
            {
                _spare.Push(batch);
            }

            // Not at the first free byte, or every entry of a slow collector would be told of a loss.
            if (!_isDropping || _bytes > bounds.MostBytes / 2 || _count > bounds.Most / 2)
            {
                return false;
            }

            _isDropping = false;
            return true;
        }
    }

    /// <summary>Lets what waits go at once, and waits until it has gone; false when it has not within the time.</summary>
    public bool Empty(TimeSpan within)
    {
        var started = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            _isHurried = true;
            Monitor.PulseAll(_gate);
            while (_count > 0)
            {
                var left = within - Stopwatch.GetElapsedTime(started);
                if (left <= TimeSpan.Zero || !Monitor.Wait(_gate, left))
                {
                    break;
                }
            }

            _isHurried = false;
            return _count == 0;
        }
    }

    /// <summary>From here on nothing is added, and what waits is taken at once.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Seal()
    {
        _full.Enqueue(_filling);
        _filling = _spare.TryPop(out var spare) ? spare : new OtlpBatch();
    }
}

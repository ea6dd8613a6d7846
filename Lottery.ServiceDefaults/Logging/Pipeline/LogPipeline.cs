using System.Collections.Concurrent;
using System.Diagnostics;
using Lottery.ServiceDefaults.Metrics;
using ZLogger;

namespace Lottery.ServiceDefaults.Logging.Pipeline;

/// <summary>The way of every record: whoever logs leaves an entry in a bounded queue and goes on; one thread reads each
/// entry once and hands it to every sink. What the queue cannot hold is dropped and counted.</summary>
internal sealed class LogPipeline : IAsyncLogProcessor, IDisposable
{
    /// <summary>Entries that may wait to be read.</summary>
    public const int Limit = 16_384;

    /// <summary>Name of the queue where losses are told.</summary>
    public const string QueueName = "queue";

    private const string ThreadName = "log";

    // While records keep coming the thread looks by itself, so that nobody who logs pays for waking it, and what
    // comes meanwhile is written together. No longer than this, because it is lost when the process is killed.
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(40);

    // Less than a process waits for its last words.
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(3);

    private readonly ConcurrentQueue<LogEntry> _queue = new();
    private readonly ManualResetEventSlim _wake = new(initialState: false, spinCount: 0);
    private readonly TaskCompletionSource _read = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LogRecordReader _reader;
    private readonly LogOutlet[] _outlets;
    private readonly LogLosses _losses;
    private readonly LogScopes _scopes;
    private readonly Lazy<Task> _close;
    private int _waiting;
    private int _asleep;
    private volatile bool _isDropping;
    private volatile bool _isClosing;

    public LogPipeline(
        ProcessIdentity process, IEnumerable<ILogSink> sinks, LogLosses losses, LogScopes scopes, ProcessMetrics metrics)
    {
        (_losses, _scopes) = (losses, scopes);
        losses.Opened(QueueName);
        losses.Told += _wake.Set;
        _outlets = [.. sinks.Select(sink => new LogOutlet(sink, losses))];
        _reader = new LogRecordReader(process, metrics, Hand);
        _close = new Lazy<Task>(Close);
        // Of its own: the pool may be busy with the very requests whose records wait here.
        new Thread(Read) { IsBackground = true, Name = ThreadName }.Start();
    }

    /// <summary>False once what comes is no longer written.</summary>
    public bool IsOpen => !_isClosing;

    public void Post(IZLoggerEntry log)
    {
        if (Volatile.Read(ref _waiting) >= Limit || _isClosing)
        {
            _isDropping = true;
            _losses.Lost(QueueName);
            log.Return();
            return;
        }

        var activity = Activity.Current;
        _queue.Enqueue(new LogEntry(log, _scopes.Owner, activity?.TraceId ?? default, activity?.SpanId ?? default));
        var waiting = Interlocked.Increment(ref _waiting);
        // The increment is also the fence between leaving the entry and looking whether anybody is awake.
        if ((Volatile.Read(ref _asleep) == 1 && Interlocked.Exchange(ref _asleep, 0) == 1) || waiting == Limit / 2)
        {
            _wake.Set();
        }
    }

    /// <summary>Writes what waits, as far as the sinks take it within a few seconds.</summary>
    public ValueTask DisposeAsync() => new(_close.Value);

    // A process that crashes may have no thread left to finish a task on.
    public void Dispose() => _close.Value.Wait(CloseWithin);

    private async Task Close()
    {
        _isClosing = true;
        _wake.Set();
        await Task.WhenAny(CloseInOrder(), Task.Delay(CloseWithin, CancellationToken.None));
    }

    private async Task CloseInOrder()
    {
        await _read.Task;
        await Task.WhenAll(_outlets.Select(outlet => outlet.Close()));
    }

    private void Read()
    {
        while (true)
        {
            _wake.Reset();
            var isLast = _isClosing;
            try
            {
                ReadAll();
            }
            catch (Exception)
            {
                // Not even the record in its place could be made. A log ends no process.
                _losses.Lost(QueueName);
            }

            if (isLast)
            {
                _read.SetResult();
                return;
            }

            if (_wake.Wait(Linger) || Volatile.Read(ref _waiting) > 0)
            {
                continue;
            }

            Interlocked.Exchange(ref _asleep, 1);
            if (Volatile.Read(ref _waiting) == 0)
            {
                _wake.Wait();
            }

            Interlocked.Exchange(ref _asleep, 0);
        }
    }

    private void ReadAll()
    {
        while (_queue.TryDequeue(out var entry))
        {
            var waiting = Interlocked.Decrement(ref _waiting);
            _reader.Read(entry);
            if (_isDropping && waiting < Limit / 2)
            {
                _isDropping = false;
                _losses.Over(QueueName);
            }
        }

        while (_losses.TryTake(out var record))
        {
            _reader.Tell(record);
        }

        foreach (var outlet in _outlets)
        {
            outlet.Flush();
        }
    }

    private void Hand(LogRecord record, ReadOnlyMemory<byte> line)
    {
        foreach (var outlet in _outlets)
        {
            outlet.Write(record, line);
        }
    }
}

/// <summary>An entry with what it was made in: by the time it is read, the scopes and the activity are over.</summary>
internal readonly record struct LogEntry(IZLoggerEntry Entry, LogOwner Owner, ActivityTraceId Trace, ActivitySpanId Span);

using System.Buffers;
using Lottery.ServiceDefaults.Logging.Pipeline;

namespace Lottery.ServiceDefaults.Logging.Sinks;

/// <summary>Lines wait in memory, up to a limit, for a thread that writes them: a place that is full, closed or stuck
/// holds up that thread alone.</summary>
internal sealed class BufferedSink : ILogSink, IDisposable
{
    /// <summary>Bytes that may wait to be written.</summary>
    public const int Limit = 4 * 1024 * 1024;

    // What a pipe holds: of a longer piece one would not see how far it came. It ends with a line, because a file may.
    private const int PieceLength = 64 * 1024;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    // A place that is stuck must not keep the process alive.
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    // Whoever waits sleeps: there is nothing to gain from looking again and again for the next line.
    private readonly ManualResetEventSlim _changed = new(initialState: false, spinCount: 0);
    private readonly ManualResetEventSlim _closing = new();
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ILineWriter _writer;
    private readonly LogLosses _losses;
    private readonly Func<LogRecord, ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> _form;
    private readonly int _limit;
    private readonly Lazy<Task> _close;
    private ArrayBufferWriter<byte> _filling = new();
    private ArrayBufferWriter<byte> _writing = new();
    private int _waiting;
    private bool _isDropping;
    private bool _isFailing;

    public BufferedSink(
        string name,
        ILineWriter writer,
        LogLosses losses,
        Func<LogRecord, ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? form = null,
        int limit = Limit)
    {
        (Name, _writer, _losses, _limit) = (name, writer, losses, limit);
        _form = form ?? ((_, line) => line);
        _close = new Lazy<Task>(Close);
        new Thread(Run) { IsBackground = true, Name = $"log {name}" }.Start();
    }

    public string Name { get; }

    public void Write(LogRecord record, ReadOnlyMemory<byte> line)
    {
        var bytes = _form(record, line);
        lock (_gate)
        {
            if (_closing.IsSet || _waiting + bytes.Length + 1 > _limit)
            {
                _isDropping = true;
                _losses.Lost(Name);
                return;
            }

            _filling.Write(bytes.Span);
            _filling.Write("\n"u8);
            _waiting += bytes.Length + 1;
            // Waking the thread costs more than the line; lines that come together are written together.
            if (_filling.WrittenCount < PieceLength)
            {
                return;
            }
        }

        _changed.Set();
    }

    public void Flush()
    {
        lock (_gate)
        {
            if (_filling.WrittenCount == 0)
            {
                return;
            }
        }

        _changed.Set();
    }

    /// <summary>Writes what waits, as far as the place takes it within a moment.</summary>
    public ValueTask DisposeAsync() => new(_close.Value);

    public void Dispose() => _close.Value.GetAwaiter().GetResult();

    private async Task Close()
    {
        _closing.Set();
        _changed.Set();
        await Task.WhenAny(_written.Task, Task.Delay(CloseWithin, CancellationToken.None));
    }

    private void Run()
    {
        while (true)
        {
            // Asked first: what came before the end is written.
            var isLast = _closing.IsSet;
            _changed.Reset();
            if (Swap())
            {
                WriteAll(_writing.WrittenMemory);
            }
            else if (isLast)
            {
                break;
            }
            else
            {
                _changed.Wait();
            }
        }

        _writer.Dispose();
        _written.TrySetResult();
    }

    private bool Swap()
    {
        lock (_gate)
        {
            // Memory of a burst is not kept.
            _writing = _writing.Capacity > _limit / 4 ? new() : _writing;
            _writing.ResetWrittenCount();
            (_filling, _writing) = (_writing, _filling);
            return _writing.WrittenCount > 0;
        }
    }

    private void WriteAll(ReadOnlyMemory<byte> lines)
    {
        while (lines.Length > 0)
        {
            var isLastTry = _closing.IsSet;
            var written = _writer.Write(lines[..PieceOf(lines.Span)]);
            lines = lines[written..];
            Written(written);
            if (written > 0)
            {
                _isFailing = false;
                continue;
            }

            if (isLastTry)
            {
                Lose(lines);
                return;
            }

            Failed();
            _closing.Wait(RetryAfter);
        }
    }

    private static int PieceOf(ReadOnlySpan<byte> lines)
    {
        if (lines.Length <= PieceLength)
        {
            return lines.Length;
        }

        var end = lines[..PieceLength].LastIndexOf((byte)'\n');
        return 1 + (end >= 0 ? end : PieceLength + lines[PieceLength..].IndexOf((byte)'\n'));
    }

    private void Written(int count)
    {
        var isOver = false;
        lock (_gate)
        {
            _waiting -= count;
            // Not at the first free byte: a reader who is merely slow would be told of a loss after each line.
            if (count > 0 && _isDropping && _waiting <= _limit / 2)
            {
                (_isDropping, isOver) = (false, true);
            }
        }

        if (isOver)
        {
            _losses.Over(Name);
        }
    }

    private void Failed()
    {
        if (!_isFailing)
        {
            _isFailing = true;
            _losses.Failing(Name);
        }
    }

    private void Lose(ReadOnlyMemory<byte> lines)
    {
        lock (_gate)
        {
            _waiting -= lines.Length;
        }

        _losses.Lost(Name, lines.Span.Count((byte)'\n'));
    }
}

using System.Diagnostics;
using Lottery.ServiceDefaults.Logging.Sinks;

namespace Lottery.Bench.Logging;

/// <summary>A place that takes lines at once, counts them and forgets them.</summary>
internal sealed class Lines : Stream, ILineWriter
{
    private long _count;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Returns when so many lines have come in all.</summary>
    public void Await(long count)
    {
        var waiting = Stopwatch.StartNew();
        while (Interlocked.Read(ref _count) < count)
        {
            if (waiting.Elapsed > TimeSpan.FromSeconds(30))
            {
                throw new InvalidOperationException($"Of {count} records {_count} were written.");
            }

            Thread.Yield();
        }
    }

    public int Write(ReadOnlyMemory<byte> lines)
    {
        Write(lines.Span);
        return lines.Length;
    }

    public override void Write(ReadOnlySpan<byte> buffer) => Interlocked.Add(ref _count, buffer.Count((byte)'\n'));

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}

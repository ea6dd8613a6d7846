using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Lottery.ServiceDefaults.Requests.Traffic;

/// <summary>The body of an answer, counted on whichever way it is written.</summary>
internal sealed class CountedAnswer(IHttpResponseBodyFeature answer, RequestTraffic traffic) : IHttpResponseBodyFeature
{
    private CountedStream? _stream;
    private CountedWriter? _writer;

    public Stream Stream => _stream ??= new CountedStream(answer.Stream, traffic);

    public PipeWriter Writer => _writer ??= new CountedWriter(answer.Writer, traffic);

    public void DisableBuffering() => answer.DisableBuffering();

    public Task StartAsync(CancellationToken cancellationToken = default) => answer.StartAsync(cancellationToken);

    // As the server itself does it, but through the stream that counts.
    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);

    public Task CompleteAsync() => answer.CompleteAsync();
}

/// <summary>A writer that counts what is handed on.</summary>
internal sealed class CountedWriter(PipeWriter writer, RequestTraffic traffic) : PipeWriter
{
    public override bool CanGetUnflushedBytes => writer.CanGetUnflushedBytes;

    public override long UnflushedBytes => writer.UnflushedBytes;

    public override void Advance(int bytes)
    {
        writer.Advance(bytes);
        traffic.Send(bytes);
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => writer.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => writer.GetSpan(sizeHint);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        writer.FlushAsync(cancellationToken);

    public override ValueTask<FlushResult> WriteAsync(
        ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        traffic.Send(source.Length);
        return writer.WriteAsync(source, cancellationToken);
    }

    public override void CancelPendingFlush() => writer.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => writer.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => writer.CompleteAsync(exception);
}

using System.Diagnostics;
using System.Text;
using Lottery.ServiceDefaults.Logging;
using Lottery.ServiceDefaults.Redaction;

namespace Lottery.ServiceDefaults.Telemetry.Otlp.Writing;

/// <summary>A span in the form of OTLP (<c>opentelemetry.proto.trace.v1.Span</c>), without what no log record may say
/// either. For one thread.</summary>
internal sealed class OtlpSpanWriter
{
    // Of Span.
    private const int TraceId = 1;
    private const int SpanId = 2;
    private const int ParentSpanId = 4;
    private const int Name = 5;
    private const int Kind = 6;
    private const int Start = 7;
    private const int End = 8;
    private const int Attributes = 9;
    private const int Events = 11;
    private const int Status = 15;

    // Of Event.
    private const int EventTime = 1;
    private const int EventName = 2;
    private const int EventAttributes = 3;

    // Of Status.
    private const int StatusMessage = 2;
    private const int StatusCode = 3;

    private const int TraceIdLength = 16;
    private const int SpanIdLength = 8;
    private const int NanosecondsPerTick = 100;

    private readonly ProtoBuffer _bytes = new();
    private readonly ProtoBuffer _part = new();
    private readonly OtlpAttributes _attributes;
    private readonly OtlpAttributes _eventAttributes;
    private readonly RequestAttributes _request;
    private readonly SpanTexts _texts = new();

    public OtlpSpanWriter()
    {
        _attributes = new OtlpAttributes(_bytes, Attributes);
        _eventAttributes = new OtlpAttributes(_part, EventAttributes);
        _request = new RequestAttributes(_attributes);
    }

    /// <summary>The message without tag and length, valid until the next one.</summary>
    public ReadOnlySpan<byte> Write(Activity span)
    {
        _bytes.Clear();
        WriteIds(span);
        _bytes.Text(Name, CleanTexts.Of(span.DisplayName));
        // The kinds have the same order, behind one that is not given.
        _bytes.Number(Kind, (ulong)span.Kind + 1);
        _bytes.Fixed(Start, Nanoseconds(span.StartTimeUtc));
        _bytes.Fixed(End, Nanoseconds(span.StartTimeUtc + span.Duration));
        // The client's own tracestate is left out.
        foreach (ref readonly var tag in span.EnumerateTagObjects())
        {
            if (tag.Value is RequestEnd end)
            {
                _request.Write(end);
            }
            else
            {
                Write(tag, _attributes);
            }
        }

        foreach (ref readonly var happened in span.EnumerateEvents())
        {
            Write(happened);
        }

        if (span.Status != ActivityStatusCode.Unset)
        {
            WriteStatus(span);
        }

        return _bytes.Written.Span;
    }

    private void WriteIds(Activity span)
    {
        Span<byte> id = stackalloc byte[TraceIdLength];
        span.TraceId.CopyTo(id);
        _bytes.Bytes(TraceId, id);
        id = id[..SpanIdLength];
        span.SpanId.CopyTo(id);
        _bytes.Bytes(SpanId, id);
        if (span.ParentSpanId != default)
        {
            span.ParentSpanId.CopyTo(id);
            _bytes.Bytes(ParentSpanId, id);
        }
    }

    private void Write(in KeyValuePair<string, object?> tag, OtlpAttributes to)
    {
        var name = _texts.NameOf(tag.Key);
        to.Add(name.Utf8, SpanTexts.Shown(name, tag.Value));
    }

    private void Write(in ActivityEvent happened)
    {
        _part.Clear();
        _part.Fixed(EventTime, Nanoseconds(happened.Timestamp.UtcDateTime));
        _part.Text(EventName, Redactor.Clean(happened.Name));
        foreach (ref readonly var tag in happened.EnumerateTagObjects())
        {
            Write(tag, _eventAttributes);
        }

        _bytes.Bytes(Events, _part.Written.Span);
    }

    private void WriteStatus(Activity span)
    {
        _part.Clear();
        if (span.StatusDescription is { } description)
        {
            _part.Text(StatusMessage, Text.Of(Redactor.Clean(description)));
        }

        _part.Number(StatusCode, (ulong)span.Status);
        _bytes.Bytes(Status, _part.Written.Span);
    }

    private static ulong Nanoseconds(DateTime time) => (ulong)(time - DateTime.UnixEpoch).Ticks * NanosecondsPerTick;
}

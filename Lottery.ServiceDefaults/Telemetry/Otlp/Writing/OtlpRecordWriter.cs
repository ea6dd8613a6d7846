using System.Text;
using Lottery.ServiceDefaults.Logging;
using Lottery.ServiceDefaults.Logging.Levels;
using Microsoft.Extensions.Logging;

namespace Lottery.ServiceDefaults.Telemetry.Otlp.Writing;

/// <summary>A record in the form of OTLP (<c>opentelemetry.proto.logs.v1.LogRecord</c>), written straight from what it
/// says.</summary>
internal sealed class OtlpRecordWriter
{
    // Of LogRecord.
    private const int Time = 1;
    private const int Severity = 2;
    private const int SeverityText = 3;
    private const int Body = 5;
    private const int Attributes = 6;
    private const int TraceId = 9;
    private const int SpanId = 10;
    private const int ObservedTime = 11;
    private const int EventName = 12;

    private const int LongestId = 16;
    private const int TextKind = 1;
    private const int NanosecondsPerTick = 100;

    private readonly ProtoBuffer _bytes = new();
    private readonly OtlpAttributes _attributes;

    public OtlpRecordWriter() => _attributes = new OtlpAttributes(_bytes, Attributes);

    /// <summary>The message without tag and length, valid until the next one.</summary>
    public ReadOnlySpan<byte> Write(LogRecord record)
    {
        _bytes.Clear();
        var time = (ulong)(record.Time - DateTimeOffset.UnixEpoch).Ticks * NanosecondsPerTick;
        _bytes.Fixed(Time, time);
        _bytes.Fixed(ObservedTime, time);
        _bytes.Number(Severity, SeverityOf(record.Level));
        _bytes.Text(SeverityText, LogThreshold.Word(record.Level));
        _bytes.Text(EventName, Text.Of(record.Action));
        WriteBody(record.Message);
        WriteId(TraceId, record.TraceId);
        WriteId(SpanId, record.SpanId);
        WriteAttributes(record);
        return _bytes.Written.Span;
    }

    private void WriteAttributes(LogRecord record)
    {
        _attributes.AddText("level"u8, LogThreshold.Word(record.Level));
        _attributes.AddText("layer"u8, record.Layer);
        _attributes.AddText("action"u8, Text.Of(record.Action));
        _attributes.AddText("userId"u8, record.UserId);
        _attributes.AddText("bancaId"u8, record.BancaId);
        _attributes.AddText("requestId"u8, record.RequestId);
        foreach (var (name, value) in record.Payload)
        {
            _attributes.Add(name.Attribute, value);
        }

        _attributes.Add("meta"u8, record.Meta);
        if (record.Error is { } error)
        {
            _attributes.AddError(error);
        }
    }

    private void WriteBody(string message)
    {
        var length = Encoding.UTF8.GetByteCount(message);
        _bytes.Begin(Body, ProtoBuffer.LengthOf(length));
        _bytes.Text(TextKind, message, length);
    }

    private void WriteId(int field, string? hex)
    {
        if (hex is not null)
        {
            Span<byte> id = stackalloc byte[LongestId];
            _ = Convert.FromHexString(hex, id, out _, out var length);
            _bytes.Bytes(field, id[..length]);
        }
    }

    // The first of the four numbers that the protocol has for each.
    private static ulong SeverityOf(LogLevel level) => level switch
    {
        LogLevel.Trace => 1,
        LogLevel.Debug => 5,
        LogLevel.Information => 9,
        LogLevel.Warning => 13,
        LogLevel.Error => 17,
        _ => 21,
    };
}

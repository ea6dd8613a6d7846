using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Lottery.ServiceDefaults.Logging.Levels;

namespace Lottery.ServiceDefaults.Logging;

/// <summary>One valid JSON object a line, whatever is logged.</summary>
internal sealed class JsonLogFormatter(ProcessIdentity process)
{
    // Of 2026-10-20T13:45:30.1234567Z.
    private const int WholeTime = 28;
    private const int ToMilliseconds = 23;

    // Written to by the pipeline's one thread.
    private readonly ArrayBufferWriter<byte> _line = new();

    /// <summary>The line without its end, valid until the next one.</summary>
    public ReadOnlyMemory<byte> Format(LogRecord record)
    {
        _line.ResetWrittenCount();
        Write(record);
        return _line.WrittenMemory;
    }

    private void Write(LogRecord record)
    {
        using var json = new Utf8JsonWriter(_line, new() { Encoder = JsonValues.Encoder });
        json.WriteStartObject();
        WriteTime(json, record.Time.UtcDateTime);
        json.WriteString("level", LogThreshold.Word(record.Level));
        json.WriteString("layer", record.Layer);
        json.WriteString("action", Text.Of(record.Action));
        json.WriteString("message", record.Message);
        json.WriteString("userId", record.UserId);
        json.WriteString("bancaId", record.BancaId);
        json.WriteString("requestId", record.RequestId);
        WritePayload(json, record);
        if (record.Meta is { } meta)
        {
            json.WritePropertyName("meta");
            JsonValues.Write(json, meta);
        }

        if (record.Error is { } error)
        {
            json.WritePropertyName("error");
            JsonValues.WriteError(json, error);
        }

        json.WriteString("service", process.Service);
        json.WriteString("version", process.Version);
        json.WriteString("host", process.Host);
        json.WriteString("traceId", record.TraceId);
        json.WriteString("spanId", record.SpanId);
        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, DateTime time)
    {
        Span<byte> text = stackalloc byte[WholeTime];
        _ = Utf8Formatter.TryFormat(time, text, out _, new StandardFormat('O'));
        text[ToMilliseconds] = (byte)'Z';
        json.WriteString("time", text[..(ToMilliseconds + 1)]);
    }

    private static void WritePayload(Utf8JsonWriter json, LogRecord record)
    {
        json.WriteStartObject("payload");
        foreach (var (name, value) in record.Payload)
        {
            json.WritePropertyName(Text.Of(name));
            JsonValues.Write(json, value);
        }

        json.WriteEndObject();
    }
}

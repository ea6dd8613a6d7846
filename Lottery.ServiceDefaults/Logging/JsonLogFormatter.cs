using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Lottery.ServiceDefaults.Logging.Levels;

namespace Lottery.ServiceDefaults.Logging;

/// <summary>One valid JSON object a line, whatever is logged.</summary>
internal sealed class JsonLogFormatter(ProcessIdentity process)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

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
        json.WriteString("time", record.Time.ToString(TimeFormat, CultureInfo.InvariantCulture));
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

using System.Buffers;
using System.Globalization;
using System.Text.Json;
using ZLogger;

namespace Lottery.ServiceDefaults.Logging;

/// <summary>One valid JSON object a line, whatever is logged.</summary>
internal sealed class JsonLogFormatter(ProcessIdentity process) : IZLoggerFormatter
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    // The provider calls its formatter from one thread.
    private readonly ArrayBufferWriter<byte> _line = new();

    public bool WithLineBreak => true;

    public void FormatLogEntry(IBufferWriter<byte> writer, IZLoggerEntry entry)
    {
        try
        {
            Write(LogRecord.Read(entry));
        }
        catch (Exception exception)
        {
            Write(LogRecord.Unwritable(entry.LogInfo, exception));
        }

        // In one piece: the provider's buffer offers no room when it is full and none is asked for.
        _line.WrittenSpan.CopyTo(writer.GetSpan(_line.WrittenCount));
        writer.Advance(_line.WrittenCount);
    }

    private void Write(LogRecord record)
    {
        _line.ResetWrittenCount();
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
            JsonValues.Write(json, meta, withMembers: true);
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
            JsonValues.Write(json, value, record.IsOurs);
        }

        json.WriteEndObject();
    }
}

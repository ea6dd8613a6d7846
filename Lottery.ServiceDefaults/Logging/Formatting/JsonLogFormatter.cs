using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Lottery.ServiceDefaults.Logging.Levels;

namespace Lottery.ServiceDefaults.Logging.Formatting;

/// <summary>One valid JSON object a line, whatever is logged.</summary>
internal sealed class JsonLogFormatter(ProcessIdentity process)
{
    // Of 2026-10-20T13:45:30.1234567Z.
    private const int WholeTime = 28;
    private const int ToMilliseconds = 23;

    private static readonly JsonEncodedText Time = JsonEncodedText.Encode("time");
    private static readonly JsonEncodedText Level = JsonEncodedText.Encode("level");
    private static readonly JsonEncodedText Layer = JsonEncodedText.Encode("layer");
    private static readonly JsonEncodedText Action = JsonEncodedText.Encode("action");
    private static readonly JsonEncodedText Message = JsonEncodedText.Encode("message");
    private static readonly JsonEncodedText UserId = JsonEncodedText.Encode("userId");
    private static readonly JsonEncodedText BancaId = JsonEncodedText.Encode("bancaId");
    private static readonly JsonEncodedText RequestId = JsonEncodedText.Encode("requestId");
    private static readonly JsonEncodedText Payload = JsonEncodedText.Encode("payload");
    private static readonly JsonEncodedText Meta = JsonEncodedText.Encode("meta");
    private static readonly JsonEncodedText Error = JsonEncodedText.Encode("error");
    private static readonly JsonEncodedText TraceId = JsonEncodedText.Encode("traceId");
    private static readonly JsonEncodedText SpanId = JsonEncodedText.Encode("spanId");
    private static readonly JsonEncodedText Service = JsonEncodedText.Encode("service");
    private static readonly JsonEncodedText Version = JsonEncodedText.Encode("version");
    private static readonly JsonEncodedText Host = JsonEncodedText.Encode("host");

    private readonly JsonEncodedText _service = Encode(process.Service);
    private readonly JsonEncodedText _version = Encode(process.Version);
    private readonly JsonEncodedText _host = Encode(process.Host);

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
        json.WriteString(Level, LogThreshold.Word(record.Level));
        json.WriteString(Layer, record.Layer);
        json.WriteString(Action, Text.Of(record.Action));
        json.WriteString(Message, record.Message);
        json.WriteString(UserId, record.UserId);
        json.WriteString(BancaId, record.BancaId);
        json.WriteString(RequestId, record.RequestId);
        WritePayload(json, record);
        if (record.Meta is { } meta)
        {
            json.WritePropertyName(Meta);
            JsonValues.Write(json, meta);
        }

        if (record.Error is { } error)
        {
            json.WritePropertyName(Error);
            JsonValues.WriteError(json, error);
        }

        json.WriteString(Service, _service);
        json.WriteString(Version, _version);
        json.WriteString(Host, _host);
        json.WriteString(TraceId, record.TraceId);
        json.WriteString(SpanId, record.SpanId);
        json.WriteEndObject();
    }

    private static JsonEncodedText Encode(string text) => JsonEncodedText.Encode(text, JsonValues.Encoder);

    private static void WriteTime(Utf8JsonWriter json, DateTime time)
    {
        Span<byte> text = stackalloc byte[WholeTime];
        _ = Utf8Formatter.TryFormat(time, text, out _, new StandardFormat('O'));
        text[ToMilliseconds] = (byte)'Z';
        json.WriteString(Time, text[..(ToMilliseconds + 1)]);
    }

    private static void WritePayload(Utf8JsonWriter json, LogRecord record)
    {
        json.WriteStartObject(Payload);
        foreach (var (name, value) in record.Payload)
        {
            json.WritePropertyName(name.Json);
            JsonValues.Write(json, value);
        }

        json.WriteEndObject();
    }
}

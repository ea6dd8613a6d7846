using System.Buffers;
using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lottery.ServiceDefaults.Logging;

/// <summary>Writes whatever a record carries as one JSON value, whatever it is.</summary>
internal static class JsonValues
{
    private const int DepthLimit = 16;
    private const int InnerExceptionLimit = 8;

    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = Encoder,
        IncludeFields = true, // of tuples
        MaxDepth = DepthLimit,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        ReferenceHandler = ReferenceHandler.IgnoreCycles,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <param name="json">Where the value goes.</param>
    /// <param name="value">Anything.</param>
    /// <param name="withMembers">Objects are written with their members; else as their text, because reading the
    /// members of somebody else's object may be endless or have effects.</param>
    public static void Write(Utf8JsonWriter json, object? value, bool withMembers)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case short or byte or sbyte or ushort: json.WriteNumberValue(Convert.ToInt32(value, null)); break;
            case uint number: json.WriteNumberValue(number); break;
            case ulong number: json.WriteNumberValue(number); break;
            case decimal number: json.WriteNumberValue(number); break;
            case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
            case float number when float.IsFinite(number): json.WriteNumberValue(number); break;
            case DateTimeOffset instant: json.WriteStringValue(instant.UtcDateTime); break;
            case DateTime instant: json.WriteStringValue(instant); break;
            case DateOnly date: json.WriteStringValue(date.ToString("O", null)); break;
            case Exception exception: WriteError(json, exception); break;
            case string or IFormattable: json.WriteStringValue(Text.Of(value)); break;
            default: WriteObject(json, value, withMembers); break;
        }
    }

    public static void WriteError(Utf8JsonWriter json, Exception exception) => WriteError(json, exception, 0);

    private static void WriteError(Utf8JsonWriter json, Exception exception, int depth)
    {
        json.WriteStartObject();
        json.WriteString("type", exception.GetType().FullName);
        json.WriteString("message", TextOf(exception, static e => e.Message));
        json.WriteString("stack", TextOf(exception, static e => e.StackTrace));
        if (depth < InnerExceptionLimit && exception is AggregateException { InnerExceptions.Count: > 1 } several)
        {
            json.WriteStartArray("inners");
            foreach (var inner in several.InnerExceptions.Take(InnerExceptionLimit))
            {
                WriteError(json, inner, depth + 1);
            }

            json.WriteEndArray();
        }
        else if (depth < InnerExceptionLimit && exception.InnerException is { } inner)
        {
            json.WritePropertyName("inner");
            WriteError(json, inner, depth + 1);
        }

        json.WriteEndObject();
    }

    private static string? TextOf(Exception exception, Func<Exception, string?> read)
    {
        try
        {
            return read(exception) is { } text ? Text.Of(text) : null;
        }
        catch (Exception thrown)
        {
            return $"[unreadable: threw {thrown.GetType().Name}]";
        }
    }

    private static void WriteObject(Utf8JsonWriter json, object value, bool withMembers)
    {
        if (withMembers && value is not (Type or Delegate or Stream or Task) && TrySerialize(value, out var bytes))
        {
            json.WriteRawValue(bytes.WrittenSpan);
        }
        else
        {
            json.WriteStringValue(Text.Of(value is IEnumerable ? value.GetType().Name : value));
        }
    }

    private static bool TrySerialize(object value, out ArrayBufferWriter<byte> bytes)
    {
        var bounded = new BoundedBuffer();
        bytes = bounded.Bytes;
        try
        {
            using var json = new Utf8JsonWriter(bounded, new() { Encoder = Encoder, MaxDepth = DepthLimit });
            JsonSerializer.Serialize(json, value, value.GetType(), Options);
            return true;
        }
        catch (Exception)
        {
            return false; // Too long, too deep, changed meanwhile or a throwing member: its text has to do.
        }
    }

    /// <summary>Stops a serialisation that has no end, or no reasonable one.</summary>
    private sealed class BoundedBuffer : IBufferWriter<byte>
    {
        public ArrayBufferWriter<byte> Bytes { get; } = new();

        public void Advance(int count)
        {
            Bytes.Advance(count);
            if (Bytes.WrittenCount > Text.Limit)
            {
                throw new InvalidOperationException("The value is longer than a record may carry.");
            }
        }

        public Memory<byte> GetMemory(int sizeHint = 0) => Bytes.GetMemory(sizeHint);

        public Span<byte> GetSpan(int sizeHint = 0) => Bytes.GetSpan(sizeHint);
    }
}

using System.Buffers;
using System.Collections;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lottery.ServiceDefaults.Redaction;

namespace Lottery.ServiceDefaults.Logging;

/// <summary>Turns whatever a record was given into what it may say: a number, an instant, a flag, a cleaned text, a
/// <see cref="LogError"/>, or an object as <see cref="LogJson"/>.</summary>
internal static class LogValues
{
    private const int DepthLimit = 16;

    private static readonly JsonWriterOptions Writing = new() { Encoder = JsonValues.Encoder, MaxDepth = DepthLimit };

    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JsonValues.Encoder,
        IncludeFields = true, // of tuples
        MaxDepth = DepthLimit,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        ReferenceHandler = ReferenceHandler.IgnoreCycles,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <param name="name">What the value is called; a name that hides it was dealt with before.</param>
    /// <param name="value">Anything.</param>
    /// <param name="withMembers">Objects are told with their members; else as their text, because reading the
    /// members of somebody else's object may be endless or have effects.</param>
    /// <param name="hidden">What the record hides by name.</param>
    public static object? Of(string name, object? value, bool withMembers, HiddenValues hidden) => value switch
    {
        null or bool or DateTimeOffset or DateTime or DateOnly or TimeSpan or Guid => value,
        _ when PlainNumbers.Clean(value) is { } number => number,
        Exception exception => LogError.Of(exception, hidden),
        string or IFormattable => Text.Clean(value, hidden),
        _ when withMembers && value is not (Type or Delegate or Stream or Task)
            && Json(name, value, hidden) is { } json => json,
        _ => Text.Clean(value is IEnumerable ? value.GetType().Name : value, hidden),
    };

    private static LogJson? Json(string name, object value, HiddenValues hidden)
    {
        var bounded = new BoundedBuffer();
        try
        {
            using (var json = new Utf8JsonWriter(bounded, Writing))
            {
                JsonSerializer.Serialize(json, value, value.GetType(), Options);
            }

            var redacted = new ArrayBufferWriter<byte>(bounded.Bytes.WrittenCount);
            using (var json = new Utf8JsonWriter(redacted, Writing))
            {
                RedactedJson.Copy(bounded.Bytes.WrittenSpan, name, json, hidden.CleanOf, hidden.Add);
            }

            return new(redacted.WrittenMemory);
        }
        catch (Exception)
        {
            return null; // Too long, too deep, changed meanwhile or a throwing member: its text has to do.
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

/// <summary>An object of a record as the JSON that is written for it, redacted.</summary>
internal sealed record LogJson(ReadOnlyMemory<byte> Utf8)
{
    public override string ToString() => Encoding.UTF8.GetString(Utf8.Span);
}

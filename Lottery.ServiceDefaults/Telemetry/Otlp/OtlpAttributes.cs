using System.Text.Json;

namespace Lottery.ServiceDefaults.Telemetry.Otlp;

/// <summary>A record as attributes, read from its line: what the line does not show, the collector does not get
/// either.</summary>
internal sealed class OtlpAttributes : List<KeyValuePair<string, object?>>
{
    // Body, time, trace and resource of what is sent say these.
    private static readonly string[] SaidElsewhere =
        ["time", "message", "service", "version", "host", "traceId", "spanId"];

    private OtlpAttributes()
    {
    }

    public string Message { get; private set; } = "";

    public static OtlpAttributes Of(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        using var record = JsonDocument.ParseValue(ref reader);
        var attributes = new OtlpAttributes();
        foreach (var field in record.RootElement.EnumerateObject())
        {
            if (field.Name == "message")
            {
                attributes.Message = field.Value.GetString() ?? "";
            }
            else if (field.Name == "error")
            {
                attributes.AddError(field.Value);
            }
            else if (!SaidElsewhere.Contains(field.Name))
            {
                attributes.AddValue(field.Name, field.Value);
            }
        }

        return attributes;
    }

    private void AddError(JsonElement error)
    {
        foreach (var part in error.EnumerateObject())
        {
            AddValue(part.Name == "stack" ? "exception.stacktrace" : $"exception.{part.Name}", part.Value);
        }
    }

    // Objects part by part; a list stays JSON, because services differ in what they make of one.
    private void AddValue(string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var part in value.EnumerateObject())
                {
                    AddValue($"{name}.{part.Name}", part.Value);
                }

                break;
            case JsonValueKind.String: Add(new(name, value.GetString())); break;
            case JsonValueKind.Number: Add(new(name, NumberOf(value))); break;
            case JsonValueKind.True: Add(new(name, true)); break;
            case JsonValueKind.False: Add(new(name, false)); break;
            case JsonValueKind.Array: Add(new(name, value.GetRawText())); break;
        }
    }

    private static object NumberOf(JsonElement value) =>
        value.TryGetInt64(out var whole) ? whole : value.GetDouble();
}

using System.Text.Encodings.Web;
using System.Text.Json;

namespace Lottery.ServiceDefaults.Logging;

/// <summary>Writes what a record says (<see cref="LogValues"/>) as JSON.</summary>
internal static class JsonValues
{
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    public static void Write(Utf8JsonWriter json, object? value)
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
            case string text: json.WriteStringValue(text); break;
            case Guid id: json.WriteStringValue(id); break;
            case LogError error: WriteError(json, error); break;
            case LogJson made: json.WriteRawValue(made.Utf8.Span, skipInputValidation: true); break;
            default: json.WriteStringValue(Text.Of(value)); break;
        }
    }

    public static void WriteError(Utf8JsonWriter json, LogError error)
    {
        json.WriteStartObject();
        json.WriteString("type", error.Type);
        json.WriteString("message", error.Message);
        json.WriteString("stack", error.Stack);
        if (error.Inners is [var inner])
        {
            json.WritePropertyName("inner");
            WriteError(json, inner);
        }
        else if (error.Inners.Count > 1)
        {
            json.WriteStartArray("inners");
            foreach (var one in error.Inners)
            {
                WriteError(json, one);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}

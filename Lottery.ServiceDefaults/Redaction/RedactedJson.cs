using System.Text;
using System.Text.Json;

namespace Lottery.ServiceDefaults.Redaction;

/// <summary>Copies a JSON value and leaves out what must not be seen, however deep it lies.</summary>
internal static class RedactedJson
{
    /// <summary>The value must be one that was written by a serialiser, so that it is known to be well formed.</summary>
    public static void Copy(ReadOnlySpan<byte> value, Utf8JsonWriter to, Func<string, string> clean)
    {
        var json = new Utf8JsonReader(value);
        while (json.Read())
        {
            switch (json.TokenType)
            {
                case JsonTokenType.StartObject: to.WriteStartObject(); break;
                case JsonTokenType.EndObject: to.WriteEndObject(); break;
                case JsonTokenType.StartArray: to.WriteStartArray(); break;
                case JsonTokenType.EndArray: to.WriteEndArray(); break;
                case JsonTokenType.PropertyName: CopyName(ref json, to, clean); break;
                case JsonTokenType.String: to.WriteStringValue(clean(json.GetString()!)); break;
                case JsonTokenType.Number: CopyNumber(ref json, to); break;
                default: to.WriteRawValue(json.ValueSpan, skipInputValidation: true); break;
            }
        }
    }

    private static void CopyName(ref Utf8JsonReader json, Utf8JsonWriter to, Func<string, string> clean)
    {
        var name = json.GetString()!;
        to.WritePropertyName(clean(name));
        if (!Redactor.Hides(name))
        {
            return;
        }

        json.Read();
        if (json.TokenType is JsonTokenType.Null or JsonTokenType.True or JsonTokenType.False)
        {
            to.WriteRawValue(json.ValueSpan, skipInputValidation: true);
            return;
        }

        json.Skip();
        to.WriteStringValue(Redactor.Mark);
    }

    // Only a card is told from an amount without a name or a separator.
    private static void CopyNumber(ref Utf8JsonReader json, Utf8JsonWriter to)
    {
        const int FewestOfCard = 13;
        if (json.ValueSpan.Length >= FewestOfCard
            && Redactor.Clean(Encoding.ASCII.GetString(json.ValueSpan)) is Redactor.Mark)
        {
            to.WriteStringValue(Redactor.Mark);
        }
        else
        {
            to.WriteRawValue(json.ValueSpan, skipInputValidation: true);
        }
    }
}

using System.Text;
using System.Text.Json;
using Lottery.ServiceDefaults.Redaction.Names;

namespace Lottery.ServiceDefaults.Redaction;

/// <summary>Copies a JSON value and leaves out what must not be seen, however deep it lies.</summary>
internal static class RedactedJson
{
    /// <param name="value">What a serialiser wrote, so that it is known to be well formed.</param>
    /// <param name="name">What the value is called: the name of a client is one by what it belongs to.</param>
    /// <param name="to">Where the rest goes.</param>
    /// <param name="clean">Takes secrets out of a text.</param>
    /// <param name="hide">Is told each value that its name hides.</param>
    public static void Copy(
        ReadOnlySpan<byte> value, string name, Utf8JsonWriter to, Func<string, string> clean, Action<string> hide)
    {
        var json = new Utf8JsonReader(value);
        var owners = new Stack<string>();
        while (json.Read())
        {
            switch (json.TokenType)
            {
                case JsonTokenType.StartObject: owners.Push(name); to.WriteStartObject(); break;
                case JsonTokenType.EndObject: name = owners.Pop(); to.WriteEndObject(); break;
                case JsonTokenType.StartArray: owners.Push(name); to.WriteStartArray(); break;
                case JsonTokenType.EndArray: name = owners.Pop(); to.WriteEndArray(); break;
                case JsonTokenType.PropertyName: name = CopyName(ref json, owners.Peek(), to, clean, hide); break;
                case JsonTokenType.String: to.WriteStringValue(clean(json.GetString()!)); break;
                case JsonTokenType.Number: CopyNumber(ref json, to); break;
                default: to.WriteRawValue(json.ValueSpan, skipInputValidation: true); break;
            }
        }
    }

    private static string CopyName(
        ref Utf8JsonReader json, string owner, Utf8JsonWriter to, Func<string, string> clean, Action<string> hide)
    {
        var name = json.GetString()!;
        to.WritePropertyName(clean(name));
        if (Redactor.Hides(name) || HiddenNames.HidesTogether(owner, name))
        {
            json.Read();
            if (json.TokenType is JsonTokenType.Null or JsonTokenType.True or JsonTokenType.False)
            {
                to.WriteRawValue(json.ValueSpan, skipInputValidation: true);
            }
            else
            {
                Hide(ref json, hide);
                to.WriteStringValue(Redactor.Mark);
            }
        }

        return name;
    }

    private static void Hide(ref Utf8JsonReader json, Action<string> hide)
    {
        var depth = json.CurrentDepth;
        do
        {
            if (json.TokenType is JsonTokenType.String)
            {
                hide(json.GetString()!);
            }
            else if (json.TokenType is JsonTokenType.Number)
            {
                hide(Encoding.ASCII.GetString(json.ValueSpan));
            }
        }
        while ((json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray || json.CurrentDepth > depth)
            && json.Read());
    }

    private static void CopyNumber(ref Utf8JsonReader json, Utf8JsonWriter to)
    {
        if (PlainNumbers.IsCard(json.ValueSpan))
        {
            to.WriteStringValue(Redactor.Mark);
        }
        else
        {
            to.WriteRawValue(json.ValueSpan, skipInputValidation: true);
        }
    }
}

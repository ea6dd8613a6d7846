using System.Buffers;
using System.Text;
using System.Text.Json;
using Lottery.ServiceDefaults.Logging;

namespace Lottery.ServiceDefaults.Telemetry.Otlp.Writing;

/// <summary>Attributes of what is sent: a name and a plain value, the fields of an object one by one.</summary>
internal sealed class OtlpAttributes(ProtoBuffer to, int field)
{
    // Of KeyValue.
    private const int Key = 1;
    private const int Value = 2;

    // Of AnyValue.
    private const int TextKind = 1;
    private const int FlagKind = 2;
    private const int WholeKind = 3;
    private const int RealKind = 4;

    private readonly ArrayBufferWriter<byte> _json = new();

    /// <summary>Nothing at all is written of a null.</summary>
    public void Add(ReadOnlySpan<byte> name, object? value)
    {
        switch (value)
        {
            case null: break;
            case string text: AddText(name, text); break;
            case bool flag: AddNumber(name, FlagKind, flag ? 1UL : 0); break;
            case byte or sbyte or short or ushort or int or uint or long: AddWhole(name, Convert.ToInt64(value, null)); break;
            case Guid id: AddText(name, id.ToString()); break;
            case double number when double.IsFinite(number): AddReal(name, number); break;
            default: AddJson(name, value); break;
        }
    }

    public void AddText(ReadOnlySpan<byte> name, string? text)
    {
        if (text is null)
        {
            return;
        }

        var length = Encoding.UTF8.GetByteCount(text);
        Begin(name, ProtoBuffer.LengthOf(length));
        to.Text(TextKind, text, length);
    }

    /// <summary>Under the names that the conventions have for an exception.</summary>
    public void AddError(LogError error)
    {
        using var made = Json(error);
        foreach (var part in made.RootElement.EnumerateObject())
        {
            AddElement(part.Name == "stack" ? "exception.stacktrace" : $"exception.{part.Name}", part.Value);
        }
    }

    public void AddWhole(ReadOnlySpan<byte> name, long value) => AddNumber(name, WholeKind, (ulong)value);

    private void AddNumber(ReadOnlySpan<byte> name, int kind, ulong value)
    {
        Begin(name, 1 + ProtoBuffer.LengthOf(value));
        to.Number(kind, value);
    }

    private void AddReal(ReadOnlySpan<byte> name, double value)
    {
        Begin(name, 1 + sizeof(double));
        to.Fixed(RealKind, BitConverter.DoubleToUInt64Bits(value));
    }

    private void Begin(ReadOnlySpan<byte> name, int value)
    {
        to.Begin(field, ProtoBuffer.LengthOf(name.Length) + ProtoBuffer.LengthOf(value));
        to.Bytes(Key, name);
        to.Begin(Value, value);
    }

    // What is not plain is told as in the line.
    private void AddJson(ReadOnlySpan<byte> name, object value)
    {
        using var made = Json(value);
        AddElement(Encoding.UTF8.GetString(name), made.RootElement);
    }

    private JsonDocument Json(object value)
    {
        _json.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_json))
        {
            JsonValues.Write(json, value);
        }

        return JsonDocument.Parse(_json.WrittenMemory);
    }

    // Objects part by part; a list stays JSON, because services differ in what they make of one.
    private void AddElement(string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var part in value.EnumerateObject())
                {
                    AddElement($"{name}.{part.Name}", part.Value);
                }

                break;
            default: AddPlain(Encoding.UTF8.GetBytes(name), value); break;
        }
    }

    private void AddPlain(ReadOnlySpan<byte> name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String: AddText(name, value.GetString()); break;
            case JsonValueKind.Number when value.TryGetInt64(out var whole): AddWhole(name, whole); break;
            case JsonValueKind.Number: AddReal(name, value.GetDouble()); break;
            case JsonValueKind.True: Add(name, true); break;
            case JsonValueKind.False: Add(name, false); break;
            case JsonValueKind.Array: AddText(name, value.GetRawText()); break;
        }
    }
}

using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Lottery.Data;

namespace Lottery.Api.Restrictions;

/// <summary>A limit in a body; the empty text that forms send for an empty field is no limit.</summary>
internal sealed class LimitConverter<T> : JsonConverter<T?>
    where T : struct
{
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(""u8)
            ? null
            : JsonSerializer.Deserialize<T?>(ref reader, options);

    public override void Write(Utf8JsonWriter writer, T? value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, options);
}

/// <summary>One number, or a list of them.</summary>
internal sealed class NumbersConverter : JsonConverter<IReadOnlyList<string>>
{
    public override IReadOnlyList<string>? Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? [reader.GetString()!]
            : JsonSerializer.Deserialize<List<string>>(ref reader, options);

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options)
    {
        if (value.Count == 1)
        {
            writer.WriteStringValue(value[0]);
            return;
        }

        JsonSerializer.Serialize(writer, value, options);
    }
}

/// <summary>One to a thousand different numbers of one to three digits.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed partial class NumbersAttribute : ValidationAttribute
{
    public const string Pattern = "^[0-9]{1,3}$";
    public const int Most = 1000;

    public NumbersAttribute()
        : base("Cada número lleva de 1 a 3 dígitos, sin repetirse; 1000 números como máximo.")
    {
    }

    public override bool IsValid(object? value) =>
        value is not IReadOnlyList<string?> numbers
        || (numbers.Count is > 0 and <= Most
            && numbers.All(number => number is not null && Number().IsMatch(number))
            && numbers.Distinct().Count() == numbers.Count);

    // Not $, which would let a line break pass.
    [GeneratedRegex(@"^[0-9]{1,3}\z")]
    private static partial Regex Number();
}

/// <summary>Colones with two decimals, above a floor.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ColonesAttribute(bool orNone = false) : ValidationAttribute(
    orNone ? "Debe ser 0 o más, con dos decimales como máximo." : "Debe ser mayor que 0, con dos decimales como máximo.")
{
    /// <summary>True where 0 is an amount too.</summary>
    public bool OrNone { get; } = orNone;

    public override bool IsValid(object? value) =>
        value is not decimal amount || Money.IsPayable(amount) || (OrNone && amount == 0);
}

/// <summary>0 to 100, with two decimals.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PercentAttribute() : ValidationAttribute("Debe estar entre 0 y 100, con dos decimales como máximo.")
{
    public override bool IsValid(object? value) =>
        value is not decimal share || (share is >= 0 and <= 100 && decimal.Round(share, 2) == share);
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lottery.Api.Http;

/// <summary>How JSON is read and written: strict about keys, nulls and duplicates, enums as words, instants with Z.</summary>
internal static class WireJson
{
    /// <summary>Deepest nesting that is read; no request of ours needs more than a handful.</summary>
    private const int MaxDepth = 16;

    public static void Apply(JsonSerializerOptions json)
    {
        json.MaxDepth = MaxDepth;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.AllowDuplicateProperties = false;
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper, allowIntegerValues: false));
        json.Converters.Add(new InstantConverter());
    }

    private sealed class InstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(
                value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
    }
}

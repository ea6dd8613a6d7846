using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lottery.Data.Calendar;

/// <summary>
/// A date and time as clients send it: with <c>Z</c> or an offset it is an instant, without one it is the wall clock
/// of the business, as a number it is milliseconds since 1970. <see cref="BusinessCalendar.InstantOf(Moment)"/>
/// resolves it.
/// </summary>
[JsonConverter(typeof(MomentJsonConverter))]
public readonly record struct Moment
{
    private Moment(DateTimeOffset? instant, DateTime wallClock) => (Instant, WallClock) = (instant, wallClock);

    internal DateTimeOffset? Instant { get; }

    internal DateTime WallClock { get; }

    public static Moment At(DateTimeOffset instant) => new(instant.ToUniversalTime(), default);

    /// <summary>Reads ISO 8601 text; false when it is not a date and time between the years 2000 and 2100.</summary>
    public static bool TryParse(string? text, IFormatProvider? provider, out Moment moment)
    {
        moment = default;
        const DateTimeStyles Style = DateTimeStyles.RoundtripKind;
        if (text is not { Length: >= 10 and <= 40 } || !char.IsAsciiDigit(text[0])
            || !DateTime.TryParse(text, CultureInfo.InvariantCulture, Style, out var value)
            || value.Year is < 2000 or > 2100)
        {
            return false;
        }

        moment = value.Kind == DateTimeKind.Unspecified
            ? new Moment(null, value)
            : At(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture));
        return true;
    }

    private sealed class MomentJsonConverter : JsonConverter<Moment>
    {
        public override Moment Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.Number
                && reader.TryGetInt64(out var milliseconds)
                && milliseconds is > 946_684_800_000 and < 4_133_980_800_000)
            {
                return At(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
            }

            return reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), null, out var moment)
                ? moment
                : throw new JsonException("Not a date and time.");
        }

        public override void Write(Utf8JsonWriter writer, Moment value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Instant?.ToString("o", CultureInfo.InvariantCulture)
                ?? value.WallClock.ToString("s", CultureInfo.InvariantCulture));
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lottery.Data.Loterias;

namespace Lottery.Data.Commissions;

/// <summary>
/// Commissions as agreed with somebody, as they are stored. Read loosely: what is not known is passed over, what is
/// missing has its default, and a document that cannot be read at all is no policy.
/// </summary>
/// <param name="DefaultPercent">What counts where no rule speaks, 0 to 100.</param>
/// <param name="EffectiveFrom">First instant of effect; null for always.</param>
/// <param name="EffectiveTo">Last instant of effect; null for ever.</param>
/// <param name="Version">Of the document's form; any number is read alike.</param>
public sealed record CommissionPolicy(
    decimal DefaultPercent = 0,
    IReadOnlyList<CommissionRule>? Rules = null,
    DateTimeOffset? EffectiveFrom = null,
    DateTimeOffset? EffectiveTo = null,
    decimal? Version = null)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper), new UtcConverter() },
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>In the order in which they are asked.</summary>
    public IReadOnlyList<CommissionRule> Rules { get; init; } = Rules ?? [];

    private bool IsUsable =>
        CommissionRate.IsPercent(DefaultPercent) && Rules.All(rule => rule is { IsUsable: true });

    /// <summary>The policy in the stored document, or null when there is none that can be read.</summary>
    public static CommissionPolicy? Read(string? json)
    {
        try
        {
            var policy = json is null ? null : JsonSerializer.Deserialize<CommissionPolicy>(json, Json);
            return policy is { IsUsable: true } ? policy : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The document that <see cref="Read"/> reads.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public bool IsEffective(DateTimeOffset now) => !(now < EffectiveFrom) && !(now > EffectiveTo);

    /// <summary>What a bet earns: by the first rule that speaks of it, else by the default.</summary>
    /// <param name="factor">The multiplier frozen on the bet; 0 for a REVENTADO, which gets its own when it wins.</param>
    public CommissionRate RateFor(Guid loteriaId, BetType betType, decimal factor) =>
        Rules.FirstOrDefault(rule => rule.Matches(loteriaId, betType, factor)) is { } rule
            ? new CommissionRate(Money.Round(rule.Percent), rule.Id)
            : new CommissionRate(Money.Round(DefaultPercent), null);

    // Clients take an instant with a Z and no other.
    private sealed class UtcConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(
                value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
    }
}

/// <summary>One rule: a percentage for bets of a lotería, a kind and a range of multipliers.</summary>
/// <param name="Percent">0 to 100.</param>
/// <param name="LoteriaId">Null for any.</param>
/// <param name="BetType">Null for any.</param>
/// <param name="MultiplierRange">Factors the rule speaks of, ends included; null for any.</param>
/// <param name="MultiplierId">What the client picked the factor from; the rule does not look at it.</param>
public sealed record CommissionRule(
    string Id,
    decimal Percent,
    Guid? LoteriaId = null,
    BetType? BetType = null,
    MultiplierRange? MultiplierRange = null,
    Guid? MultiplierId = null)
{
    /// <summary>Characters of an id, as many as a jugada keeps.</summary>
    public const int LongestId = 100;

    internal bool IsUsable => Id.Length is > 0 and <= LongestId && CommissionRate.IsPercent(Percent);

    /// <summary>True when the rule speaks of this price of a lotería.</summary>
    public bool Covers(LoteriaMultiplier price) =>
        MultiplierRange is { } range && IsFor(price.LoteriaId, price.Kind) && range.Holds(price.ValueX);

    /// <summary>
    /// True when the rule speaks of this bet. A rule for REVENTADO does not look at the factor, which is not known at the
    /// sale; a rule for any kind does, and so speaks of no REVENTADO unless its range holds 0.
    /// </summary>
    public bool Matches(Guid loteriaId, BetType betType, decimal factor) =>
        IsFor(loteriaId, betType)
        && (BetType == Loterias.BetType.Reventado || MultiplierRange is not { } range || range.Holds(factor));

    private bool IsFor(Guid loteriaId, BetType betType) =>
        (LoteriaId is null || LoteriaId == loteriaId) && (BetType is null || BetType == betType);
}

/// <summary>Factors from one to another, both included.</summary>
public sealed record MultiplierRange(decimal Min, decimal Max)
{
    public bool Holds(decimal factor) => factor >= Min && factor <= Max;
}

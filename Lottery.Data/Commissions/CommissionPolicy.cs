using System.Text.Json;
using System.Text.Json.Serialization;
using Lottery.Data.Loterias;

namespace Lottery.Data.Commissions;

/// <summary>
/// Commissions as agreed with somebody, as they are stored. Read loosely: what is not known is passed over, and a
/// document that cannot be read at all is no policy.
/// </summary>
/// <param name="EffectiveFrom">First instant of effect; null for always.</param>
/// <param name="EffectiveTo">Last instant of effect; null for ever.</param>
public sealed record CommissionPolicy(
    DateTimeOffset? EffectiveFrom, DateTimeOffset? EffectiveTo, IReadOnlyList<CommissionRule>? Rules)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
    };

    /// <summary>The policy in the stored document, or null when there is none that can be read.</summary>
    public static CommissionPolicy? Read(string? json)
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize<CommissionPolicy>(json, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public bool IsEffective(DateTimeOffset now) => !(now < EffectiveFrom) && !(now > EffectiveTo);
}

/// <summary>One rule: a percentage for bets of a lotería, a kind and a range of multipliers.</summary>
/// <param name="LoteriaId">Null for any.</param>
/// <param name="BetType">Null for any.</param>
/// <param name="MultiplierRange">Factors the rule speaks of, ends included.</param>
/// <param name="Percent">0 to 100.</param>
public sealed record CommissionRule(
    string? Id, Guid? LoteriaId, BetType? BetType, MultiplierRange? MultiplierRange, decimal Percent)
{
    /// <summary>True when the rule speaks of this price of a lotería.</summary>
    public bool Covers(LoteriaMultiplier price) =>
        (LoteriaId is null || LoteriaId == price.LoteriaId)
        && (BetType is null || BetType == price.Kind)
        && MultiplierRange is { } range && price.ValueX >= range.Min && price.ValueX <= range.Max;
}

/// <summary>Factors from one to another, both included.</summary>
public sealed record MultiplierRange(decimal Min, decimal Max);

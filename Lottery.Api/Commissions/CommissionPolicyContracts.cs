using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lottery.Api.Http;
using Lottery.Data;
using Lottery.Data.Calendar;
using Lottery.Data.Commissions;
using Lottery.Data.Loterias;
using Lottery.Data.Users;
using Microsoft.Extensions.Validation;

namespace Lottery.Api.Commissions;

/// <param name="CommissionPolicyJson">Null takes the policy away.</param>
[ValidatableType]
public sealed record AgreeCommissionsRequest(PolicyDocument? CommissionPolicyJson);

/// <summary>A policy as it may be written: every part said, one factor to a rule, no two rules about the same.</summary>
/// <param name="Version">1.</param>
[ValidatableType]
public sealed record PolicyDocument(
    [Range(1, 1, ErrorMessage = Rules.Range)] int Version,
    Moment? EffectiveFrom,
    Moment? EffectiveTo,
    [Percent] decimal DefaultPercent,
    [MaxLength(PolicyDocument.MostRules, ErrorMessage = Rules.Count), NoGaps(ErrorMessage = Rules.NoGaps)]
    IReadOnlyList<PolicyRule> Rules) : IValidatableObject
{
    /// <summary>Most rules of a policy; every sale reads them all.</summary>
    public const int MostRules = 200;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var calendar = validationContext.GetRequiredService<BusinessCalendar>();
        if (EffectiveFrom is { } from && EffectiveTo is { } to && calendar.InstantOf(from) > calendar.InstantOf(to))
        {
            yield return new ValidationResult("Debe ser posterior a effectiveFrom.", [nameof(EffectiveTo)]);
        }

        var rules = Rules.Where(rule => rule is not null).ToList();
        if (rules.DistinctBy(rule => rule.Key).Count() < rules.Count)
        {
            yield return new ValidationResult(
                "No puede haber dos reglas para la misma lotería, tipo y multiplicador.", [nameof(Rules)]);
        }

        var ids = rules.Select(rule => rule.Id).OfType<string>().ToList();
        if (ids.Distinct(StringComparer.Ordinal).Count() < ids.Count)
        {
            yield return new ValidationResult("No puede haber dos reglas con el mismo id.", [nameof(Rules)]);
        }
    }

    internal CommissionPolicy ToPolicy(BusinessCalendar calendar) => new(
        DefaultPercent, [.. Rules.Select(rule => rule.ToRule())],
        EffectiveFrom is { } from ? calendar.InstantOf(from) : null,
        EffectiveTo is { } to ? calendar.InstantOf(to) : null, Version);
}

/// <param name="Id">Made when it is missing.</param>
/// <param name="MultiplierId">Kept for the client; what a rule speaks of is its factor.</param>
/// <param name="Multiplier">Told when a policy is read. Taken and dropped.</param>
/// <param name="Loteria">As <paramref name="Multiplier"/>.</param>
[ValidatableType]
public sealed record PolicyRule(
    Guid? LoteriaId,
    BetType? BetType,
    FactorRange MultiplierRange,
    [Percent] decimal Percent,
    [StringLength(CommissionRule.LongestId, MinimumLength = 1, ErrorMessage = Rules.Length)] string? Id = null,
    Guid? MultiplierId = null,
    JsonElement? Multiplier = null,
    JsonElement? Loteria = null)
{
    /// <summary>What two rules of a policy may not have in common.</summary>
    internal (Guid? Loteria, BetType? Kind, object What) Key =>
        (LoteriaId, BetType, MultiplierId is { } multiplier ? multiplier : MultiplierRange.Min);

    internal CommissionRule ToRule() => new(
        Id ?? Guid.CreateVersion7().ToString(), Percent, LoteriaId, BetType,
        new MultiplierRange(MultiplierRange.Min, MultiplierRange.Max), MultiplierId);
}

/// <summary>One factor, said twice.</summary>
[ValidatableType]
public sealed record FactorRange(
    [Range(0, (double)LoteriaMultiplier.LargestX, ErrorMessage = Rules.Range)] decimal Min, decimal Max)
    : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Min != Max)
        {
            yield return new ValidationResult("min y max deben ser iguales: un multiplicador por regla.", [nameof(Max)]);
        }
    }
}

/// <summary>0 to 100 with two decimals at most.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class PercentAttribute : RangeAttribute
{
    public PercentAttribute()
        : base(0d, 100d) => ErrorMessage = "Debe estar entre {1} y {2}, con dos decimales como máximo.";

    public override bool IsValid(object? value) =>
        base.IsValid(value) && value is decimal percent && decimal.Round(percent, Money.Scale) == percent;
}

/// <summary>What was agreed with a banca or a ventana.</summary>
public sealed record PlacePolicyResponse(Guid Id, string Name, string? Code, JsonNode? CommissionPolicyJson);

/// <summary>What was agreed with a user.</summary>
public sealed record UserPolicyResponse(
    Guid Id, string Name, string Username, Role Role, JsonNode? CommissionPolicyJson);

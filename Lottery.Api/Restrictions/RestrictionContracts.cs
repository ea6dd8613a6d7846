using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Lottery.Api.Http;
using Lottery.Api.Http.Queries;
using Lottery.Data.Calendar;
using Lottery.Data.Restrictions;
using Microsoft.Extensions.Validation;

namespace Lottery.Api.Restrictions;

/// <summary>What may be said of a rule, when it is made and when it is changed.</summary>
[ValidatableType]
public abstract record RestrictionFields : PatchRequest
{
    public Guid? BancaId { get; init => field = Given(value); }

    public Guid? VentanaId { get; init => field = Given(value); }

    public Guid? UserId { get; init => field = Given(value); }

    /// <summary>Taken and not read: what a rule is follows from what it says.</summary>
    [StringLength(100, ErrorMessage = Rules.MaxLength)]
    public string? RestrictionType { get; init; }

    public bool? IsAutoDate { get; init => field = Needed(value); }

    [Colones, JsonConverter(typeof(LimitConverter<decimal>))]
    public decimal? MaxAmount { get; init => field = Given(value); }

    [Colones, JsonConverter(typeof(LimitConverter<decimal>))]
    public decimal? MaxTotal { get; init => field = Given(value); }

    [Colones(orNone: true), JsonConverter(typeof(LimitConverter<decimal>))]
    public decimal? BaseAmount { get; init => field = Given(value); }

    [Percent, JsonConverter(typeof(LimitConverter<decimal>))]
    public decimal? SalesPercentage { get; init => field = Given(value); }

    public bool? AppliesToVendedor { get; init => field = Needed(value); }

    [Range(0, RestrictionRule.LongestCutoffMinutes, ErrorMessage = Rules.Range)]
    [JsonConverter(typeof(LimitConverter<int>))]
    public int? SalesCutoffMinutes { get; init => field = Given(value); }

    /// <summary>The day in Costa Rica; of a date and time, the one that it falls on there.</summary>
    public Moment? AppliesToDate { get; init => field = Given(value); }

    [Range(0, 23, ErrorMessage = Rules.Range)]
    [JsonConverter(typeof(LimitConverter<int>))]
    public int? AppliesToHour { get; init => field = Given(value); }

    public Guid? LoteriaId { get; init => field = Given(value); }

    public Guid? MultiplierId { get; init => field = Given(value); }

    [StringLength(255, MinimumLength = 1, ErrorMessage = Rules.Length)]
    public string? Message { get; init => field = Given(value); }

    /// <summary>Naming a scope leaves the one that was; a null takes away what it names.</summary>
    internal AskedScope ScopeAfter(AskedScope now) =>
        BancaId is not null || VentanaId is not null || UserId is not null
            ? new AskedScope(BancaId, VentanaId, UserId)
            : now with
            {
                BancaId = Changed(nameof(BancaId), BancaId, now.BancaId),
                VentanaId = Changed(nameof(VentanaId), VentanaId, now.VentanaId),
                UserId = Changed(nameof(UserId), UserId, now.UserId),
            };

    internal RestrictionTerms TermsAfter(RestrictionTerms now, BusinessCalendar calendar)
    {
        var day = AppliesToDate is { } moment ? calendar.DateOf(calendar.InstantOf(moment)) : (DateOnly?)null;
        return now with
        {
            IsAutoDate = IsAutoDate ?? now.IsAutoDate,
            MaxAmount = Changed(nameof(MaxAmount), MaxAmount, now.MaxAmount),
            MaxTotal = Changed(nameof(MaxTotal), MaxTotal, now.MaxTotal),
            BaseAmount = Changed(nameof(BaseAmount), BaseAmount, now.BaseAmount),
            SalesPercentage = Changed(nameof(SalesPercentage), SalesPercentage, now.SalesPercentage),
            AppliesToVendedor = AppliesToVendedor ?? now.AppliesToVendedor,
            SalesCutoffMinutes = Changed(nameof(SalesCutoffMinutes), SalesCutoffMinutes, now.SalesCutoffMinutes),
            AppliesToDate = Changed(nameof(AppliesToDate), day, now.AppliesToDate),
            AppliesToHour = Changed(nameof(AppliesToHour), AppliesToHour, now.AppliesToHour),
            LoteriaId = Changed(nameof(LoteriaId), LoteriaId, now.LoteriaId),
            MultiplierId = Changed(nameof(MultiplierId), MultiplierId, now.MultiplierId),
            Message = Changed(nameof(Message), Message?.Trim(), now.Message),
        };
    }
}

[ValidatableType]
public sealed record CreateRestrictionRequest : RestrictionFields
{
    /// <summary>One number, or a list: a rule for each.</summary>
    [Numbers, JsonConverter(typeof(NumbersConverter))]
    public IReadOnlyList<string>? Number { get; init; }

    /// <summary>For every banca, each for itself; an administrator's alone.</summary>
    public bool? Global { get; init; }

    internal AskedScope Scope => new(BancaId, VentanaId, UserId, Global ?? false);
}

[ValidatableType]
public sealed record UpdateRestrictionRequest : RestrictionFields
{
    // An empty text passes for any pattern.
    [StringLength(3, MinimumLength = 1, ErrorMessage = Rules.Length)]
    [RegularExpression(NumbersAttribute.Pattern, ErrorMessage = Rules.Pattern)]
    public string? Number { get; init => field = Given(value); }

    public bool? IsActive { get; init => field = Needed(value); }

    internal RestrictionEdit ToEdit(BusinessCalendar calendar) => new(
        now => TermsAfter(now with { Number = Changed(nameof(Number), Number, now.Number) }, calendar),
        ScopeAfter,
        IsActive);
}

[ValidatableType]
public sealed record UpdateRestrictionsRequest(
    [MinLength(1, ErrorMessage = Rules.Count), MaxLength(UpdateRestrictionsRequest.Most, ErrorMessage = Rules.Count)]
    IReadOnlyList<Guid> Ids,
    UpdateRestrictionRequest Data)
{
    /// <summary>Rules that may be changed at once: as many as may be made at once.</summary>
    internal const int Most = NumbersAttribute.Most;
}

[ValidatableType]
public sealed record DeleteRestrictionsRequest(
    [MinLength(1, ErrorMessage = Rules.Count), MaxLength(UpdateRestrictionsRequest.Most, ErrorMessage = Rules.Count)]
    IReadOnlyList<Guid> Ids,
    [StringLength(200, MinimumLength = 3, ErrorMessage = Rules.Length)] string? Reason = null);

[ValidatableType]
public sealed record ListRestrictionsQuery : ListQuery
{
    public Guid? BancaId { get; init; }

    public Guid? VentanaId { get; init; }

    public Guid? UserId { get; init; }

    [StringLength(3, MinimumLength = 1, ErrorMessage = Rules.Length)]
    public string? Number { get; init; }

    public Guid? Id { get; init; }

    /// <summary>Key of a row of the grouped list: the rules in it.</summary>
    [StringLength(100, MinimumLength = 1, ErrorMessage = Rules.Length)]
    public string? GroupKey { get; init; }

    [StringLength(100, MinimumLength = 1, ErrorMessage = Rules.Length)]
    public string? Search { get; init; }

    /// <summary>Active ones when it is missing.</summary>
    public Flag? IsActive { get; init; }

    public Flag? HasCutoff { get; init; }

    public Flag? HasAmount { get; init; }

    public Flag? HasAutoDate { get; init; }

    public Flag? HasLotteryMultiplier { get; init; }
}

using System.Globalization;
using Lottery.Data.Users;

namespace Lottery.Data.Restrictions;

/// <summary>What a rule says, without whom it binds.</summary>
public sealed record RestrictionTerms
{
    /// <summary>Null for every number, and for one that follows the day.</summary>
    public string? Number { get; init; }

    public bool IsAutoDate { get; init; }

    public decimal? MaxAmount { get; init; }

    public decimal? MaxTotal { get; init; }

    public decimal? BaseAmount { get; init; }

    public decimal? SalesPercentage { get; init; }

    public bool AppliesToVendedor { get; init; }

    public int? SalesCutoffMinutes { get; init; }

    public DateOnly? AppliesToDate { get; init; }

    public int? AppliesToHour { get; init; }

    public Guid? LoteriaId { get; init; }

    public Guid? MultiplierId { get; init; }

    /// <summary>Null for the sentence that the multiplier's name makes.</summary>
    public string? Message { get; init; }

    /// <summary>True when it speaks of a lotería or a multiplier, also of one without the other.</summary>
    internal bool NamesBets => LoteriaId is not null || MultiplierId is not null;

    private bool HasAmounts =>
        MaxAmount is not null || MaxTotal is not null || BaseAmount is not null || SalesPercentage is not null;

    /// <summary>What the rule says now.</summary>
    internal static RestrictionTerms Of(RestrictionRule rule) => new()
    {
        Number = rule.IsAutoDate ? null : rule.Number,
        IsAutoDate = rule.IsAutoDate,
        MaxAmount = rule.MaxAmount,
        MaxTotal = rule.MaxTotal,
        BaseAmount = rule.BaseAmount,
        SalesPercentage = rule.SalesPercentage,
        AppliesToVendedor = rule.AppliesToVendedor,
        SalesCutoffMinutes = rule.SalesCutoffMinutes,
        AppliesToDate = rule.AppliesToDate,
        AppliesToHour = rule.AppliesToHour,
        LoteriaId = rule.LoteriaId,
        MultiplierId = rule.MultiplierId,
        Message = rule.Multiplier is { } multiplier && rule.Message == SentenceOf(multiplier.Name) ? null : rule.Message,
    };

    /// <summary>What is told of a bet at a multiplier that is blocked, when the rule has no words of its own.</summary>
    internal static string SentenceOf(string multiplier) =>
        $"El multiplicador '{multiplier}' está restringido para esta lotería.";

    /// <summary>The number of an automatic rule on a day: the day of month, two digits.</summary>
    public static string NumberOf(DateOnly day) => day.Day.ToString("00", CultureInfo.InvariantCulture);

    /// <summary>Why no rule may say this, else null. The same for a new rule and for a changed one.</summary>
    internal Refusal? Wrong()
    {
        if (SalesCutoffMinutes is not null)
        {
            return HasAmounts ? RestrictionRefusals.CutoffWithAmounts
                : NamesBets ? RestrictionRefusals.CutoffWithMultiplier
                : Number is not null || IsAutoDate ? RestrictionRefusals.CutoffWithNumber
                : null;
        }

        if (NamesBets && (LoteriaId is null || MultiplierId is null))
        {
            return RestrictionRefusals.MultiplierIncomplete;
        }

        if (IsAutoDate)
        {
            return NamesBets ? RestrictionRefusals.MultiplierAutoDate
                : !HasAmounts ? RestrictionRefusals.AutoDateWithoutAmount
                : Number is not null ? RestrictionRefusals.AutoDateWithNumber
                : WrongShare();
        }

        return WrongShare();
    }

    /// <summary>The refusal for who may not set such terms, else null: a ventana sets no cutoffs.</summary>
    internal Refusal? ForbiddenTo(Actor actor) =>
        SalesCutoffMinutes is not null && actor.Role == Role.Ventana ? RestrictionRefusals.CutoffsNotYours : null;

    /// <param name="today">The business day, which an automatic rule takes its number from.</param>
    internal void Describe(RestrictionRule rule, DateOnly today)
    {
        rule.Number = IsAutoDate ? NumberOf(today) : Number;
        (rule.IsAutoDate, rule.AppliesToVendedor) = (IsAutoDate, AppliesToVendedor);
        (rule.MaxAmount, rule.MaxTotal) = (MaxAmount, MaxTotal);
        (rule.BaseAmount, rule.SalesPercentage) = (BaseAmount, SalesPercentage);
        rule.SalesCutoffMinutes = SalesCutoffMinutes;
        (rule.AppliesToDate, rule.AppliesToHour) = (AppliesToDate, AppliesToHour);
        (rule.LoteriaId, rule.MultiplierId, rule.Message) = (LoteriaId, MultiplierId, Message);
    }

    // A share of nothing is nothing: without a floor the first bet of a draw could never be sold.
    private Refusal? WrongShare() =>
        SalesPercentage > 0 && BaseAmount is null or 0 ? RestrictionRefusals.PercentageWithoutBase : null;
}

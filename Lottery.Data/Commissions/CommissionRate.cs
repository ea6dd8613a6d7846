namespace Lottery.Data.Commissions;

/// <summary>What a bet earns whoever sells it, and by which rule.</summary>
/// <param name="Percent">Of the stake, 0 to 100, two decimals.</param>
/// <param name="RuleId">The rule that decided; null when the policy's default did.</param>
public readonly record struct CommissionRate(decimal Percent, string? RuleId)
{
    public static bool IsPercent(decimal value) => value is >= 0 and <= 100;

    /// <summary>The commission on a stake, colones, rounded half away from zero.</summary>
    public decimal Of(decimal stake) => Money.Round(stake * Percent / 100);
}

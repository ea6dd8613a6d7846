namespace Lottery.Data.Loterias;

/// <summary>What a bet that names no multiplier pays when nothing else says so. Section <c>Multipliers</c>.</summary>
public sealed class BaseMultiplierOptions
{
    public const string Section = "Multipliers";

    /// <summary>Older name of <see cref="BaseDefaultX"/>; it is read when the other is not set.</summary>
    public const string OlderKey = "MULTIPLIER_BASE_DEFAULT_X";

    /// <summary>
    /// Prize per colón staked, the last of the base factors; null for none, and then such a bet is refused.
    /// </summary>
    public decimal? BaseDefaultX { get; set; }

    internal bool IsUsable => BaseDefaultX is null or (> 0 and <= LoteriaMultiplier.LargestX);
}

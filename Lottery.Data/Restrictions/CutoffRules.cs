namespace Lottery.Data.Restrictions;

/// <summary>How long before a draw sales stop, and who said so.</summary>
/// <param name="Minutes">Whole minutes before the draw.</param>
public sealed record Cutoff(int Minutes, CutoffSource Source);

/// <summary>Who said when sales stop.</summary>
public enum CutoffSource
{
    /// <summary>A rule for the seller.</summary>
    User,

    /// <summary>A rule for the seller's ventana.</summary>
    Ventana,

    /// <summary>A rule for the banca, or the banca's own minutes.</summary>
    Banca,

    /// <summary>Nobody: a minute.</summary>
    Default,
}

/// <summary>
/// Whose cutoff counts: the seller's, else its ventana's, else the banca's, else the banca's own minutes. Of two that
/// speak of the same, the one changed last.
/// </summary>
public static class CutoffRules
{
    /// <param name="rules">Active rules of the banca.</param>
    /// <param name="bancaMinutes">The banca's own minutes; null for a draw of no banca.</param>
    /// <param name="wallClock">The business's day and hour now.</param>
    public static Cutoff Resolve(
        IEnumerable<RestrictionRule> rules, int? bancaMinutes, Guid? ventanaId, Guid? userId, DateTime wallClock)
    {
        var best = rules
            .Where(rule => rule.Kind == RestrictionKind.Cutoff && rule.IsInForceAt(wallClock)
                && rule.Binds(ventanaId, userId))
            .OrderByDescending(rule => rule.Scope).ThenByDescending(rule => rule.UpdatedAt)
            .FirstOrDefault();
        return best is { SalesCutoffMinutes: { } minutes } ? new Cutoff(minutes, SourceOf(best))
            : bancaMinutes is { } own ? new Cutoff(own, CutoffSource.Banca)
            : new Cutoff(Bancas.Banca.DefaultSalesCutoffMinutes, CutoffSource.Default);
    }

    private static CutoffSource SourceOf(RestrictionRule rule) => rule.Scope switch
    {
        RestrictionScope.User => CutoffSource.User,
        RestrictionScope.Ventana => CutoffSource.Ventana,
        _ => CutoffSource.Banca,
    };
}

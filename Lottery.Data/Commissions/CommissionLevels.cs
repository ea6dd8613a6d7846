namespace Lottery.Data.Commissions;

/// <summary>
/// Whose policy decides. The first level with a policy in effect decides alone, by its default where no rule of it
/// speaks: the levels above are not asked for what is missing.
/// </summary>
public static class CommissionLevels
{
    /// <summary>
    /// The policy that decides, or null when nobody has one in effect and the commission is 0. The same for both
    /// commissions: the vendedor's begins at the vendedor, the listero's at the user of the ventana, never at the
    /// vendedor.
    /// </summary>
    /// <param name="person">Policy of the vendedor, or of the listero when it is the listero's commission.</param>
    /// <param name="now">Looked at here, so that a policy read earlier does not outlive its time.</param>
    public static (CommissionPolicy Policy, CommissionOrigin Origin)? Decide(
        CommissionPolicy? person, CommissionPolicy? ventana, CommissionPolicy? banca, DateTimeOffset now) =>
        person?.IsEffective(now) is true ? (person, CommissionOrigin.User)
        : ventana?.IsEffective(now) is true ? (ventana, CommissionOrigin.Ventana)
        : banca?.IsEffective(now) is true ? (banca, CommissionOrigin.Banca)
        : null;
}

using Lottery.Data.Loterias;
using Lottery.Data.Users;

namespace Lottery.Data.Commissions;

/// <summary>
/// Which prices a seller may offer: those that a rule of its own policy speaks of. What its ventana or banca agreed does
/// not count here, and without a policy of its own it may offer none.
/// </summary>
/// <param name="PolicyExists">True when the seller has a policy that can be read.</param>
/// <param name="PolicyEffective">True when it is in effect now.</param>
/// <param name="RulesMatched">Rules that speak of at least one of the prices.</param>
/// <param name="Prices">The prices that are allowed.</param>
public sealed record AllowedMultipliers(
    bool PolicyExists, bool PolicyEffective, int RulesMatched, IReadOnlyList<LoteriaMultiplier> Prices)
{
    public static AllowedMultipliers Of(User seller, IReadOnlyList<LoteriaMultiplier> prices, DateTimeOffset now)
    {
        var policy = CommissionPolicy.Read(seller.CommissionPolicyJson);
        if (policy is null || !policy.IsEffective(now))
        {
            return new AllowedMultipliers(policy is not null, false, 0, []);
        }

        var rules = policy.Rules.Where(rule => prices.Any(rule.Covers)).ToList();
        return new AllowedMultipliers(
            true, true, rules.Count, [.. prices.Where(price => rules.Exists(rule => rule.Covers(price)))]);
    }
}

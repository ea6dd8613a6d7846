using Lottery.Data.Commissions;
using Lottery.Data.Loterias;

namespace Lottery.Tests.Commissions;

/// <summary>Whose policy decides, and what a ticket earns whom.</summary>
[TestClass]
public sealed class CommissionLevelTests
{
    private static readonly DateTimeOffset Now = new(2026, 10, 20, 15, 0, 0, TimeSpan.Zero);

    [TestMethod]
    public void The_first_level_with_a_policy_decides_alone()
    {
        var (user, ventana, banca) = (new CommissionPolicy(), new CommissionPolicy(5), new CommissionPolicy(9));

        Assert.AreEqual((user, CommissionOrigin.User), CommissionLevels.Decide(user, ventana, banca, Now));
        Assert.AreEqual((ventana, CommissionOrigin.Ventana), CommissionLevels.Decide(null, ventana, banca, Now));
        Assert.AreEqual((banca, CommissionOrigin.Banca), CommissionLevels.Decide(null, null, banca, Now));
        Assert.IsNull(CommissionLevels.Decide(null, null, null, Now));
    }

    [TestMethod]
    public void A_ticket_earns_vendedor_and_listero_to_the_cent()
    {
        var game = Guid.CreateVersion7();
        var vendedor = CommissionPolicy.Read($$"""
            {"version": 1, "effectiveFrom": null, "effectiveTo": null, "defaultPercent": 8, "rules": [
                {"id": "price", "loteriaId": "{{game}}", "betType": "NUMERO",
                 "multiplierRange": {"min": 85, "max": 85}, "percent": 12.5},
                {"id": "side", "loteriaId": null, "betType": "REVENTADO",
                 "multiplierRange": {"min": 200, "max": 200}, "percent": 5}]}
            """);
        var ventana = CommissionPolicy.Read("""{"version": 1, "defaultPercent": 18}""");
        var bets = new (BetType Type, decimal Factor, decimal Stake)[]
            { (BetType.Numero, 85, 1_000), (BetType.Numero, 90, 333), (BetType.Reventado, 0, 500) };

        var (own, origin) = CommissionLevels.Decide(vendedor, ventana, null, Now)!.Value;
        var (listero, _) = CommissionLevels.Decide(null, ventana, null, Now)!.Value;
        var rates = bets.Select(bet => own.RateFor(game, bet.Type, bet.Factor)).ToList();
        var earned = bets.Zip(rates, (bet, rate) => rate.Of(bet.Stake)).ToList();
        var all = bets.Select(bet => listero.RateFor(game, bet.Type, bet.Factor).Of(bet.Stake)).ToList();

        Assert.AreEqual(CommissionOrigin.User, origin);
        Assert.AreEqual(("price", null, "side"), (rates[0].RuleId, rates[1].RuleId, rates[2].RuleId));
        Assert.AreEqual((125.00m, 26.64m, 25.00m), (earned[0], earned[1], earned[2]));
        Assert.AreEqual((180.00m, 59.94m, 90.00m), (all[0], all[1], all[2]));
        Assert.AreEqual(153.30m, all.Sum() - earned.Sum());
        Assert.AreEqual(1_503.06m, bets.Sum(bet => bet.Stake) - all.Sum());
    }

    [TestMethod]
    [TestProperty("Defect", "C1")]
    public void A_policy_counts_from_its_first_instant_to_its_last()
    {
        var (banca, second) = (new CommissionPolicy(9), TimeSpan.FromSeconds(1));

        Assert.AreEqual(CommissionOrigin.User, Decides(new CommissionPolicy(5, EffectiveFrom: Now, EffectiveTo: Now)));
        Assert.AreEqual(CommissionOrigin.Banca, Decides(new CommissionPolicy(5, EffectiveFrom: Now + second)));
        Assert.AreEqual(CommissionOrigin.Banca, Decides(new CommissionPolicy(5, EffectiveTo: Now - second)));

        CommissionOrigin Decides(CommissionPolicy person) =>
            CommissionLevels.Decide(person, null, banca, Now)!.Value.Origin;
    }
}

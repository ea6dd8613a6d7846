using System.Globalization;
using Lottery.Data.Commissions;
using Lottery.Data.Loterias;

namespace Lottery.Tests.Commissions;

/// <summary>What a stored policy says about a bet.</summary>
[TestClass]
public sealed class CommissionPolicyTests
{
    private static readonly Guid Game = Guid.Parse("019a0000-0000-7000-8000-000000000001");
    private static readonly Guid Other = Guid.Parse("019a0000-0000-7000-8000-000000000002");

    [TestMethod]
    [DataRow("""{"id": "a", "percent": 5}""", "5")]
    [DataRow("""{"id": "a", "percent": 5, "loteriaId": "019a0000-0000-7000-8000-000000000001"}""", "5")]
    [DataRow("""{"id": "a", "percent": 5, "loteriaId": "019a0000-0000-7000-8000-000000000002"}""", "8")]
    [DataRow("""{"id": "a", "percent": 5, "betType": "NUMERO"}""", "5")]
    [DataRow("""{"id": "a", "percent": 5, "betType": "REVENTADO"}""", "8")]
    [DataRow("""{"id": "a", "percent": 5, "multiplierRange": {"min": 90, "max": 90}}""", "5")]
    [DataRow("""{"id": "a", "percent": 5, "multiplierRange": {"min": 80, "max": 90}}""", "5")]
    [DataRow("""{"id": "a", "percent": 5, "multiplierRange": {"min": 90, "max": 100}}""", "5")]
    [DataRow("""{"id": "a", "percent": 5, "multiplierRange": {"min": 90.0001, "max": 100}}""", "8")]
    [DataRow("""{"id": "a", "percent": 5, "multiplierRange": {"min": 80, "max": 89.9999}}""", "8")]
    [DataRow("""{"id": "a", "percent": 0}""", "0")]
    public void A_rule_speaks_of_a_numero_by_loteria_kind_and_factor(string rule, string percent)
    {
        var rate = Policy($$"""{"defaultPercent": 8, "rules": [{{rule}}]}""").RateFor(Game, BetType.Numero, 90);

        Assert.AreEqual(new CommissionRate(Parse(percent), percent == "8" ? null : "a"), rate);
    }

    [TestMethod]
    [DataRow("""{"id": "a", "percent": 5, "betType": "REVENTADO", "multiplierRange": {"min": 200, "max": 200}}""", true)]
    [DataRow("""{"id": "a", "percent": 5, "betType": "REVENTADO"}""", true)]
    [DataRow("""{"id": "a", "percent": 5}""", true)]
    [DataRow("""{"id": "a", "percent": 5, "multiplierRange": {"min": 90, "max": 90}}""", false)]
    [DataRow("""{"id": "a", "percent": 5, "multiplierRange": {"min": 0, "max": 90}}""", true)]
    [DataRow("""{"id": "a", "percent": 5, "betType": "NUMERO"}""", false)]
    public void A_reventado_has_no_factor_yet_when_a_rule_is_looked_for(string rule, bool matches)
    {
        var rate = Policy($$"""{"rules": [{{rule}}]}""").RateFor(Game, BetType.Reventado, 0);

        Assert.AreEqual(matches ? new CommissionRate(5, "a") : new CommissionRate(0, null), rate);
    }

    [TestMethod]
    public void The_first_rule_that_speaks_decides()
    {
        var policy = Policy($$"""
            {"rules": [{"id": "other", "percent": 1, "loteriaId": "{{Other}}"},
                       {"id": "first", "percent": 2, "betType": "NUMERO"},
                       {"id": "closer", "percent": 3, "loteriaId": "{{Game}}", "betType": "NUMERO"}]}
            """);

        Assert.AreEqual("first", policy.RateFor(Game, BetType.Numero, 90).RuleId);
        Assert.AreEqual("other", policy.RateFor(Other, BetType.Numero, 90).RuleId);
    }

    [TestMethod]
    [DataRow("{}")]
    [DataRow("""{"version": 7.5, "note": "kept", "rules": [{"id": "a", "percent": 5, "multiplier": {"x": 1}}]}""")]
    [DataRow("""{"version": 1, "effectiveFrom": null, "effectiveTo": null, "rules": null}""")]
    [DataRow("""{"defaultPercent": 100, "rules": [{"id": "a", "percent": "12.5"}]}""")]
    public void What_is_missing_or_unknown_is_passed_over(string json) => Policy(json);

    [TestMethod]
    [DataRow(null)]
    [DataRow("")]
    [DataRow("null")]
    [DataRow("5")]
    [DataRow("""{"version": "one"}""")]
    [DataRow("""{"defaultPercent": 101}""")]
    [DataRow("""{"rules": [null]}""")]
    [DataRow("""{"rules": [{"percent": 5}]}""")]
    [DataRow("""{"rules": [{"id": "a"}]}""")]
    [DataRow("""{"rules": [{"id": "", "percent": 5}]}""")]
    [DataRow("""{"rules": [{"id": null, "percent": 5}]}""")]
    [DataRow("""{"rules": [{"id": "a", "percent": null}]}""")]
    [DataRow("""{"rules": [{"id": "a", "percent": -0.01}]}""")]
    [DataRow("""{"rules": [{"id": "a", "percent": 5, "multiplierRange": {"min": 1}}]}""")]
    [DataRow("""{"rules": [{"id": "a", "percent": 1e400}]}""")]
    public void A_document_that_no_jugada_could_keep_is_no_policy(string? json) =>
        Assert.IsNull(CommissionPolicy.Read(json));

    [TestMethod]
    public void An_id_longer_than_a_jugada_keeps_is_no_policy()
    {
        Assert.IsNotNull(CommissionPolicy.Read(WithId(100)));
        Assert.IsNull(CommissionPolicy.Read(WithId(101)));

        static string WithId(int length) => $$"""{"rules": [{"id": "{{new string('a', length)}}", "percent": 5}]}""";
    }

    [TestMethod]
    [DataRow("0.5", "1.05", "0.01")]
    [DataRow("12.5", "333", "41.63")]
    [DataRow("100", "333.33", "333.33")]
    [DataRow("0", "333.33", "0")]
    public void A_half_cent_is_rounded_away_from_zero(string percent, string stake, string commission) =>
        Assert.AreEqual(Parse(commission), new CommissionRate(Parse(percent), null).Of(Parse(stake)));

    [TestMethod]
    public void A_percentage_counts_as_it_is_kept()
    {
        var rate = Policy("""{"defaultPercent": 3.335}""").RateFor(Game, BetType.Numero, 90);

        Assert.AreEqual(3.34m, rate.Percent);
        Assert.AreEqual(334m, rate.Of(10_000));
    }

    private static CommissionPolicy Policy(string json)
    {
        var policy = CommissionPolicy.Read(json);
        Assert.IsNotNull(policy);
        return policy;
    }

    private static decimal Parse(string number) => decimal.Parse(number, CultureInfo.InvariantCulture);
}

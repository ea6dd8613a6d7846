using System.Net;
using System.Text.Json;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Sorteos;

/// <summary>What a drawn number does to every ticket of the draw.</summary>
[TestClass]
public sealed class EvaluationTests
{
    private static Counter _counter = null!;
    private static Guid _lower;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _counter = await Counter.Open();
        _lower = await _counter.Game.Multiplier("Bajo", 85);
    }

    [ClassCleanup]
    public static async Task Stop() => await _counter.DisposeAsync();

    [TestMethod]
    [TestCategory("Smoke")]
    public async Task Every_ticket_gets_its_prize_to_the_cent()
    {
        var sorteo = await _counter.OpenSorteo();
        var (a, b, c, d, e) = (await Sell(sorteo, At90("27", 1000), GameWorld.Reventado("27", 500)),
            await Sell(sorteo, At85("27", 300), At85("72", 200)), await Sell(sorteo, At90("07", 100)),
            await Sell(sorteo, At90("27", 400)), await Sell(sorteo, At90("27", 700)));
        (await _counter.Seller.Client.Patch($"/tickets/{d}/cancel")).Succeeded();
        await _counter.Host.Execute("update tickets set status = 'EXCLUDED' where id = $1", e);

        var evaluated = await Evaluate(sorteo, "27", _counter.Game.ReventadoId);

        Assert.AreEqual(("EVALUATED", "27"), (evaluated.Text("status"), evaluated.Text("winningNumber")));
        Assert.IsTrue(evaluated.GetProperty("hasWinner").GetBoolean());
        Assert.AreEqual((200m, "Reventado"), (evaluated.Money("extraMultiplierX"), evaluated.Text("extraOutcomeCode")));
        Assert.AreEqual(("EVALUATED", true, 190_000m, 190_000m), await Prize(a));
        Assert.AreEqual(("EVALUATED", true, 25_500m, 25_500m), await Prize(b));
        Assert.AreEqual(("EVALUATED", false, 0m, 0m), await Prize(c));
        Assert.AreEqual(("CANCELLED", false, 0m, 0m), await Prize(d));
        Assert.AreEqual(("EXCLUDED", false, 0m, 0m), await Prize(e));
        CollectionAssert.AreEqual(
            new[] { (true, 90_000m, 90m), (true, 100_000m, 200m) }, await Jugadas(a));
        CollectionAssert.AreEqual(new[] { (true, 25_500m, 85m), (false, -1m, 85m) }, await Jugadas(b));
        CollectionAssert.AreEqual(new[] { (false, -1m, 90m) }, await Jugadas(d));
        CollectionAssert.AreEqual(new[] { (false, -1m, 90m) }, await Jugadas(e));
        Assert.AreEqual("2 215500.00", await _counter.Host.Scalar<string>(
            "select concat_ws(' ', winning_tickets, total_payout) from sorteo_results where sorteo_id = $1", sorteo));
    }

    [TestMethod]
    public async Task Without_an_extra_every_reventado_loses()
    {
        var sorteo = await _counter.OpenSorteo();
        var ticket = await Sell(sorteo, At90("27", 1000), GameWorld.Reventado("27", 500));

        var evaluated = await Evaluate(sorteo, "27", null, outcome: "ROJA");

        Assert.AreEqual(0m, evaluated.Money("extraMultiplierX"));
        Assert.AreEqual(JsonValueKind.Null, evaluated.GetProperty("extraOutcomeCode").ValueKind);
        Assert.AreEqual(("EVALUATED", true, 90_000m, 90_000m), await Prize(ticket));
        CollectionAssert.AreEqual(new[] { (true, 90_000m, 90m), (false, -1m, 0m) }, await Jugadas(ticket));
    }

    [TestMethod]
    public async Task An_extra_pays_only_on_the_drawn_number()
    {
        var sorteo = await _counter.OpenSorteo();
        var ticket = await Sell(sorteo, At90("28", 1000), GameWorld.Reventado("28", 500));

        var evaluated = await Evaluate(sorteo, "27", _counter.Game.ReventadoId, outcome: "ROJA");

        Assert.AreEqual("ROJA", evaluated.Text("extraOutcomeCode"));
        Assert.IsFalse(evaluated.GetProperty("hasWinner").GetBoolean());
        Assert.AreEqual(("EVALUATED", false, 0m, 0m), await Prize(ticket));
    }

    // D-30
    [TestMethod]
    [DataRow("0.05", "90.5", "4.53")]
    [DataRow("0.05", "0.5", "0.03")]
    [DataRow("0.03", "0.5", "0.02")]
    [DataRow("0.01", "1.49", "0.01")]
    [DataRow("33.33", "66.6667", "2222.00")]
    public async Task Half_a_cent_is_rounded_away_from_zero(string stake, string factor, string prize)
    {
        var game = await _counter.Banca.Loteria();
        var multiplier = await game.Multiplier("Fino", Number(factor));
        var sorteo = await _counter.OpenSorteo(game);
        var ticket = await game.Sell(
            _counter.Seller.Client, sorteo, GameWorld.Numero("27", Number(stake), multiplier));

        await game.Evaluate(sorteo, "27");

        Assert.AreEqual(("EVALUATED", true, Number(prize), Number(prize)), await Prize(ticket));
    }

    [TestMethod]
    public async Task Each_line_is_rounded_before_the_lines_are_summed()
    {
        var game = await _counter.Banca.Loteria();
        var multiplier = await game.Multiplier("Fino", 90.5m);
        var sorteo = await _counter.OpenSorteo(game);
        var ticket = await game.Sell(
            _counter.Seller.Client, sorteo,
            GameWorld.Numero("27", 0.05m, multiplier), GameWorld.Numero("27", 0.05m, multiplier));

        await game.Evaluate(sorteo, "27");

        Assert.AreEqual(9.06m, (await Prize(ticket)).Payout);
    }

    [TestMethod]
    public async Task A_three_digit_draw_pays_only_the_whole_number()
    {
        var game = await _counter.Banca.Loteria(new { digits = 3 });
        var sorteo = await _counter.OpenSorteo(game);
        var ticket = await game.Sell(
            _counter.Seller.Client, sorteo, game.Numero("027", 10), game.Numero("270", 10), game.Numero("127", 10));

        await game.Evaluate(sorteo, "027");

        Assert.AreEqual("True False False", string.Join(' ', (await Jugadas(ticket)).Select(j => j.Won)));
    }

    [TestMethod]
    public async Task A_closed_draw_is_evaluated_at_its_very_instant_and_not_a_millisecond_before()
    {
        var sorteo = await _counter.OpenSorteo();
        var ticket = await Sell(sorteo, At90("27", 100));
        (await _counter.Admin.Patch($"/sorteos/{sorteo}/close")).Succeeded();

        _counter.Host.Clock.Advance(TimeSpan.FromHours(3) - TimeSpan.FromMilliseconds(1));
        (await _counter.Admin.Patch($"/sorteos/{sorteo}/evaluate", new { winningNumber = "27" }))
            .Refused(HttpStatusCode.Conflict, "SORTEO_NOT_DRAWN_YET");
        Assert.AreEqual("ACTIVE", (await Prize(ticket)).Status);

        _counter.Host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        (await _counter.Admin.Patch($"/sorteos/{sorteo}/evaluate", new { winningNumber = "27" })).Succeeded();
        Assert.AreEqual(("EVALUATED", true, 9_000m, 9_000m), await Prize(ticket));
    }

    private static decimal Number(string text) =>
        decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static object At90(string number, decimal amount) => _counter.Game.Numero(number, amount);

    private static object At85(string number, decimal amount) => GameWorld.Numero(number, amount, _lower);

    private static Task<Guid> Sell(Guid sorteo, params object[] jugadas) =>
        _counter.Game.Sell(_counter.Seller.Client, sorteo, jugadas);

    private static async Task<JsonElement> Evaluate(
        Guid sorteo, string winningNumber, Guid? extraMultiplierId, string? outcome = null)
    {
        _counter.Host.Clock.Advance(TimeSpan.FromHours(4));
        return (await _counter.Admin.Patch(
            $"/sorteos/{sorteo}/evaluate", new { winningNumber, extraMultiplierId, extraOutcomeCode = outcome })).Data;
    }

    private static async Task<(string Status, bool Won, decimal Payout, decimal Remaining)> Prize(Guid ticket)
    {
        var shown = (await _counter.Seller.Client.Get($"/tickets/{ticket}")).Data;
        return (shown.Text("status"), shown.GetProperty("isWinner").GetBoolean(), shown.Money("totalPayout"),
            shown.Money("remainingAmount"));
    }

    // A line without a prize has none, which is not a prize of 0: it shows as -1 here.
    private static async Task<(bool Won, decimal Payout, decimal X)[]> Jugadas(Guid ticket) =>
    [
        .. (await _counter.Seller.Client.Get($"/tickets/{ticket}")).Data.Rows("jugadas").Select(j => (
            j.GetProperty("isWinner").GetBoolean(),
            j.GetProperty("payout").ValueKind == JsonValueKind.Null ? -1m : j.Money("payout"),
            j.Money("finalMultiplierX"))),
    ];
}

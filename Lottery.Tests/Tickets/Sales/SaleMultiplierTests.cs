using System.Net;
using System.Text.Json;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Tickets.Sales;

/// <summary>Where the factor of a bet comes from, and that it stays what it was at the sale.</summary>
[TestClass]
public sealed class SaleMultiplierTests
{
    private static Counter _counter = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context) => _counter = await Counter.Open();

    [ClassCleanup]
    public static async Task Stop() => await _counter.DisposeAsync();

    // R13
    [TestMethod]
    public async Task A_multiplier_is_an_active_numero_of_the_loteria_that_applies_to_the_draw()
    {
        var game = await _counter.Banca.Loteria();
        var (sorteo, next) = (await _counter.OpenSorteo(game), await _counter.OpenSorteo(game));
        var off = await game.Multiplier("Apagado", 500);
        (await _counter.Admin.Delete($"/multipliers/{off}", new { isActive = false })).Succeeded();
        var special = await game.Multiplier("Especial", 500, onlyFor: next);

        await Refused(game, sorteo, _counter.Game.NumeroId, "INVALID_MULTIPLIER");
        await Refused(game, sorteo, Guid.CreateVersion7(), "INVALID_MULTIPLIER");
        await Refused(game, sorteo, off, "INACTIVE_MULTIPLIER");
        await Refused(game, sorteo, game.ReventadoId, "INVALID_MULTIPLIER_KIND");
        await Refused(game, sorteo, special, "MULTIPLIER_NOT_APPLICABLE");
        Assert.AreEqual((500m, "CHOSEN", special), await Priced(game, next, special));
    }

    [TestMethod]
    public async Task A_multiplier_of_a_date_is_for_the_draws_of_that_date()
    {
        var game = await _counter.Banca.Loteria();
        var special = await game.Multiplier("Aniversario", 100);
        (await _counter.Admin.Patch($"/multipliers/{special}", new { appliesToDate = "2026-10-21" })).Succeeded();

        // Late in the evening here, already the next day in UTC: what counts is the date on the wall.
        var tonight = await game.OpenSorteo(TimeSpan.FromHours(14));
        var tomorrow = await game.OpenSorteo(TimeSpan.FromHours(16));

        await Refused(game, tonight, special, "MULTIPLIER_NOT_APPLICABLE");
        Assert.AreEqual((100m, "CHOSEN", special), await Priced(game, tomorrow, special));
    }

    [TestMethod]
    public async Task A_bet_without_a_multiplier_takes_the_one_named_Base()
    {
        var game = await _counter.Banca.Loteria(new { baseMultiplierX = 70 });
        await game.Multiplier("Mejor", 95);

        Assert.AreEqual((90m, "BASE", game.NumeroId), await Priced(game, await _counter.OpenSorteo(game), null));
    }

    [TestMethod]
    public async Task Without_a_Base_it_takes_the_oldest_that_applies()
    {
        var game = await _counter.Banca.Loteria(new { baseMultiplierX = 70 });
        var (sorteo, next) = (await _counter.OpenSorteo(game), await _counter.OpenSorteo(game));
        (await _counter.Admin.Patch(
            $"/multipliers/{game.NumeroId}", new { name = "Solo uno", appliesToSorteoId = next })).Succeeded();
        var second = await game.Multiplier("Segundo", 85);
        _counter.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        await game.Multiplier("Tercero", 95);

        Assert.AreEqual((85m, "OLDEST_MULTIPLIER", second), await Priced(game, sorteo, null));
        Assert.AreEqual((90m, "OLDEST_MULTIPLIER", game.NumeroId), await Priced(game, next, null));
    }

    [TestMethod]
    public async Task Without_any_it_takes_the_factor_of_the_rules_or_is_refused()
    {
        var ruled = await _counter.Banca.Loteria(new { baseMultiplierX = 70.25 });
        var bare = await _counter.Banca.Loteria();
        foreach (var multiplier in new[] { ruled.NumeroId, bare.NumeroId })
        {
            (await _counter.Admin.Delete($"/multipliers/{multiplier}", new { isActive = false })).Succeeded();
        }

        Assert.AreEqual((70.25m, "LOTERIA_RULES", null), await Priced(ruled, await _counter.OpenSorteo(ruled), null));
        await Refused(bare, await _counter.OpenSorteo(bare), null, "MISSING_MULTIPLIER_ID");
    }

    // R9, D-33
    [TestMethod]
    public async Task The_same_number_twice_keeps_each_multiplier_and_pays_by_each()
    {
        var game = await _counter.Banca.Loteria();
        var lower = await game.Multiplier("Bajo", 85);
        var sorteo = await _counter.OpenSorteo(game);

        var ticket = await game.Sell(
            _counter.Seller.Client, sorteo,
            game.Numero("27", 100), GameWorld.Numero("27", 200, lower), GameWorld.Reventado("27", 300));
        await game.Evaluate(sorteo, "27");

        var jugadas = (await _counter.Seller.Client.Get($"/tickets/{ticket}")).Data.Rows("jugadas");
        CollectionAssert.AreEqual(
            new[] { (game.NumeroId, 9_000m), (lower, 17_000m) },
            jugadas.Take(2).Select(j => (j.Id("multiplierId"), j.Money("payout"))).ToArray());
        Assert.AreEqual(JsonValueKind.Null, jugadas[2].GetProperty("multiplierId").ValueKind);
        Assert.AreEqual((0m, "DRAW"), (jugadas[2].Money("finalMultiplierX"), jugadas[2].Text("multiplierSource")));
    }

    [TestMethod]
    public async Task A_multiplier_that_changes_later_changes_no_ticket_sold()
    {
        var game = await _counter.Banca.Loteria();
        var sorteo = await _counter.OpenSorteo(game);
        var ticket = await game.Sell(_counter.Seller.Client, sorteo, game.Numero("27", 100));
        (await _counter.Admin.Patch($"/multipliers/{game.NumeroId}", new { valueX = 1 })).Succeeded();

        await game.Evaluate(sorteo, "27");

        Assert.AreEqual(
            9_000m, (await _counter.Seller.Client.Get($"/tickets/{ticket}")).Data.Money("totalPayout"));
    }

    private static async Task<(decimal X, string Source, Guid? Id)> Priced(GameWorld game, Guid sorteo, Guid? multiplier)
    {
        var ticket = await game.Sell(_counter.Seller.Client, sorteo, GameWorld.Numero("27", 100, multiplier));
        var jugada = (await _counter.Seller.Client.Get($"/tickets/{ticket}")).Data.Rows("jugadas").Single();
        var used = jugada.GetProperty("multiplierId");
        return (
            jugada.Money("finalMultiplierX"), jugada.Text("multiplierSource"),
            used.ValueKind == JsonValueKind.Null ? null : used.GetGuid());
    }

    private static Task Refused(GameWorld game, Guid sorteo, Guid? multiplier, string code) =>
        _counter.Host.RefusedWithoutTrace(
            () => _counter.Seller.Client.Post("/tickets", game.Ticket(sorteo, GameWorld.Numero("27", 1, multiplier))),
            HttpStatusCode.BadRequest, code);
}

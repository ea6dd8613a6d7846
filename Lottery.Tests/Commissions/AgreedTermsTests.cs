using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Commissions;

/// <summary>What was agreed over HTTP counts from the next sale on, and changes no ticket sold.</summary>
[TestClass]
public sealed class AgreedTermsTests
{
    private static Counter _counter = null!;
    private static Person _listero = null!;
    private Guid _sorteo;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _counter = await Counter.Open();
        _listero = await _counter.Banca.Listero(_counter.VentanaId);
    }

    [ClassCleanup]
    public static async Task Stop() => await _counter.DisposeAsync();

    [TestInitialize]
    public async Task Open() => _sorteo = await _counter.OpenSorteo();

    [TestMethod]
    [TestProperty("Defect", "DRAW-6")]
    public async Task An_override_counts_from_the_next_sale_on()
    {
        var (game, unnamed) = (_counter.Game, GameWorld.Numero("27", 100, null));
        var before = await _counter.Sell(_sorteo, game.Numero("27", 100));
        Assert.AreEqual("90 CHOSEN", Factor(before));

        var ofVentana = await game.Override("VENTANA", _counter.VentanaId, 93);
        Assert.AreEqual("93 VENTANA_OVERRIDE", Factor(await _counter.Sell(_sorteo, game.Numero("27", 100))));
        var ofSeller = await game.Override("USER", _counter.Seller.Id, 95.5m);
        Assert.AreEqual("95.5 USER_OVERRIDE", Factor(await _counter.Sell(_sorteo, unnamed)));
        await game.Override("USER", _counter.Seller.Id, 70, "REVENTADO");
        Assert.AreEqual("95.5 USER_OVERRIDE", Factor(await _counter.Sell(_sorteo, game.Numero("27", 100))));

        foreach (var id in (Guid[])[ofSeller, ofVentana])
        {
            (await _counter.Admin.Delete($"/multiplier-overrides/{id}")).Succeeded();
        }

        Assert.AreEqual("90 CHOSEN", Factor(await _counter.Sell(_sorteo, game.Numero("27", 100))));
        Assert.AreEqual("90 CHOSEN", Factor(await _counter.Admin.Get($"/tickets/{before.Data.Id()}")));
    }

    [TestMethod]
    [TestProperty("Defect", "DRAW-35")]
    public async Task What_a_banca_settles_counts_for_a_bet_that_names_no_multiplier()
    {
        var path = $"/loterias/{_counter.Game.LoteriaId}/settings";
        (await _counter.Admin.Put(path, new { baseMultiplierX = 82 })).Succeeded();

        Assert.AreEqual("82 BANCA_SETTING", Factor(await _counter.Sell(_sorteo, GameWorld.Numero("27", 100, null))));
        Assert.AreEqual("90 CHOSEN", Factor(await _counter.Sell(_sorteo, _counter.Game.Numero("27", 100))));
        (await _counter.Admin.Put(path, new { baseMultiplierX = (decimal?)null })).Succeeded();
        Assert.AreEqual("90 BASE", Factor(await _counter.Sell(_sorteo, GameWorld.Numero("27", 100, null))));
    }

    [TestMethod]
    public async Task Commissions_count_from_the_next_sale_on_by_the_nearest_that_is_agreed()
    {
        Assert.AreEqual("0 none 0", await Earned());
        await Agree("bancas", _counter.Banca.Id, 20);
        Assert.AreEqual("20 BANCA 20", await Earned());
        await Agree("ventanas", _counter.VentanaId, 18);
        Assert.AreEqual("18 VENTANA 18", await Earned());
        await Agree("users", _listero.Id, 15);
        Assert.AreEqual("18 VENTANA 15", await Earned());
        await Agree("users", _counter.Seller.Id, 8);
        Assert.AreEqual("8 USER 15", await Earned());
        await Agree("users", _counter.Seller.Id, 7, effectiveTo: _counter.World.Now.AddMinutes(-1));
        Assert.AreEqual("18 VENTANA 15", await Earned());
        await Agree("users", _counter.Seller.Id, null);
        Assert.AreEqual("18 VENTANA 15", await Earned());
    }

    private async Task<string> Earned()
    {
        var line = (await _counter.Sell(_sorteo, _counter.Game.Numero("27", 100))).Data.Rows("jugadas")[0];
        var origin = line.GetProperty("commissionOrigin").GetString() ?? "none";
        return FormattableString.Invariant(
            $"{line.Money("commissionAmount"):0.##} {origin} {line.Money("listeroCommissionAmount"):0.##}");
    }

    private static async Task Agree(string kind, Guid id, decimal? percent, DateTimeOffset? effectiveTo = null)
    {
        object? policy = percent is null ? null : new
        {
            version = 1,
            effectiveFrom = (string?)null,
            effectiveTo,
            defaultPercent = percent,
            rules = Array.Empty<object>(),
        };
        (await _counter.Admin.Put($"/{kind}/{id}/commission-policy", new { commissionPolicyJson = policy })).Succeeded();
    }

    private static string Factor(Answer ticket)
    {
        var line = ticket.Data.Rows("jugadas")[0];
        return FormattableString.Invariant($"{line.Money("finalMultiplierX"):0.##} {line.Text("multiplierSource")}");
    }
}

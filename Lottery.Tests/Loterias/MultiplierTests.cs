using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Loterias;

[TestClass]
public sealed class MultiplierTests
{
    private static World _world = null!;
    private static ApiClient _boss = null!;
    private static GameWorld _game = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        var banca = await _world.Banca();
        _boss = (await banca.Administrator()).Client;
        _game = await banca.Loteria();
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    public async Task A_multiplier_is_made_read_changed_switched_off_and_on()
    {
        var made = await Create("Triple", 3.25m);
        var path = $"/multipliers/{made.Data.Id()}";

        Assert.AreEqual(HttpStatusCode.Created, made.Status);
        Assert.AreEqual(("NUMERO", 3.25m), (made.Data.Text("kind"), (await _boss.Get(path)).Data.Money("valueX")));
        Assert.AreEqual(4.5m, (await _boss.Put(path, new { valueX = 4.5 })).Data.Money("valueX"));
        Assert.IsFalse((await _boss.Delete(path)).Data.GetProperty("isActive").GetBoolean());
        Assert.IsTrue((await _boss.Delete(path, new { isActive = true })).Data.GetProperty("isActive").GetBoolean());
        Assert.IsFalse((await _boss.Delete(path, new { isActive = false })).Data.GetProperty("isActive").GetBoolean());
        Assert.IsTrue((await _boss.Patch($"{path}/restore")).Data.GetProperty("isActive").GetBoolean());
    }

    [TestMethod]
    public async Task A_name_is_taken_while_its_multiplier_is_active()
    {
        var first = $"/multipliers/{(await Create("Especial")).Data.Id()}";
        (await Create("Especial")).Refused(HttpStatusCode.Conflict, "MULTIPLIER_NAME_TAKEN");
        (await _boss.Delete(first)).Succeeded();

        var second = $"/multipliers/{(await Create("Especial")).Data.Id()}";

        (await _boss.Patch($"{first}/restore")).Refused(HttpStatusCode.Conflict, "MULTIPLIER_NAME_TAKEN");
        (await _boss.Delete(first, new { isActive = true })).Refused(HttpStatusCode.Conflict, "MULTIPLIER_NAME_TAKEN");
        (await _boss.Patch(second, new { name = "Base" })).Refused(HttpStatusCode.Conflict, "MULTIPLIER_NAME_TAKEN");
        (await _boss.Delete(second)).Succeeded();
        (await _boss.Patch($"{first}/restore")).Succeeded();
    }

    [TestMethod]
    public async Task A_list_filters()
    {
        var off = (await Create("Apagado")).Data.Id();
        (await _boss.Delete($"/multipliers/{off}")).Succeeded();

        Assert.AreEqual("Reventado", await Names("kind=REVENTADO"));
        Assert.AreEqual("Apagado", await Names("isActive=false&q=apag"));
        Assert.AreEqual("", await Names("isActive=true&q=apag"));
        (await _boss.Get("/multipliers?bancaId=x")).Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");

        async Task<string> Names(string filter) => string.Join(
            ' ', (await _boss.Get($"/multipliers?loteriaId={_game.LoteriaId}&{filter}")).Succeeded().Json.Rows()
                .Select(multiplier => multiplier.Text("name")));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(-1)]
    [DataRow(10000)]
    public async Task A_factor_that_makes_no_sense_is_refused(int valueX) =>
        (await Create("Raro", valueX)).Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");

    [TestMethod]
    public async Task A_multiplier_needs_a_loteria_that_is_there() =>
        (await _boss.Post("/multipliers", new { loteriaId = Guid.CreateVersion7(), name = "Solo", valueX = 2 }))
            .Refused(HttpStatusCode.NotFound, "LOTERIA_NOT_FOUND");

    [TestMethod]
    public async Task A_ticket_keeps_the_factor_it_was_sold_with()
    {
        var banca = await _world.Banca();
        var seller = await banca.Vendedor(await banca.Ventana());
        var game = await banca.Loteria();
        var sorteo = await game.OpenSorteo();
        var ticket = await game.Sell(seller.Client, sorteo, game.Numero("27", 100));

        (await _world.Admin.Patch($"/multipliers/{game.NumeroId}", new { valueX = 10 })).Succeeded();

        var stored = (await seller.Client.Get($"/tickets/{ticket}")).Data;
        Assert.AreEqual(90m, stored.Rows("jugadas")[0].Money("finalMultiplierX"));
    }

    private static Task<Answer> Create(string name, decimal valueX = 2) =>
        _boss.Post("/multipliers", new { loteriaId = _game.LoteriaId, name, valueX });
}

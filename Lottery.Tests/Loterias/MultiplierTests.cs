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
        Assert.IsFalse((await _boss.Delete(path, new { isActive = false })).Data.GetProperty("isActive").GetBoolean());
        Assert.IsTrue((await _boss.Delete(path, new { isActive = true })).Data.GetProperty("isActive").GetBoolean());
        Assert.IsFalse((await _boss.Delete(path, new { isActive = false })).Data.GetProperty("isActive").GetBoolean());
        Assert.IsTrue((await _boss.Patch($"{path}/restore")).Data.GetProperty("isActive").GetBoolean());
    }

    [TestMethod]
    public async Task A_name_is_taken_while_its_multiplier_is_active()
    {
        var first = $"/multipliers/{(await Create("Especial")).Data.Id()}";
        (await Create("Especial")).Refused(HttpStatusCode.Conflict, "MULTIPLIER_NAME_TAKEN");
        (await _boss.Delete(first, new { isActive = false })).Succeeded();

        var second = $"/multipliers/{(await Create("Especial")).Data.Id()}";

        (await _boss.Patch($"{first}/restore")).Refused(HttpStatusCode.Conflict, "MULTIPLIER_NAME_TAKEN");
        (await _boss.Delete(first, new { isActive = true })).Refused(HttpStatusCode.Conflict, "MULTIPLIER_NAME_TAKEN");
        (await _boss.Patch(second, new { name = "Base" })).Refused(HttpStatusCode.Conflict, "MULTIPLIER_NAME_TAKEN");
        (await _boss.Delete(second, new { isActive = false })).Succeeded();
        (await _boss.Patch($"{first}/restore")).Succeeded();
    }

    [TestMethod]
    public async Task A_list_filters()
    {
        var off = (await Create("Apagado")).Data.Id();
        (await _boss.Delete($"/multipliers/{off}", new { isActive = false })).Succeeded();

        Assert.AreEqual("Reventado", await Names("kind=REVENTADO"));
        Assert.AreEqual("Apagado", await Names("isActive=false&q=apag"));
        Assert.AreEqual("", await Names("isActive=true&q=apag"));
        (await _boss.Get("/multipliers?bancaId=x")).Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");

        async Task<string> Names(string filter) => string.Join(
            ' ', (await _boss.Get($"/multipliers?loteriaId={_game.LoteriaId}&{filter}")).Succeeded().Json.Rows()
                .Select(multiplier => multiplier.Text("name")));
    }

    [TestMethod]
    public async Task Switching_says_which_way()
    {
        var path = $"/multipliers/{(await Create("Doble")).Data.Id()}";

        foreach (var answer in (Answer[])[await _boss.Delete(path), await _boss.Delete(path, new { })])
        {
            answer.Refused(HttpStatusCode.BadRequest, answer.Code!);
        }

        Assert.IsTrue((await _boss.Get(path)).Data.GetProperty("isActive").GetBoolean());
    }

    [TestMethod]
    public async Task A_null_clears_what_it_is_for_and_silence_leaves_it()
    {
        var sorteo = await _game.Sorteo();
        var path = $"/multipliers/{(await Create("Navidad")).Data.Id()}";
        await Applies(new { appliesToDate = "2026-12-25", appliesToSorteoId = sorteo }, "2026-12-25", sorteo);
        await Applies(new { valueX = 3, loteriaId = Guid.CreateVersion7() }, "2026-12-25", sorteo);
        await Applies(new { appliesToDate = (string?)null }, null, sorteo);
        await Applies(new { appliesToSorteoId = (Guid?)null }, null, null);

        Assert.AreEqual(_game.LoteriaId, (await _boss.Get(path)).Data.Id("loteriaId"));
        var answer = await _boss.Put(path, new { name = (string?)null });
        answer.Refused(HttpStatusCode.BadRequest, answer.Code!);

        async Task Applies(object change, string? date, Guid? toSorteo)
        {
            var changed = (await _boss.Put(path, change)).Data;
            Assert.AreEqual(date, changed.GetProperty("appliesToDate").GetString());
            Assert.AreEqual($"{toSorteo}", $"{changed.GetProperty("appliesToSorteoId").GetString()}");
        }
    }

    [TestMethod]
    [TestProperty("Defect", "DRAW-4")]
    public async Task A_banca_is_chosen_among_those_that_one_sees()
    {
        var (here, there) = (await _world.Banca(), await _world.Banca());
        await here.Loteria();
        await there.Loteria();
        var boss = (await here.Administrator()).Client;

        Assert.AreEqual(2, await Total(_world.Admin, there.Id));
        Assert.AreEqual(2, await Total(boss, here.Id));
        Assert.AreEqual(0, await Total(boss, there.Id));

        static async Task<int> Total(ApiClient who, Guid bancaId) =>
            (await who.Get($"/multipliers?bancaId={bancaId}")).Succeeded().Json.GetProperty("meta")
                .GetProperty("total").GetInt32();
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

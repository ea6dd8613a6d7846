using System.Net;
using System.Text.Json;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Tickets.Listas;

/// <summary>What the listas of a draw come to, and which are left out, as each role sees it.</summary>
[TestClass]
[TestProperty("Defect", "DRAW-24")]
public sealed class ListaListTests
{
    private Counter _counter = null!;
    private Person _house = null!;
    private Person _colleague = null!;
    private Guid _sorteo;
    private Guid _cheap;

    [TestInitialize]
    public async Task Open()
    {
        _counter = await Counter.Open();
        _house = await _counter.Banca.Administrator();
        _colleague = await _counter.Banca.Vendedor(_counter.VentanaId);
        _sorteo = await _counter.OpenSorteo();
        _cheap = await _counter.Game.Multiplier("Barato", 70);
        (await _counter.Admin.Put(
            $"/bancas/{_counter.Banca.Id}/commission-policy",
            new
            {
                commissionPolicyJson = new
                {
                    version = 1,
                    effectiveFrom = (string?)null,
                    effectiveTo = (string?)null,
                    defaultPercent = 10,
                    rules = Array.Empty<object>(),
                },
            }))
            .Succeeded();
        await Sell(_counter.Seller, _counter.Game.Numero("27", 500), GameWorld.Reventado("27", 100));
        await Sell(_counter.Seller, GameWorld.Numero("27", 300, _cheap), _counter.Game.Numero("27", 200),
            GameWorld.Reventado("27", 40));
        await Sell(_colleague, _counter.Game.Numero("30", 1_000));
        var cancelled = await _counter.Game.Sell(_colleague.Client, _sorteo, _counter.Game.Numero("30", 9_000));
        (await _colleague.Client.Patch($"/tickets/{cancelled}/cancel")).Succeeded();
    }

    [TestCleanup]
    public async Task Close() => await _counter.DisposeAsync();

    [TestMethod]
    public async Task Every_vendedor_and_multiplier_has_a_row_and_a_side_bet_is_its_cheapest_numeros()
    {
        var sheet = await Listas(_house);

        Assert.AreEqual("2140 3 214 0", Sums(sheet.GetProperty("meta")));
        var listero = sheet.Rows("listeros").Single();
        Assert.AreEqual(
            (_counter.VentanaId, 2_140m, 3, 214m, 200m, 14m),
            (listero.Id("ventanaId"), listero.Money("totalSales"), listero.GetProperty("totalTickets").GetInt32(),
                listero.Money("totalCommission"), listero.Money("commissionByNumber"),
                listero.Money("commissionByReventado")));
        Assert.AreEqual("Barato 340 1 False; Base 1000 1 False; Base 800 2 False", Told(listero));
        var sorteo = sheet.GetProperty("sorteo");
        Assert.AreEqual((_sorteo, "OPEN"), (sorteo.Id(), sorteo.Text("status")));
        Assert.AreEqual("full", sheet.Text("mode"));
    }

    [TestMethod]
    public async Task What_is_left_out_adds_to_nothing_and_is_shown_to_who_asks_for_it()
    {
        var record = (await Exclude(new { ventanaId = _counter.VentanaId, multiplierId = _cheap, reason = "Barata" })).Data;
        (await Exclude(new { ventanaId = _counter.VentanaId, vendedorId = _colleague.Id })).Succeeded();

        var hidden = await Listas(_house);
        var shown = await Listas(_house, "?includeExcluded=true");

        Assert.AreEqual("800 2 80 2", Sums(hidden.GetProperty("meta")));
        Assert.AreEqual("800 2 80 2", Sums(shown.GetProperty("meta")));
        Assert.AreEqual("Base 800 2 False", Told(hidden.Rows("listeros").Single()));
        var listero = shown.Rows("listeros").Single();
        Assert.AreEqual(800m, listero.Money("totalSales"));
        Assert.AreEqual("Barato 340 1 True; Base 800 2 False; Todos (Excluido) 1000 1 True", Told(listero));
        var cheap = listero.Rows("vendedores").Single(row => row.Text("multiplierName") == "Barato");
        Assert.AreEqual(
            (record.Id(), "ventana", "Barata", _house.Id, JsonValueKind.Null),
            (cheap.Id("exclusionRecordId"), cheap.Text("exclusionScope"), cheap.Text("exclusionReason"),
                cheap.Id("excludedBy"), cheap.GetProperty("exclusionId").ValueKind));
        Assert.IsFalse(listero.GetProperty("isExcluded").GetBoolean());
    }

    [TestMethod]
    public async Task Compact_has_one_row_for_each_vendedor()
    {
        (await Exclude(new { ventanaId = _counter.VentanaId, vendedorId = _colleague.Id })).Succeeded();

        var sheet = await Listas(_house, "?mode=compact&includeExcluded=true");

        Assert.IsEmpty(sheet.Rows("listeros"));
        var rows = sheet.Rows("listerosCompact").Single().Rows("vendedores");
        Assert.AreEqual(
            "1000 1 True; 1140 2 False",
            string.Join("; ", rows.OrderBy(row => row.Money("totalSales")).Select(row =>
                $"{row.Money("totalSales"):0} {row.GetProperty("totalTickets")} {row.GetProperty("isExcluded").GetBoolean()}")));
    }

    [TestMethod]
    public async Task Everybody_sees_their_own()
    {
        var elsewhere = await _counter.Banca.Ventana();
        var (stranger, listero) = (await _counter.Banca.Vendedor(elsewhere), await _counter.Banca.Listero(elsewhere));
        await Sell(stranger, _counter.Game.Numero("30", 70));

        Assert.AreEqual("1140 2 114 0", Sums((await Listas(_counter.Seller, $"?vendedorId={_colleague.Id}")).GetProperty("meta")));
        Assert.AreEqual("70 1 7 0", Sums((await Listas(listero)).GetProperty("meta")));
        Assert.AreEqual("2210 4 221 0", Sums((await Listas(_house)).GetProperty("meta")));
        Assert.AreEqual("1000 1 100 0", Sums((await Listas(_house, $"?vendedorId={_colleague.Id}")).GetProperty("meta")));
        Assert.AreEqual("340 1 34 0", Sums((await Listas(_house, $"?multiplierId={_cheap}")).GetProperty("meta")));
        var other = await (await _counter.World.Banca()).Administrator();
        (await other.Client.Get($"/sorteos/{_sorteo}/listas")).Refused(HttpStatusCode.NotFound, "SORTEO_NOT_FOUND");
    }

    [TestMethod]
    public async Task Exclusions_are_listed_newest_first_with_what_they_cover_in_their_draw()
    {
        var (listero, elsewhere) = (
            await _counter.Banca.Listero(_counter.VentanaId),
            await _counter.Banca.Listero(await _counter.Banca.Ventana()));
        var first = (await Exclude(new { ventanaId = _counter.VentanaId, multiplierId = _cheap, reason = "Barata" })).Data.Id();
        _counter.Host.Clock.Advance(TimeSpan.FromDays(1));
        var later = await _counter.Game.OpenSorteo();
        await _counter.Game.Sell(_colleague.Client, later, GameWorld.Numero("05", 50, _cheap));
        var second = (await _house.Client.Post(
            $"/sorteos/{later}/listas/exclude", new { ventanaId = _counter.VentanaId, vendedorId = _colleague.Id })).Data.Id();

        Assert.AreSequenceEqual(
            [$"{second} 1 50", $"{first} 2 340"],
            (await Excluded(_house)).Rows().Select(x =>
                $"{x.Id()} {x.GetProperty("totalJugadas")} {x.Money("totalAmount"):0}"));
        var shown = (await Excluded(_house, $"?sorteoId={_sorteo}")).Rows().Single();
        Assert.AreEqual(
            ("Barato", 70m, "Barata", _house.Id),
            (shown.Text("multiplierName"), shown.Money("multiplierValue"), shown.Text("reason"), shown.Id("excludedBy")));
        Assert.AreEqual(2, (await Excluded(listero)).GetProperty("total").GetInt32());
        Assert.AreEqual(0, (await Excluded(elsewhere)).GetProperty("total").GetInt32());
        Assert.AreEqual(0, (await Excluded(
            elsewhere, $"?ventanaId={_counter.VentanaId}")).GetProperty("total").GetInt32());
        Assert.AreEqual(0, (await Excluded(
            await (await _counter.World.Banca()).Administrator())).GetProperty("total").GetInt32());
        var day = DateOnly.FromDateTime(_counter.World.Now.UtcDateTime).ToString("yyyy-MM-dd");
        Assert.AreEqual(second, (await Excluded(_house, $"?fromDate={day}")).Rows().Single().Id());
        (await _house.Client.Get($"/listas-excluidas?fromDate={day}&toDate=2020-01-01"))
            .Refused(HttpStatusCode.BadRequest, "SLS_2001");
        (await _counter.Seller.Client.Get("/listas-excluidas")).Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
    }

    [TestMethod]
    public async Task A_draw_says_whether_anything_is_left_out_of_it()
    {
        Assert.AreEqual((false, false), (await HasExclusions($"/sorteos/{_sorteo}"), await HasExclusions("/sorteos")));

        (await Exclude(new { ventanaId = _counter.VentanaId })).Succeeded();

        Assert.AreEqual((true, true), (await HasExclusions($"/sorteos/{_sorteo}"), await HasExclusions("/sorteos")));
    }

    private async Task<bool> HasExclusions(string path)
    {
        var said = (await _house.Client.Get(path)).Data;
        return (said.ValueKind == JsonValueKind.Array ? said[0] : said).GetProperty("hasExclusions").GetBoolean();
    }

    private Task<Guid> Sell(Person seller, params object[] jugadas) => _counter.Game.Sell(seller.Client, _sorteo, jugadas);

    private Task<Answer> Exclude(object body) => _house.Client.Post($"/sorteos/{_sorteo}/listas/exclude", body);

    private async Task<JsonElement> Listas(Person who, string query = "") =>
        (await who.Client.Get($"/sorteos/{_sorteo}/listas{query}")).Succeeded().Json;

    private static async Task<JsonElement> Excluded(Person who, string query = "") =>
        (await who.Client.Get($"/listas-excluidas{query}")).Succeeded().Json;

    private static string Sums(JsonElement meta) =>
        $"{meta.Money("totalSales"):0} {meta.GetProperty("totalTickets")} {meta.Money("totalCommission"):0} {meta.GetProperty("totalExcluded")}";

    private static string Told(JsonElement listero) => string.Join("; ", listero.Rows("vendedores").Select(row =>
        $"{row.Text("multiplierName")} {row.Money("totalSales"):0} {row.GetProperty("totalTickets")} {row.GetProperty("isExcluded").GetBoolean()}")
        .Order(StringComparer.Ordinal));
}

using System.Net;
using System.Text.Json;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Tickets;

/// <summary>
/// What who finds in the list of tickets. It is Tuesday, 13:00: ana (won) and anulado were sold by A, beto by B of the
/// same ventana, carla by C of another ventana for another game, manana by A for Wednesday, and ajeno by another banca.
/// </summary>
[TestClass]
public sealed class TicketListTests
{
    private static readonly Dictionary<string, Guid> Tickets = [];
    private static readonly Dictionary<string, ApiClient> People = [];
    private static readonly Dictionary<string, string> Words = [];

    private static Counter _counter = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _counter = await Counter.Open();
        var (banca, game) = (_counter.Banca, _counter.Game);
        var elsewhere = await banca.Ventana();
        var (b, c) = (await banca.Vendedor(_counter.VentanaId), await banca.Vendedor(elsewhere));
        var other = await _counter.World.Banca();
        var d = await other.Vendedor(await other.Ventana());
        var (games, foreign) = (await banca.Loteria(), await other.Loteria());
        var today = await game.OpenSorteo();
        var tomorrow = await game.OpenSorteo(TimeSpan.FromHours(24));
        await Sold("ana", _counter.Seller, game, today, game.Numero("27", 100), GameWorld.Reventado("27", 50));
        await Sold("anulado", _counter.Seller, game, today, game.Numero("28", 100));
        await Sold("beto", b, game, today, game.Numero("72", 100), game.Numero("27", 0.01m));
        await Sold("carla", c, games, await games.OpenSorteo(), games.Numero("27", 100));
        await Sold("manana", _counter.Seller, game, tomorrow, game.Numero("05", 100));
        await Sold("ajeno", d, foreign, await foreign.OpenSorteo(), foreign.Numero("27", 100));
        (await _counter.Admin.Patch($"/tickets/{Tickets["anulado"]}/cancel")).Succeeded();
        await _counter.Game.Evaluate(today, "27");

        (People["A"], People["B"], People["C"], People["D"]) = (_counter.Seller.Client, b.Client, c.Client, d.Client);
        People["listero"] = (await banca.Listero(_counter.VentanaId)).Client;
        People["banca"] = (await banca.Administrator()).Client;
        People["admin"] = _counter.Admin;
        (Words["TODAY"], Words["TOMORROW"]) = ($"{today}", $"{tomorrow}");
        (Words["GAME2"], Words["BASE2"]) = ($"{games.LoteriaId}", $"{games.NumeroId}");
        (Words["VENTANA2"], Words["B"]) = ($"{elsewhere}", $"{b.Id}");
        Words["NUMBER"] = (await _counter.Admin.Get($"/tickets/{Tickets["beto"]}")).Data.Text("ticketNumber");
    }

    [ClassCleanup]
    public static async Task Stop() => await _counter.DisposeAsync();

    [TestMethod]
    [DataRow("A", "ana anulado")]
    [DataRow("B", "beto")]
    [DataRow("C", "carla")]
    [DataRow("D", "ajeno")]
    [DataRow("listero", "ana anulado beto")]
    [DataRow("banca", "ana anulado beto carla")]
    [DataRow("admin", "ajeno ana anulado beto carla")]
    public async Task Today_everybody_finds_their_own(string who, string found) =>
        Assert.AreEqual(found, await Found(who, "pageSize=100"));

    [TestMethod]
    [DataRow("sorteoId={TOMORROW}", "manana")]
    [DataRow("sorteoId={TODAY}", "ana anulado beto")]
    [DataRow("sorteoId=all", "ana anulado beto carla")]
    [DataRow("loteriaId={GAME2}", "carla")]
    [DataRow("ventanaId={VENTANA2}", "carla")]
    [DataRow("vendedorId={B}", "beto")]
    [DataRow("multiplierId={BASE2}", "carla")]
    [DataRow("status=CANCELLED", "anulado")]
    [DataRow("status=EVALUATED", "ana beto")]
    [DataRow("isActive=false", "anulado")]
    [DataRow("isActive=true", "ana beto carla")]
    [DataRow("winnersOnly=true", "ana beto")]
    [DataRow("winnersOnly=false", "ana anulado beto carla")]
    [DataRow("number=27", "ana beto carla")]
    [DataRow("winningNumber=27", "ana beto")]
    [DataRow("winningNumber=72", "")]
    [DataRow("search={NUMBER}", "beto")]
    [DataRow("search=ANULA", "anulado")]
    [DataRow("search=%25", "")]
    [DataRow("search=_", "")]
    [DataRow("date=yesterday", "")]
    [DataRow("date=week", "ana anulado beto carla manana")]
    [DataRow("date=month", "ana anulado beto carla")]
    [DataRow("fromDate=2026-10-20&toDate=2026-10-20", "ana anulado beto carla")]
    [DataRow("sorteoId={TODAY}&vendedorId={B}&number=27", "beto")]
    public async Task A_filter_finds_what_it_says(string query, string found) =>
        Assert.AreEqual(found, await Found("banca", query));

    [TestMethod]
    [DataRow("A", "vendedorId={B}")]
    [DataRow("A", "ventanaId={VENTANA2}")]
    [DataRow("listero", "ventanaId={VENTANA2}")]
    [DataRow("listero", "loteriaId={GAME2}")]
    [DataRow("D", "sorteoId={TODAY}")]
    [DataRow("A", "scope=all&vendedorId={B}")]
    public async Task A_filter_never_finds_what_is_not_theirs(string who, string query) =>
        Assert.AreEqual("", await Found(who, query));

    [TestMethod]
    [DataRow("fromDate=2026-10-20&toDate=2026-10-19", "SLS_2001")]
    [DataRow("fromDate=2026-10-20", "SLS_2001")]
    [DataRow("date=range", "SLS_2001")]
    [DataRow("date=tomorrow", "VALIDATION_FAILED")]
    [DataRow("page=0", "VALIDATION_FAILED")]
    [DataRow("pageSize=101", "VALIDATION_FAILED")]
    [DataRow("status=SOLD", "VALIDATION_FAILED")]
    [DataRow("isActive=maybe", "VALIDATION_FAILED")]
    [DataRow("vendedorId=7", "VALIDATION_FAILED")]
    public async Task A_filter_that_means_nothing_is_refused(string query, string code) =>
        (await People["banca"].Get($"/tickets?{query}")).Refused(HttpStatusCode.BadRequest, code);

    [TestMethod]
    public async Task Pages_hold_every_ticket_once_newest_first_and_say_where_they_are()
    {
        var all = await Page("pageSize=100");
        var pages = new[] { await Page("pageSize=3"), await Page("pageSize=3&page=2"), await Page("pageSize=3&page=3") };

        CollectionAssert.AreEqual(
            all.Rows().Select(t => t.Id()).ToArray(), pages.SelectMany(p => p.Rows().Select(t => t.Id())).ToArray());
        Assert.AreEqual("carla", Name(all.Rows()[0]));
        Assert.AreEqual("3/1/0", string.Join('/', pages.Select(p => p.Rows().Count)));
        Assert.AreEqual(
            """{"total":4,"page":2,"pageSize":3,"totalPages":2,"hasNextPage":false,"hasPrevPage":true""",
            WhereItIs(pages[1]));
        Assert.AreEqual(
            """{"total":4,"page":1,"pageSize":10,"totalPages":1,"hasNextPage":false,"hasPrevPage":false""",
            WhereItIs(await Page("")));
    }

    // What it cost, which differs each time, comes after it.
    private static string WhereItIs(JsonElement page) =>
        page.GetProperty("meta").GetRawText().Split(",\"queryExecutionTime\":")[0];

    [TestMethod]
    public async Task By_its_number_any_counter_of_the_banca_plays_a_ticket_again()
    {
        var (ana, cancelled) = (await NumberOf("ana"), await NumberOf("anulado"));

        var again = (await People["C"].Get($"/tickets/by-number/{ana}")).Data;
        var line = again.Rows("jugadas").Single();
        Assert.AreEqual(
            ("REVENTADO", "27", 100m, 50m),
            (line.Text("type"), line.Text("number"), line.Money("amount"), line.Money("amountReventado")));
        Assert.AreEqual(JsonValueKind.Null, again.GetProperty("clienteNombre").ValueKind);
        Assert.AreEqual("ana", (await People["A"].Get($"/tickets/by-number/{ana}")).Data.Text("clienteNombre"));

        (await People["D"].Get($"/tickets/by-number/{ana}")).Refused(HttpStatusCode.NotFound, "TICKET_NOT_FOUND");
        (await People["A"].Get($"/tickets/by-number/{cancelled}")).Refused(HttpStatusCode.NotFound, "TICKET_NOT_FOUND");
    }

    [TestMethod]
    public async Task By_its_id_a_ticket_is_shown_to_its_people_only()
    {
        var path = $"/tickets/{Tickets["ana"]}";

        foreach (var who in new[] { "A", "listero", "banca", "admin" })
        {
            Assert.AreEqual("ana", Name((await People[who].Get(path)).Data));
        }

        (await People["B"].Get(path)).Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        (await People["C"].Get(path)).Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        (await People["D"].Get(path)).Refused(HttpStatusCode.NotFound, "TICKET_NOT_FOUND");
    }

    private static async Task Sold(string name, Person seller, GameWorld game, Guid sorteo, params object[] jugadas)
    {
        _counter.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        Tickets[name] = (await seller.Client.Post(
            "/tickets", new { loteriaId = game.LoteriaId, sorteoId = sorteo, clienteNombre = name, jugadas })).Data.Id();
    }

    private static async Task<string> Found(string who, string query)
    {
        query = Words.Aggregate(query, (text, word) => text.Replace($"{{{word.Key}}}", word.Value));
        var rows = (await People[who].Get($"/tickets?{query}")).Data.Rows();
        return string.Join(' ', rows.Select(Name).Order());
    }

    private static async Task<JsonElement> Page(string query) => (await People["banca"].Get($"/tickets?{query}")).Data;

    private static string Name(JsonElement ticket) => ticket.Text("clienteNombre");

    private static async Task<string> NumberOf(string name) =>
        (await _counter.Admin.Get($"/tickets/{Tickets[name]}")).Data.Text("ticketNumber");
}

using System.Net;
using System.Text.Json;
using Lottery.Tests.Activity;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Tickets.Listas;

/// <summary>Leaving listas out of a draw and taking it back: what is sold, what was sold, what it pays.</summary>
[TestClass]
[TestProperty("Defect", "DRAW-24")]
public sealed class ExcludeListaTests
{
    private static Counter _counter = null!;
    private static Person _house = null!;
    private static Person _colleague = null!;
    private Guid _sorteo;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _counter = await Counter.Open();
        _house = await _counter.Banca.Administrator();
        _colleague = await _counter.Banca.Vendedor(_counter.VentanaId);
        await _counter.Banca.Restriction(new { bancaId = _counter.Banca.Id, maxTotal = 10_000 });
        await _counter.Banca.Restriction(
            new { bancaId = _counter.Banca.Id, baseAmount = 9_000, salesPercentage = 50, appliesToVendedor = true });
    }

    [ClassCleanup]
    public static async Task Stop() => await _counter.DisposeAsync();

    [TestInitialize]
    public async Task Open() => _sorteo = await _counter.OpenSorteo();

    [TestMethod]
    public async Task A_ventana_that_is_left_out_makes_room_sells_no_more_and_wins_nothing()
    {
        var elsewhere = await _counter.Banca.Vendedor(await _counter.Banca.Ventana());
        var ticket = await Sold(Numero("27", 6_000));
        (await Sell(elsewhere, Numero("27", 6_000))).Refused(HttpStatusCode.BadRequest, "NUMBER_MAXTOTAL_EXCEEDED");

        var record = (await Exclude(new { ventanaId = _counter.VentanaId, reason = "Entregada tarde" })).Data;

        Assert.AreEqual(
            (_sorteo, _counter.VentanaId, _house.Id, "Entregada tarde", JsonValueKind.Null),
            (record.Id("sorteoId"), record.Id("ventanaId"), record.Id("excludedBy"), record.Text("reason"),
                record.GetProperty("vendedorId").ValueKind));
        Assert.AreEqual("EXCLUDED", await StatusOf(ticket));
        Assert.AreEqual("27 True Entregada tarde", await LinesOf(ticket));
        (await Sell(_counter.Seller, Numero("28", 100))).Refused(HttpStatusCode.Conflict, "LISTA_EXCLUDED");
        (await Sell(_colleague, Numero("28", 100))).Refused(HttpStatusCode.Conflict, "LISTA_EXCLUDED");
        var won = (await Sell(elsewhere, Numero("27", 6_000))).Data.Id();
        await CountersAreRight();

        await _counter.Game.Evaluate(_sorteo, "27");

        Assert.AreEqual(("EXCLUDED", "EVALUATED"), (await StatusOf(ticket), await StatusOf(won)));
        Assert.AreEqual(0, await _counter.Host.Scalar<decimal>("select total_payout from tickets where id = $1", ticket));
    }

    [TestMethod]
    public async Task A_lista_that_is_taken_back_counts_and_sells_again()
    {
        var ticket = await Sold(Numero("27", 500), GameWorld.Reventado("27", 100));
        var cancelled = await Sold(Numero("27", 200));
        (await _counter.Seller.Client.Patch($"/tickets/{cancelled}/cancel")).Succeeded();
        (await Exclude(new { ventanaId = _counter.VentanaId })).Succeeded();
        (await _counter.Seller.Client.Patch($"/tickets/{cancelled}/restore"))
            .Refused(HttpStatusCode.Conflict, "LISTA_EXCLUDED");

        var said = (await Include(new { ventanaId = _counter.VentanaId })).Data;

        Assert.IsTrue(said.GetProperty("success").GetBoolean());
        Assert.AreNotEqual("", said.Text("message"));
        Assert.AreEqual(("ACTIVE", "CANCELLED"), (await StatusOf(ticket), await StatusOf(cancelled)));
        Assert.AreEqual("27 False , 27 False ", await LinesOf(ticket));
        await Sold(Numero("28", 100));
        (await _counter.Seller.Client.Patch($"/tickets/{cancelled}/restore")).Succeeded();
        await CountersAreRight();
        (await Include(new { ventanaId = _counter.VentanaId })).Refused(HttpStatusCode.NotFound, "LISTA_NOT_EXCLUDED");
    }

    [TestMethod]
    public async Task Only_the_vendedor_who_is_named_is_left_out_and_a_ventana_goes_by_its_listero_too()
    {
        var listero = await _counter.Banca.Listero(_counter.VentanaId);
        var (mine, others) = (await Sold(Numero("27", 500)), (await Sell(_colleague, Numero("27", 400))).Data.Id());

        (await Exclude(new { ventanaId = listero.Id, vendedorId = _counter.Seller.Id })).Succeeded();

        Assert.AreEqual(("EXCLUDED", "ACTIVE"), (await StatusOf(mine), await StatusOf(others)));
        (await Sell(_counter.Seller, Numero("28", 100))).Refused(HttpStatusCode.Conflict, "LISTA_EXCLUDED");
        (await Sell(_colleague, Numero("28", 100))).Succeeded();
        await CountersAreRight();
    }

    [TestMethod]
    public async Task One_multiplier_goes_with_its_side_bets_and_leaves_the_rest()
    {
        var cheap = await _counter.Game.Multiplier(_counter.World.Name("x"), 70);
        var mixed = await Sold(
            Numero("27", 500), GameWorld.Reventado("27", 100), GameWorld.Numero("30", 300, cheap),
            GameWorld.Reventado("30", 50));
        var all = await Sold(GameWorld.Numero("30", 200, cheap));

        (await Exclude(new { ventanaId = _counter.VentanaId, multiplierId = cheap })).Succeeded();

        Assert.AreEqual(("ACTIVE", "EXCLUDED"), (await StatusOf(mixed), await StatusOf(all)));
        Assert.AreEqual("27 False , 27 False , 30 True , 30 True ", await LinesOf(mixed));
        (await Sell(_counter.Seller, GameWorld.Numero("40", 100, cheap)))
            .Refused(HttpStatusCode.Conflict, "LISTA_EXCLUDED");
        await Sold(Numero("40", 100));
        await CountersAreRight();
        Assert.AreEqual(
            700, await _counter.Host.Scalar<decimal>("select sum(amount) from seller_sales where sorteo_id = $1", _sorteo));

        (await _counter.Seller.Client.Patch($"/tickets/{mixed}/cancel")).Succeeded();
        await CountersAreRight();
        (await _counter.Seller.Client.Patch($"/tickets/{mixed}/restore")).Succeeded();
        await CountersAreRight();
        await _counter.Game.Evaluate(_sorteo, "30", _counter.Game.ReventadoId);

        Assert.AreEqual(0, await _counter.Host.Scalar<decimal>("select total_payout from tickets where id = $1", mixed));
    }

    [TestMethod]
    public async Task Every_side_bet_goes_with_a_multiplier_of_side_bets()
    {
        var ticket = await Sold(Numero("27", 500), GameWorld.Reventado("27", 100));

        (await Exclude(new { ventanaId = _counter.VentanaId, multiplierId = _counter.Game.ReventadoId })).Succeeded();

        Assert.AreEqual("27 False , 27 True ", await LinesOf(ticket));
        (await Sell(_counter.Seller, Numero("28", 100), GameWorld.Reventado("28", 100)))
            .Refused(HttpStatusCode.Conflict, "LISTA_EXCLUDED");
        await Sold(Numero("28", 100));
        await CountersAreRight();
    }

    [TestMethod]
    public async Task What_two_exclusions_cover_stays_out_until_both_are_taken_back()
    {
        var ticket = await Sold(Numero("27", 500));
        (await Exclude(new { ventanaId = _counter.VentanaId })).Succeeded();
        (await Exclude(new { ventanaId = _counter.VentanaId, vendedorId = _counter.Seller.Id, reason = "Otra" })).Succeeded();

        (await Include(new { ventanaId = _counter.VentanaId })).Succeeded();

        Assert.AreEqual("EXCLUDED", await StatusOf(ticket));
        Assert.AreEqual("27 True Otra", await LinesOf(ticket));
        (await Include(new { ventanaId = _counter.VentanaId, vendedorId = _counter.Seller.Id })).Succeeded();
        Assert.AreEqual("ACTIVE", await StatusOf(ticket));
        await CountersAreRight();
    }

    [TestMethod]
    public async Task What_comes_back_must_have_room()
    {
        var elsewhere = await _counter.Banca.Vendedor(await _counter.Banca.Ventana());
        var ticket = await Sold(Numero("27", 6_000));
        (await Exclude(new { ventanaId = _counter.VentanaId })).Succeeded();
        var taken = (await Sell(elsewhere, Numero("27", 6_000))).Data.Id();

        var refused = await Include(new { ventanaId = _counter.VentanaId });

        var meta = refused.Refused(HttpStatusCode.BadRequest, "NUMBER_MAXTOTAL_EXCEEDED").Json.GetProperty("meta");
        Assert.AreEqual(
            ("27", 6_000m, 6_000m, 4_000m),
            (meta.Text("number"), meta.Money("accumulatedInSorteo"), meta.Money("amountForNumber"), meta.Money("available")));
        Assert.AreEqual("EXCLUDED", await StatusOf(ticket));
        await CountersAreRight();
        (await elsewhere.Client.Patch($"/tickets/{taken}/cancel")).Succeeded();
        (await Include(new { ventanaId = _counter.VentanaId })).Succeeded();
        await CountersAreRight();
    }

    [TestMethod]
    [TestProperty("Defect", "DRAW-43")]
    public async Task Both_acts_leave_their_line_in_the_trail()
    {
        var excluded = await Exclude(new { ventanaId = _counter.VentanaId, reason = "Entregada tarde" });
        var included = await Include(new { ventanaId = _counter.VentanaId });

        var (first, second) = (await _counter.Host.LineOf(excluded), await _counter.Host.LineOf(included));
        Assert.AreEqual(
            ("LISTA_EXCLUDE", _house.Id, "LISTA_EXCLUSION", excluded.Data.Id().ToString(), "Entregada tarde"),
            (first.Action, first.UserId, first.TargetType, first.TargetId, first.Details.Text("reason")));
        Assert.AreEqual(
            ("LISTA_INCLUDE", first.TargetId, _sorteo), (second.Action, second.TargetId, second.Details.Id("sorteoId")));
    }

    [TestMethod]
    [TestProperty("Defect", "DRAW-31")]
    public async Task Excluding_again_keeps_the_record_and_takes_the_new_reason()
    {
        var ticket = await Sold(Numero("27", 500));
        var first = (await Exclude(new { ventanaId = _counter.VentanaId, reason = "Una" })).Data;

        var again = (await Exclude(new { ventanaId = _counter.VentanaId, reason = "Otra" })).Data;

        Assert.AreEqual((first.Id(), "Otra"), (again.Id(), again.Text("reason")));
        Assert.AreEqual("27 True Otra", await LinesOf(ticket));
    }

    [TestMethod]
    public async Task What_is_not_there_or_not_theirs_is_refused()
    {
        var stranger = await _counter.World.Banca();
        var foreign = await stranger.Ventana();
        var away = await _counter.Banca.Vendedor(await _counter.Banca.Ventana());
        var listero = await _counter.Banca.Listero(_counter.VentanaId);
        var otherGame = await _counter.Banca.Loteria();
        var ventanaId = _counter.VentanaId;

        (await Exclude(new { ventanaId = foreign })).Refused(HttpStatusCode.NotFound, "VENTANA_NOT_FOUND");
        (await Exclude(new { ventanaId, vendedorId = listero.Id })).Refused(HttpStatusCode.NotFound, "VENDEDOR_NOT_FOUND");
        (await Exclude(new { ventanaId, vendedorId = away.Id }))
            .Refused(HttpStatusCode.BadRequest, "VENDEDOR_OF_OTHER_VENTANA");
        (await Exclude(new { ventanaId, multiplierId = otherGame.NumeroId }))
            .Refused(HttpStatusCode.NotFound, "MULTIPLIER_NOT_FOUND");
        (await _counter.Admin.Post($"/sorteos/{_sorteo}/listas/exclude", new { ventanaId }))
            .Refused(HttpStatusCode.BadRequest, "BANCA_CONTEXT_REQUIRED");
        var theirs = await (await stranger.Loteria()).OpenSorteo();
        (await _house.Client.Post($"/sorteos/{theirs}/listas/exclude", new { ventanaId }))
            .Refused(HttpStatusCode.NotFound, "SORTEO_NOT_FOUND");
        (await _counter.Admin.Post(
                $"/sorteos/{theirs}/listas/exclude", new { ventanaId }, ("X-Active-Banca-Id", _counter.Banca.Id.ToString())))
            .Refused(HttpStatusCode.NotFound, "SORTEO_NOT_FOUND");
        (await _house.Client.Patch($"/sorteos/{_sorteo}/close")).Succeeded();
        (await Exclude(new { ventanaId })).Refused(HttpStatusCode.Conflict, "SORTEO_NOT_OPEN");
        (await Include(new { ventanaId })).Refused(HttpStatusCode.Conflict, "SORTEO_NOT_OPEN");
    }

    private static object Numero(string number, decimal amount) => _counter.Game.Numero(number, amount);

    private Task<Answer> Exclude(object body) => _house.Client.Post($"/sorteos/{_sorteo}/listas/exclude", body);

    private Task<Answer> Include(object body) => _house.Client.Post($"/sorteos/{_sorteo}/listas/include", body);

    private Task<Answer> Sell(Person seller, params object[] jugadas) =>
        seller.Client.Post("/tickets", _counter.Game.Ticket(_sorteo, jugadas));

    private async Task<Guid> Sold(params object[] jugadas) => (await Sell(_counter.Seller, jugadas)).Data.Id();

    private static async Task<string> StatusOf(Guid ticket) =>
        await _counter.Host.Scalar<string>("select status from tickets where id = $1", ticket);

    private static async Task<string> LinesOf(Guid ticket) => string.Join(", ", await _counter.Host.Rows(
        r => $"{r.GetString(0)} {r.GetBoolean(1)} {r[2]}",
        "select number, is_excluded, excluded_reason from jugadas where ticket_id = $1 order by line", ticket));

    // What the product itself finds to correct is what would be wrong.
    private async Task CountersAreRight() => Assert.Contains(
        "; 0 corregidos", (await _counter.Admin.Post($"/restrictions/rehydrate/{_sorteo}")).Data.Text("message"));
}

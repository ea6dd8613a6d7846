using System.Net;
using System.Text.Json;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Restrictions;

/// <summary>What is told to be left is what can be sold: to the seller of each rule, and of the least of all.</summary>
[TestClass]
public sealed class BalanceTests
{
    private Counter _counter = null!;
    private Person _listero = null!;
    private Guid _sorteoId;

    private Guid SellerId => _counter.Seller.Id;

    [TestInitialize]
    public async Task Start()
    {
        _counter = await Counter.Open();
        _listero = await _counter.Banca.Listero(_counter.VentanaId);
        _sorteoId = await _counter.OpenSorteo();
    }

    [TestCleanup]
    public async Task Stop() => await _counter.DisposeAsync();

    [TestMethod]
    [TestProperty("Defect", "DRAW-14")]
    public async Task The_least_that_any_limit_leaves_is_left_and_can_be_sold()
    {
        await Rule(new { bancaId = _counter.Banca.Id, maxTotal = 3000, baseAmount = 2000, salesPercentage = 10 });
        await Rule(new { ventanaId = _counter.VentanaId, number = "27", maxTotal = 1500 });
        await Rule(new { userId = SellerId, number = "27", maxAmount = 10, appliesToHour = 3 });
        Assert.AreEqual("2000 2000 0", Told(await Balances(), "05"));
        Assert.AreEqual("1500 1500 0", Told(await Balances(), "27"));

        (await Sell("05", 500)).Succeeded();
        (await Sell("27", 400)).Succeeded();
        (await Sell("90", 2000)).Succeeded();
        (await Sell("91", 2000)).Succeeded();
        (await Sell("92", 2000)).Succeeded();
        Assert.AreEqual("1500 2000 500", Told(await Balances(), "05"));
        Assert.AreEqual("1100 1500 400", Told(await Balances(), "27"));
        Assert.AreEqual("0 2000 2000", Told(await Balances(), "90"));
        Assert.HasCount(100, (await Balances()).EnumerateObject().ToList());

        (await Sell("27", 1100.01m)).Refused(HttpStatusCode.BadRequest, "NUMBER_MAXTOTAL_EXCEEDED");
        (await Sell("27", 1100)).Succeeded();
        (await Sell("05", 1500.01m)).Refused(HttpStatusCode.BadRequest, "NUMBER_MAXTOTAL_EXCEEDED");
        (await Sell("05", 1500)).Succeeded();
    }

    [TestMethod]
    public async Task A_share_of_the_sales_is_that_of_a_sale()
    {
        await Rule(new { ventanaId = _counter.VentanaId, number = "45", baseAmount = 2500, salesPercentage = 3 });
        (await Sell("10", 93_950)).Succeeded();

        Assert.AreEqual("2818.5 2818.5 0", Told(await Balances(), "45"));
        (await Sell("45", 2818.51m)).Refused(HttpStatusCode.BadRequest, "NUMBER_MAXTOTAL_EXCEEDED");
        (await Sell("45", 2818.50m)).Succeeded();
    }

    [TestMethod]
    [TestProperty("Defect", "DRAW-13")]
    public async Task An_automatic_rule_is_for_the_number_of_the_draws_day_alone()
    {
        await Rule(new { bancaId = _counter.Banca.Id, isAutoDate = true, maxTotal = 700 });
        var tomorrow = await _counter.Game.OpenSorteo(TimeSpan.FromHours(27));

        Assert.AreEqual("20", Names(await Balances()));
        Assert.AreEqual("21", Names(await Balances(tomorrow)));
    }

    [TestMethod]
    [TestProperty("Defect", "DRAW-41")]
    public async Task A_limit_on_the_seller_does_not_bind_who_sells_for_it()
    {
        await Rule(new { userId = SellerId, number = "15", maxTotal = 100 });
        await Rule(new { bancaId = _counter.Banca.Id, number = "15", maxTotal = 900, appliesToVendedor = true });
        (await Sell("15", 60)).Succeeded();

        Assert.AreEqual("40 100 60", Told(await Balances(), "15"));
        Assert.AreEqual("840 900 60", Told(await Balances(of: _listero.Client, query: $"&vendedorId={SellerId}"), "15"));
        (await Sell("15", 50)).Refused(HttpStatusCode.BadRequest, "NUMBER_MAXTOTAL_EXCEEDED");
        (await _listero.Client.Post("/tickets", _counter.Game.Order(
            _sorteoId, [_counter.Game.Numero("15", 50)], SellerId))).Succeeded();
    }

    [TestMethod]
    public async Task Nobody_asks_for_a_seller_out_of_reach_and_of_nothing_nothing_is_left()
    {
        var beside = await _counter.Banca.Vendedor(await _counter.Banca.Ventana());
        var foreign = await House.Furnish(_counter.World);
        await Rule(new { global = true, maxTotal = 100 });
        foreach (var path in (string[])["/restrictions/me?", $"/tickets/validation/balances?sorteoId={_sorteoId}&"])
        {
            (await _listero.Client.Get($"{path}vendedorId={beside.Id}")).Refused(HttpStatusCode.Forbidden, "RBAC_002");
            (await _listero.Client.Get($"{path}vendedorId={foreign.Vendedor.Id}")).Refused(HttpStatusCode.Forbidden, "RBAC_002");
            (await foreign.Administrator.Client.Get($"{path}vendedorId={SellerId}"))
                .Refused(HttpStatusCode.NotFound, "USER_NOT_FOUND");
            Assert.AreEqual(
                (await _counter.Seller.Client.Get(path[..^1])).Data.GetRawText(),
                (await _counter.Seller.Client.Get($"{path}vendedorId={beside.Id}")).Data.GetRawText());
        }

        Assert.AreEqual("", Names(await Balances(foreign.SorteoId)));
        Assert.AreEqual("", Names(await Balances(Guid.CreateVersion7())));
        Assert.AreEqual("", Names(await Balances(of: _counter.Admin)));
        (await _counter.Seller.Client.Get("/tickets/validation/balances")).Refused(HttpStatusCode.BadRequest, "MISSING_SORTEO_ID");
        (await _counter.Seller.Client.Get($"/restrictions/me?sorteoId={foreign.SorteoId}"))
            .Refused(HttpStatusCode.NotFound, "SORTEO_NOT_FOUND");
    }

    [TestMethod]
    [TestProperty("Defect", "DRAW-42")]
    public async Task A_seller_sees_every_rule_that_binds_it_and_what_each_leaves()
    {
        var numbers = Enumerable.Range(0, 30).Select(n => n.ToString("00", null)).ToList();
        (await _counter.Admin.Post("/restrictions", new { userId = SellerId, number = numbers, maxTotal = 100 })).Succeeded();
        await Rule(new { bancaId = _counter.Banca.Id, maxTotal = 5000 });
        await Rule(new { ventanaId = _counter.VentanaId, number = "07", maxAmount = 500 });
        await Rule(new { global = true, number = "07", maxTotal = 4000 });
        await Rule(new { ventanaId = await _counter.Banca.Ventana(), maxTotal = 1 });
        await Rule(new
        {
            bancaId = _counter.Banca.Id,
            loteriaId = _counter.Game.LoteriaId,
            multiplierId = _counter.Game.ReventadoId,
            maxTotal = 800,
        });
        (await _counter.Sell(
            _sorteoId, _counter.Game.Numero("07", 40), GameWorld.Reventado("07", 30))).Succeeded();

        var mine = (await _counter.Seller.Client.Get($"/restrictions/me?sorteoId={_sorteoId}")).Data;

        Assert.HasCount(30, mine.Rows("vendorSpecific"));
        var seven = mine.Rows("vendorSpecific").Single(rule => rule.Text("number") == "07");
        Assert.AreEqual("30 100 70", Told(seven.GetProperty("numberBalances"), "07"));
        Assert.AreEqual(("", ""), (seven.Text("scope"), seven.GetProperty("user").Text("username")));
        var general = mine.Rows("general");
        Assert.HasCount(4, general);
        var all = general.Single(rule => rule.GetProperty("maxTotal").ValueKind != JsonValueKind.Null && rule.Money("maxTotal") == 5000);
        Assert.AreEqual(("4930 5000 70", ""), (Told(all.GetProperty("numberBalances"), "07"), all.GetProperty("banca").Text("name")));
        Assert.HasCount(100, all.GetProperty("numberBalances").EnumerateObject().ToList());
        var ticket = general.Single(rule => rule.GetProperty("maxAmount").ValueKind != JsonValueKind.Null);
        Assert.AreEqual(JsonValueKind.Null, ticket.GetProperty("numberBalances").ValueKind);
        var side = general.Single(rule => rule.GetProperty("multiplierId").ValueKind != JsonValueKind.Null);
        Assert.AreEqual("770 800 30", Told(side.GetProperty("numberBalances"), "07"));

        var without = (await _counter.Seller.Client.Get("/restrictions/me")).Data;
        Assert.IsTrue(without.Rows("general").All(rule => rule.GetProperty("numberBalances").ValueKind == JsonValueKind.Null));
        var asked = (await _listero.Client.Get($"/restrictions/me?vendedorId={SellerId}&sorteoId={_sorteoId}")).Data;
        Assert.AreEqual(mine.GetRawText(), asked.GetRawText());
        Assert.IsEmpty((await _listero.Client.Get("/restrictions/me")).Data.Rows("vendorSpecific"));
        Assert.IsEmpty((await _counter.Admin.Get("/restrictions/me")).Data.Rows("general"));
    }

    [TestMethod]
    [TestProperty("Defect", "DRAW-10")]
    public async Task Of_cutoffs_a_seller_sees_the_one_that_holds()
    {
        await Rule(new { bancaId = _counter.Banca.Id, salesCutoffMinutes = 5 });
        Assert.AreEqual("5", await Cutoffs());
        await Rule(new { ventanaId = await _counter.Banca.Ventana(), salesCutoffMinutes = 20 });
        Assert.AreEqual("5", await Cutoffs());
        await Rule(new { ventanaId = _counter.VentanaId, salesCutoffMinutes = 7 });
        Assert.AreEqual("7", await Cutoffs());
        await Rule(new { userId = SellerId, salesCutoffMinutes = 9 });
        Assert.AreEqual("9", await Cutoffs());
        Assert.AreEqual(9, (await _counter.Admin.Get(
            $"/diagnostics/cutoff?ventanaId={_counter.VentanaId}&sorteoId={_sorteoId}&userId={SellerId}"))
            .Data.GetProperty("cutoffMinutes").GetInt32());

        async Task<string> Cutoffs()
        {
            var mine = (await _counter.Seller.Client.Get("/restrictions/me")).Data;
            return string.Join(' ', mine.Rows("general").Concat(mine.Rows("vendorSpecific"))
                .Select(rule => rule.GetProperty("salesCutoffMinutes").GetInt32()));
        }
    }

    // A hand in the database, which no act of the product would be.
    [TestMethod]
    public async Task Counters_are_worked_out_anew_when_an_administrator_asks()
    {
        await Rule(new { bancaId = _counter.Banca.Id, maxTotal = 1000 });
        (await Sell("27", 400)).Succeeded();
        await _counter.Host.Execute("update number_exposures set amount = 999");
        await _counter.Host.Execute("update seller_sales set amount = 1");
        Assert.AreEqual("1 1000 999", Told(await Balances(), "27"));

        (await _listero.Client.Post($"/restrictions/rehydrate/{_sorteoId}")).Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        (await _counter.Admin.Post($"/restrictions/rehydrate/{Guid.CreateVersion7()}"))
            .Refused(HttpStatusCode.NotFound, "SORTEO_NOT_FOUND");
        var said = (await _counter.Admin.Post($"/restrictions/rehydrate/{_sorteoId}")).Data;

        Assert.IsNotEmpty(said.Text("message"));
        Assert.AreEqual("600 1000 400", Told(await Balances(), "27"));
        Assert.AreEqual(400m, await _counter.Host.Scalar<decimal>("select amount from seller_sales"));
        var line = (await _counter.Admin.Get($"/activity-logs?targetId={_sorteoId}&action=SYSTEM_ACTION")).Json.Rows()[0];
        Assert.AreEqual(("rehydrate", 2), (
            line.GetProperty("details").Text("op"), line.GetProperty("details").GetProperty("corrected").GetInt32()));
    }

    private Task<Guid> Rule(object rule) => _counter.Banca.Restriction(rule);

    private Task<Answer> Sell(string number, decimal amount) =>
        _counter.Sell(_sorteoId, _counter.Game.Numero(number, amount));

    private async Task<JsonElement> Balances(Guid? sorteoId = null, ApiClient? of = null, string query = "") =>
        (await (of ?? _counter.Seller.Client).Get(
            $"/tickets/validation/balances?sorteoId={sorteoId ?? _sorteoId}{query}")).Data;

    private static string Names(JsonElement balances) =>
        string.Join(' ', balances.EnumerateObject().Select(number => number.Name));

    private static string Told(JsonElement balances, string number)
    {
        var balance = balances.GetProperty(number);
        return FormattableString.Invariant(
            $"{balance.Money("remaining"):0.##} {balance.Money("limit"):0.##} {balance.Money("accumulated"):0.##}");
    }
}

using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Tickets.Exposure;

/// <summary>Limits with figures that were worked out by hand, each with a database of its own.</summary>
[TestClass]
public sealed class WorkedLimitTests
{
    private Counter _counter = null!;
    private Guid _sorteo;

    [TestInitialize]
    public async Task Open()
    {
        _counter = await Counter.Open();
        _sorteo = await _counter.OpenSorteo();
    }

    [TestCleanup]
    public async Task Close() => await _counter.DisposeAsync();

    [TestMethod]
    public async Task A_total_takes_a_number_and_its_side_bet_together_and_is_reached_exactly()
    {
        await Rule(new { bancaId = _counter.Banca.Id, maxTotal = 10_000 });
        await Sold(Numero("27", 8_000));

        var refused = await Sell(Numero("27", 1_500), GameWorld.Reventado("27", 1_000));

        Passed(refused, "27", sold: 8_000, staked: 2_500, most: 10_000, available: 2_000, "banca", "de banca");
        Assert.Contains("Disponible ₡2000.00", refused.Json.Text("message"));
        await Sold(Numero("27", 2_000));
        Assert.Contains("Agotado", (await Sell(Numero("27", 100))).Json.Text("message"));
    }

    [TestMethod]
    [TestProperty("Defect", "DRAW-9")]
    public async Task A_dynamic_limit_follows_the_sales_of_the_seller_above_its_floor()
    {
        await Rule(new { userId = _counter.Seller.Id, baseAmount = 2_500, salesPercentage = 3 });
        foreach (var number in (string[])["01", "02", "03", "04", "05", "06", "07"])
        {
            await Sold(Numero(number, 1_400));
        }

        Passed(await Sell(Numero("45", 2_501)), "45", 0, 2_501, most: 2_500, available: 2_500, "vendedor", "personal");
        // 93 950 in all: 3 % are 2 818.50.
        await _counter.Host.Execute(
            "update seller_sales set amount = 92650 where sorteo_id = $1", _sorteo);
        await Sold(Numero("45", 1_300));

        Passed(
            await Sell(Numero("45", 1_519)), "45", sold: 1_300, staked: 1_519, most: 2_818.50m, available: 1_518.50m,
            "vendedor", "personal");
        await Sold(Numero("45", 1_518.50m));
    }

    [TestMethod]
    public async Task A_limit_for_each_seller_is_each_sellers_own()
    {
        await Rule(new { bancaId = _counter.Banca.Id, maxTotal = 5_000, appliesToVendedor = true });
        var colleague = await _counter.Banca.Vendedor(_counter.VentanaId);
        (await colleague.Client.Post("/tickets", _counter.Game.Ticket(_sorteo, Numero("33", 5_000)))).Succeeded();
        await Sold(Numero("33", 4_000));

        await Sold(Numero("33", 1_000));

        Passed(await Sell(Numero("33", 0.01m)), "33", 5_000, 0.01m, 5_000, 0, "vendedor", "personal");
    }

    [TestMethod]
    [TestProperty("Defect", "DRAW-16")]
    public async Task The_most_of_one_ticket_is_told_and_counts_every_line()
    {
        await Rule(new { ventanaId = _counter.VentanaId, number = "15", maxAmount = 500 });

        var refused = await Sell(Numero("15", 300), Numero("15", 300));

        refused.Refused(HttpStatusCode.BadRequest, "NUMBER_MAXAMOUNT_EXCEEDED");
        var meta = refused.Json.GetProperty("meta");
        Assert.AreEqual(
            ("15", 500m, 600m, "de ventana"),
            (meta.Text("number"), meta.Money("maxAmount"), meta.Money("amountAttempted"), meta.Text("scope")));
        Assert.Contains("₡500.00", refused.Json.Text("message"));
        await Sold(Numero("15", 500));
        await Sold(Numero("15", 500));
    }

    [TestMethod]
    [TestProperty("Defect", "DRAW-14")]
    public async Task The_strictest_of_a_fixed_and_a_dynamic_limit_counts()
    {
        await Rule(new { bancaId = _counter.Banca.Id, maxTotal = 3_000, baseAmount = 2_000, salesPercentage = 10 });
        await Sold(Numero("09", 2_000));
        await _counter.Host.Execute("update seller_sales set amount = 80000 where sorteo_id = $1", _sorteo);

        Passed(await Sell(Numero("09", 1_001)), "09", 2_000, 1_001, most: 3_000, available: 1_000, "banca", "de banca");
    }

    [TestMethod]
    public async Task A_limit_on_a_side_bets_multiplier_counts_side_bets_alone()
    {
        await Rule(new
        {
            bancaId = _counter.Banca.Id,
            loteriaId = _counter.Game.LoteriaId,
            multiplierId = _counter.Game.ReventadoId,
            maxTotal = 1_000,
        });
        await Sold(Numero("27", 9_000), GameWorld.Reventado("27", 800));

        var refused = await Sell(Numero("27", 300), GameWorld.Reventado("27", 300));

        Passed(refused, "27", sold: 800, staked: 300, most: 1_000, available: 200, "banca", "de banca");
        Assert.Contains("(REVENTADO)", refused.Json.Text("message"));
        await Sold(Numero("27", 300), GameWorld.Reventado("27", 200));
    }

    [TestMethod]
    [TestProperty("Defect", "DRAW-15")]
    public async Task A_rule_of_everybody_binds_every_banca_for_itself()
    {
        await _counter.Host.Execute("""
            insert into restriction_rules (id, is_auto_date, max_total, applies_to_vendedor, number, is_active, created_at,
                updated_at)
            values (gen_random_uuid(), false, 700, false, '88', true, now(), now())
            """);
        await Sold(Numero("88", 600));
        var other = await _counter.World.Banca();
        var (game, seller) = (await other.Loteria(), await other.Vendedor(await other.Ventana()));
        await game.Sell(seller.Client, await game.OpenSorteo(), game.Numero("88", 700));

        var refused = await Sell(Numero("88", 200));

        Passed(refused, "88", sold: 600, staked: 200, most: 700, available: 100, "banca", "global");
    }

    [TestMethod]
    [TestProperty("Defect", "DRAW-41")]
    public async Task What_was_agreed_with_a_seller_does_not_bind_who_sells_for_the_seller()
    {
        await Rule(new { userId = _counter.Seller.Id, maxTotal = 100 });
        var listero = await _counter.Banca.Listero(_counter.VentanaId);

        (await Sell(Numero("10", 101))).Refused(HttpStatusCode.BadRequest, "NUMBER_MAXTOTAL_EXCEEDED");

        (await listero.Client.Post("/tickets", _counter.Game.Order(_sorteo, [Numero("10", 101)], _counter.Seller.Id)))
            .Succeeded();
    }

    [TestMethod]
    [TestProperty("Defect", "DRAW-7")]
    public async Task A_block_refuses_its_multiplier_and_warns_an_administrator()
    {
        await Rule(new
        {
            bancaId = _counter.Banca.Id,
            loteriaId = _counter.Game.LoteriaId,
            multiplierId = _counter.Game.NumeroId,
            message = "Hoy no",
        });

        var refused = await Sell(Numero("10", 100));
        var sold = await _counter.Admin.Post(
            "/tickets", _counter.Game.Order(_sorteo, [Numero("10", 100)], _counter.Seller.Id));

        refused.Refused(HttpStatusCode.BadRequest, "LOTTERY_MULTIPLIER_RESTRICTED");
        Assert.AreEqual("Hoy no", refused.Json.Text("message"));
        var warning = sold.Data.Rows("warnings").Single();
        Assert.AreEqual(
            ("LOTTERY_MULTIPLIER_RESTRICTED", true, _counter.Game.NumeroId),
            (warning.Text("code"), warning.GetProperty("restrictedButAllowed").GetBoolean(), warning.Id("multiplierId")));
    }

    [TestMethod]
    public async Task A_cancelled_ticket_makes_room_and_a_restored_one_needs_it()
    {
        await Rule(new { bancaId = _counter.Banca.Id, maxTotal = 1_000 });
        var first = (await Sell(Numero("61", 1_000))).Data.Id();
        (await _counter.Seller.Client.Patch($"/tickets/{first}/cancel")).Succeeded();
        var second = (await Sell(Numero("61", 400))).Data.Id();

        var refused = await _counter.Seller.Client.Patch($"/tickets/{first}/restore");

        Passed(refused, "61", sold: 400, staked: 1_000, most: 1_000, available: 600, "banca", "de banca");
        (await _counter.Seller.Client.Patch($"/tickets/{second}/cancel")).Succeeded();
        (await _counter.Seller.Client.Patch($"/tickets/{first}/restore")).Succeeded();
        Passed(await Sell(Numero("61", 1)), "61", 1_000, 1, 1_000, 0, "banca", "de banca");
    }

    [TestMethod]
    public async Task Sixteen_at_once_never_pass_a_limit()
    {
        await Rule(new { bancaId = _counter.Banca.Id, maxTotal = 1_000 });

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Sell(Numero("77", 300))));

        Assert.AreEqual(3, answers.Count(answer => answer.Status == HttpStatusCode.OK));
        foreach (var refused in answers.Where(answer => answer.Status != HttpStatusCode.OK))
        {
            Passed(refused, "77", 900, 300, 1_000, 100, "banca", "de banca");
        }
    }

    private object Numero(string number, decimal amount) => _counter.Game.Numero(number, amount);

    private Task<Answer> Sell(params object[] jugadas) => _counter.Sell(_sorteo, jugadas);

    private async Task Sold(params object[] jugadas) => (await Sell(jugadas)).Succeeded();

    private Task<Guid> Rule(object rule) => _counter.Banca.Restriction(rule);

    private static void Passed(
        Answer refused, string number, decimal sold, decimal staked, decimal most, decimal available, string scopeType,
        string scope)
    {
        refused.Refused(HttpStatusCode.BadRequest, "NUMBER_MAXTOTAL_EXCEEDED");
        var meta = refused.Json.GetProperty("meta");
        Assert.AreEqual(
            (number, sold, staked, most, available, scopeType, scope),
            (meta.Text("number"), meta.Money("accumulatedInSorteo"), meta.Money("amountForNumber"),
                meta.Money("effectiveMaxTotal"), meta.Money("available"), meta.Text("scopeType"), meta.Text("scope")));
    }
}

using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Accounts;

/// <summary>The examples by which a saldo is agreed on.</summary>
[TestClass]
public sealed class StatementExampleTests
{
    private AccountWorld _world = null!;

    [TestInitialize]
    public async Task Open() => _world = await AccountWorld.Open();

    [TestCleanup]
    public async Task Close() => await _world.DisposeAsync();

    [TestMethod]
    [TestCategory("Smoke")]
    public async Task A_day_of_sales_prizes_commissions_and_movements()
    {
        _world.Go("2026-11-09");
        (await _world.Move("payment", 20_000, "2026-11-09")).Succeeded();
        _world.Go("2026-11-10");
        await _world.Draw(100_000, 35_000);
        (await _world.Move("payment", 5_000, "2026-11-10")).Succeeded();
        (await _world.Move("collection", 30_000, "2026-11-10")).Succeeded();

        var vendedor = await _world.Day("vendedor", "2026-11-10");
        Assert.AreEqual((100_000m, 35_000m), (vendedor.Money("totalSales"), vendedor.Money("totalPayouts")));
        Assert.AreEqual(
            (15_000m, 10_000m), (vendedor.Money("listeroCommission"), vendedor.Money("vendedorCommission")));
        Assert.AreEqual((5_000m, 30_000m), (vendedor.Money("totalPaid"), vendedor.Money("totalCollected")));
        Assert.AreEqual((30_000m, 50_000m), (vendedor.Money("balance"), vendedor.Money("remainingBalance")));
        foreach (var dimension in (string[])["ventana", "banca"])
        {
            var above = await _world.Day(dimension, "2026-11-10");
            Assert.AreEqual((50_000m, 50_000m), (above.Money("balance"), above.Money("remainingBalance")), dimension);
            Assert.AreEqual((0m, 0m), (above.Money("totalPaid"), above.Money("totalCollected")), dimension);
        }
    }

    [TestMethod]
    [TestProperty("Defect", "ACC-4")]
    public async Task A_saldo_carries_over_days_and_months_without_activity()
    {
        _world.Go("2026-10-29");
        await _world.Draw(20_000, 6_000);
        _world.Go("2026-11-01");
        await _world.Draw(4_000, 600);
        (await _world.Move("collection", 5_000, "2026-11-01")).Succeeded();
        _world.Go("2026-11-03");
        await _world.Draw(1_000, 4_900);

        Assert.AreEqual(12_000m, (await _world.Day("vendedor", "2026-10-29")).Money("remainingBalance"));
        var november = await _world.Statement("vendedor", "&month=2026-11&sort=asc");
        CollectionAssert.AreEqual(
            (decimal[])[10_000, 10_000, 6_000],
            november.Rows("statements").Select(day => day.Money("remainingBalance")).ToArray());
        var gap = november.Rows("statements")[1];
        Assert.AreEqual(("gap-2026-11-02", 0m), (gap.Text("id"), gap.Money("balance")));
        Assert.IsFalse(gap.GetProperty("canEdit").GetBoolean());
        Assert.AreEqual(6_000m, november.GetProperty("monthlyAccumulated").Money("totalRemainingBalance"));
    }

    [TestMethod]
    public async Task Totals_add_up_the_period_and_the_month_tells_the_saldo_of_today()
    {
        _world.Go("2026-11-08");
        (await _world.Move("payment", 20_000, "2026-11-08")).Succeeded();
        _world.Go("2026-11-10");
        (await _world.Move("payment", 30_000, "2026-11-10")).Succeeded();
        _world.Go("2026-11-11");
        (await _world.Move("collection", 10_000, "2026-11-11")).Succeeded();

        var statement = await _world.Statement("vendedor", "&date=range&fromDate=2026-11-10&toDate=2026-11-11");

        CollectionAssert.AreEqual(
            new[] { (-10_000m, 40_000m), (30_000m, 50_000m) },
            statement.Rows("statements").Select(d => (d.Money("balance"), d.Money("remainingBalance"))).ToArray());
        var totals = statement.GetProperty("totals");
        Assert.AreEqual((20_000m, 20_000m), (totals.Money("totalBalance"), totals.Money("totalRemainingBalance")));
        Assert.AreEqual(40_000m, statement.GetProperty("monthlyAccumulated").Money("totalRemainingBalance"));
    }

    [TestMethod]
    public async Task A_day_is_told_event_by_event()
    {
        _world.Go("2026-11-09");
        (await _world.Move("payment", 20_000, "2026-11-09")).Succeeded();
        _world.Go("2026-11-10");
        var (a, b) = (await _world.Sell(50_000, 5_000, time: "13:00"), await _world.Sell(20_000, 3_000, time: "16:30"));
        await _world.Evaluate(a);
        await _world.Evaluate(b);
        _world.Counter.Host.Clock.SetUtcNow(AccountWorld.At("2026-11-10", "19:00"));
        (await _world.Move("payment", 5_000, "2026-11-10", time: "18:00")).Succeeded();
        var cobro = (await _world.Move("collection", 30_000, "2026-11-10", time: "14:30")).Data;

        var events = (await _world.Admin.Get(
            $"/accounts/statement/2026-11-10/bySorteo?dimension=vendedor&vendedorId={_world.Seller}")).Json.Rows();

        CollectionAssert.AreEqual(
            new[] { (4, 5_000m, 50_000m), (3, 15_000m, 45_000m), (2, -30_000m, 30_000m), (1, 40_000m, 60_000m) },
            events.Select(e => (
                e.GetProperty("chronologicalIndex").GetInt32(), e.Money("balance"), e.Money("accumulated"))).ToArray());
        Assert.AreEqual($"mov-{cobro.GetProperty("payment").Id()}", events[2].Text("sorteoId"));
        Assert.AreEqual(("collection", "02:30PM "), (events[2].Text("type"), events[2].Text("time")));
        Assert.AreEqual((b.ToString(), 20_000m), (events[1].Text("sorteoId"), events[1].Money("sales")));
        Assert.IsFalse(events[1].TryGetProperty("type", out _));
    }

    [TestMethod]
    [TestProperty("Defect", "ACC-1")]
    public async Task A_collection_registered_late_changes_every_day_after_it()
    {
        _world.Go("2026-11-10");
        (await _world.Move("payment", 100, "2026-11-10")).Succeeded();
        _world.Go("2026-11-11");
        await _world.Draw(100, 40);
        (await _world.Move("collection", 30, "2026-11-11")).Succeeded();
        Assert.AreEqual(120m, (await _world.Day("vendedor", "2026-11-11")).Money("remainingBalance"));

        (await _world.Move("collection", 20, "2026-11-10")).Succeeded();

        Assert.AreEqual(100m, (await _world.Day("vendedor", "2026-11-11")).Money("remainingBalance"));
    }

    [TestMethod]
    [TestProperty("Defect", "ACC-4")]
    public async Task Who_was_idle_on_the_first_begins_with_what_was_owed()
    {
        _world.Go("2026-10-25");
        (await _world.Move("payment", 40_000, "2026-10-25")).Succeeded();
        _world.Go("2026-11-02");
        await _world.Draw(1_000, 0);

        Assert.AreEqual(40_900m, (await _world.Day("vendedor", "2026-11-02")).Money("remainingBalance"));
        _world.Go("2026-12-01");
        await _world.Draw(1_000, 0);
        var events = (await _world.Admin.Get(
            $"/accounts/statement/2026-12-01/bySorteo?dimension=vendedor&vendedorId={_world.Seller}")).Json.Rows();
        CollectionAssert.AreEqual(
            (decimal[])[41_800, 40_900], events.Select(e => e.Money("accumulated")).ToArray());
        Assert.AreEqual(
            ($"previous-month-balance-vendedor-{_world.Seller}", "initial_balance", 40_900m),
            (events[1].Text("sorteoId"), events[1].Text("type"), events[1].Money("amount")));
    }

    [TestMethod]
    [TestProperty("Defect", "ACC-7")]
    public async Task All_together_include_who_had_nothing_to_do()
    {
        var idle = await _world.Counter.Banca.Vendedor(_world.Ventana);
        _world.Go("2026-11-09");
        (await _world.Move("payment", 7_000, "2026-11-09", new { vendedorId = idle.Id })).Succeeded();
        _world.Go("2026-11-10");
        await _world.Draw(1_000, 0);

        var all = (await _world.Admin.Get(
            $"/accounts/statement?scope=all&dimension=vendedor&bancaId={_world.Banca}&date=today")).Data;

        var day = all.Rows("statements").Single();
        Assert.AreEqual(("agg-2026-11-10", "2026-11", 7_900m, 900m), (
            day.Text("id"), day.Text("monthId"), day.Money("remainingBalance"), day.Money("balance")));
    }

    [TestMethod]
    [TestProperty("Defect", "ACC-3")]
    public async Task What_was_left_out_of_a_draw_counts_nowhere()
    {
        _world.Go("2026-11-10");
        var other = await _world.Counter.Banca.Vendedor(_world.Ventana);
        var sorteo = await _world.Sell(1_000, 0);
        await _world.SellFor(sorteo, 5_000, 500, other.Client);
        (await _world.Admin.Post(
            $"/sorteos/{sorteo}/listas/exclude", new { ventanaId = _world.Ventana, vendedorId = other.Id },
            ("X-Active-Banca-Id", $"{_world.Banca}"))).Succeeded();

        await _world.Evaluate(sorteo);

        foreach (var dimension in (string[])["vendedor", "ventana", "banca"])
        {
            var day = await _world.Day(dimension, "2026-11-10");
            Assert.AreEqual((1_000m, 0m), (day.Money("totalSales"), day.Money("totalPayouts")), dimension);
            Assert.AreEqual(1, day.GetProperty("ticketCount").GetInt32());
        }
    }

    [TestMethod]
    public async Task A_result_that_is_taken_back_takes_its_figures_with_it()
    {
        _world.Go("2026-11-10");
        var sorteo = await _world.Draw(1_000, 100);
        (await _world.Admin.Patch($"/sorteos/{sorteo}/revert-evaluation", new { reason = "Resultado equivocado" })).Succeeded();

        var day = await _world.Day("vendedor", "2026-11-10");
        Assert.AreEqual((0m, 0m, 0m), (
            day.Money("totalSales"), day.Money("totalPayouts"), day.Money("remainingBalance")));
        Assert.AreEqual(0, day.GetProperty("ticketCount").GetInt32());

        (await _world.Admin.Patch($"/sorteos/{sorteo}/evaluate", new { winningNumber = "11" })).Succeeded();
        day = await _world.Day("vendedor", "2026-11-10");
        Assert.AreEqual((1_000m, 49_900m), (day.Money("totalSales"), day.Money("totalPayouts")));
    }
}

using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Sorteos.Automation;

/// <summary>Draws that nobody bought for, closed by a worker because somebody asked through the API.</summary>
[TestClass]
public sealed class AutoCloseTests
{
    [TestMethod]
    public async Task What_nobody_bought_for_is_closed_and_the_rest_waits_for_its_result()
    {
        await using var automation = await AutomationWorld.Open();
        var banca = await automation.World.Banca();
        var (game, seller) = (await banca.Loteria(), await banca.Vendedor(await banca.Ventana()));
        var scheduled = await game.Sorteo(TimeSpan.FromHours(1));
        var open = await game.OpenSorteo(TimeSpan.FromHours(1.1));
        var sold = await game.OpenSorteo(TimeSpan.FromHours(1.2));
        var cancelled = await game.OpenSorteo(TimeSpan.FromHours(1.3));
        var recent = await game.OpenSorteo(TimeSpan.FromHours(1.95));
        var elsewhere = await (await (await automation.World.Banca()).Loteria()).OpenSorteo(TimeSpan.FromHours(1));
        await game.Sell(seller.Client, sold, game.Numero("27", 100));
        var ticket = await game.Sell(seller.Client, cancelled, game.Numero("27", 100));
        (await seller.Client.Patch($"/tickets/{ticket}/cancel")).Succeeded();
        automation.World.Host.Clock.Advance(TimeSpan.FromHours(2));
        var boss = await banca.Administrator();

        var mine = await AutomationWorld.Execute(boss.Client, "auto-close/execute");
        var states = await States();
        var rest = await AutomationWorld.Execute(boss.Client, "auto-close/execute");

        Assert.AreEqual((true, 2L), (mine.GetProperty("success").GetBoolean(), mine.GetProperty("closedCount").GetInt64()));
        Assert.AreEqual(0, rest.GetProperty("closedCount").GetInt64());
        Assert.AreEqual(("CLOSED", "CLOSED"), (states[scheduled], states[open]));
        Assert.AreEqual(("OPEN", "OPEN", "OPEN", "OPEN"), (states[sold], states[cancelled], states[recent], states[elsewhere]));
        var told = automation.Worker.Log.Of("SORTEO_AUTO_CLOSED").Select(record => record["previousStatus"]).ToArray();
        CollectionAssert.AreEqual((object[])["SCHEDULED", "OPEN"], told);
        Assert.AreEqual(2, automation.Worker.Log.Of("SORTEOS_AUTO_CLOSE_FILTERED")[0]["sorteosWithSales"]);

        async Task<Dictionary<Guid, string>> States() => (await automation.World.Host.Rows(
                row => row.GetString(0), "select id || ' ' || status from sorteos"))
            .Select(row => row.Split(' ')).ToDictionary(row => Guid.Parse(row[0]), row => row[1]);
    }
}

using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Tickets.Sales;

[TestClass]
public sealed class SaleTests
{
    private static World _world = null!;
    private static GameWorld _game = null!;
    private static Person _seller = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        var banca = await _world.Banca();
        _game = await banca.Loteria();
        _seller = await banca.Vendedor(await banca.Ventana());
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    [TestCategory("Smoke")]
    public async Task Selling_answers_with_the_stored_ticket()
    {
        var sorteo = await _game.OpenSorteo();

        var sold = (await _seller.Client.Post(
            "/tickets", _game.Ticket(sorteo, _game.Numero("27", 1000.50m), GameWorld.Reventado("27", 500)))).Data;

        Assert.AreEqual(1500.50m, sold.Money("totalAmount"));
        Assert.AreEqual("ACTIVE", sold.Text("status"));
        var stored = (await _seller.Client.Get($"/tickets/{sold.Id()}")).Data;
        Assert.AreEqual(sold.Text("ticketNumber"), stored.Text("ticketNumber"));
        CollectionAssert.AreEqual(
            sold.Rows("jugadas").Select(j => j.Id()).ToList(), stored.Rows("jugadas").Select(j => j.Id()).ToList());
        Assert.AreEqual(90m, stored.Rows("jugadas")[0].Money("finalMultiplierX"));
    }

    [TestMethod]
    public async Task A_draw_that_is_not_open_sells_nothing()
    {
        var sorteo = await _game.Sorteo(TimeSpan.FromHours(5));

        var answer = await _seller.Client.Post("/tickets", _game.Ticket(sorteo, _game.Numero("27", 100)));

        answer.Refused(HttpStatusCode.Conflict, "SORTEO_NOT_OPEN");
    }
}

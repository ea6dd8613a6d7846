using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Tickets.Sales;

/// <summary>When a ticket may be sold: in which state of the draw, of everybody involved, and until which instant.</summary>
[TestClass]
public sealed class SaleMomentTests
{
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

    private static Counter _counter = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context) => _counter = await Counter.Open();

    [ClassCleanup]
    public static async Task Stop() => await _counter.DisposeAsync();

    [TestMethod]
    [DataRow(null, 1, DisplayName = "A banca that says nothing stops a minute before the draw")]
    [DataRow(5, 5, DisplayName = "A banca that says five minutes stops five minutes before the draw")]
    public async Task The_last_sale_comes_a_millisecond_before_the_second_of_grace_is_over(int? says, int minutes)
    {
        var banca = await _counter.World.Banca();
        if (says is not null)
        {
            (await _counter.Admin.Patch($"/bancas/{banca.Id}", new { salesCutoffMinutes = says })).Succeeded();
        }

        var (game, seller) = (await banca.Loteria(), await banca.Vendedor(await banca.Ventana()));
        var sorteo = await game.OpenSorteo(TimeSpan.FromMinutes(10));
        var body = game.Ticket(sorteo, game.Numero("27", 100));

        _counter.Host.Clock.Advance(
            TimeSpan.FromMinutes(10 - minutes) + TimeSpan.FromSeconds(1) - Instant);
        (await seller.Client.Post("/tickets", body)).Succeeded();

        _counter.Host.Clock.Advance(Instant);
        await Refused(() => seller.Client.Post("/tickets", body), HttpStatusCode.Conflict, "SALES_CUTOFF_REACHED");
    }

    [TestMethod]
    public async Task A_closed_draw_sells_nothing()
    {
        var sorteo = await _counter.OpenSorteo();
        (await _counter.Admin.Patch($"/sorteos/{sorteo}/close")).Succeeded();

        await Refused(sorteo, HttpStatusCode.Conflict, "SORTEO_CLOSED");
    }

    [TestMethod]
    public async Task A_draw_that_was_switched_off_sells_nothing_until_it_is_on_again()
    {
        var sorteo = await _counter.OpenSorteo();
        (await _counter.Admin.Patch($"/sorteos/{sorteo}/set-active", new { isActive = false })).Succeeded();
        await Refused(sorteo, HttpStatusCode.Conflict, "SORTEO_NOT_OPEN");

        (await _counter.Admin.Patch($"/sorteos/{sorteo}/set-active", new { isActive = true })).Succeeded();
        (await Sell(sorteo)).Succeeded();
    }

    [TestMethod]
    public async Task A_deleted_draw_sells_nothing()
    {
        var sorteo = await _counter.OpenSorteo();
        (await _counter.Admin.Delete($"/sorteos/{sorteo}")).Succeeded();

        await Refused(sorteo, HttpStatusCode.Conflict, "SORTEO_CLOSED");
    }

    // D-3
    [TestMethod]
    public async Task An_evaluated_draw_sells_nothing_even_when_its_hour_was_moved()
    {
        var sorteo = await _counter.OpenSorteo();
        await _counter.Game.Evaluate(sorteo, "27");
        await _counter.Host.Execute(
            "update sorteos set scheduled_at = $2 where id = $1", sorteo, _counter.World.Now.AddHours(1));

        await Refused(sorteo, HttpStatusCode.Conflict, "SORTEO_NOT_OPEN");
    }

    // S20
    [TestMethod]
    public async Task A_loteria_that_is_off_sells_nothing_of_its_open_draws()
    {
        var game = await _counter.Banca.Loteria();
        var (unsold, sold) = (await _counter.OpenSorteo(game), await _counter.OpenSorteo(game));
        await game.Sell(_counter.Seller.Client, sold, game.Numero("27", 100));
        (await _counter.Admin.Patch($"/loterias/{game.LoteriaId}", new { isActive = false })).Succeeded();

        await Refused(() => Sell(unsold, game), HttpStatusCode.Conflict, "SORTEO_NOT_OPEN");
        await Refused(() => Sell(sold, game), HttpStatusCode.Conflict, "LOTERIA_INACTIVE");
    }

    [TestMethod]
    public async Task A_seller_who_was_switched_off_sells_nothing_and_nobody_sells_for_them()
    {
        var seller = await _counter.Banca.Vendedor(_counter.VentanaId);
        var sorteo = await _counter.OpenSorteo();
        (await _counter.Admin.Delete($"/users/{seller.Id}")).Succeeded();

        Assert.AreEqual(HttpStatusCode.Unauthorized, (await Sell(sorteo, client: seller.Client)).Status);
        await Refused(() => SellFor(seller, sorteo), HttpStatusCode.NotFound, "VENDEDOR_NOT_FOUND");
    }

    [TestMethod]
    public async Task A_ventana_that_is_off_sells_nothing()
    {
        var ventana = await _counter.Banca.Ventana();
        var seller = await _counter.Banca.Vendedor(ventana);
        var sorteo = await _counter.OpenSorteo();
        (await _counter.Admin.Delete($"/ventanas/{ventana}")).Succeeded();

        Assert.AreEqual(HttpStatusCode.Unauthorized, (await Sell(sorteo, client: seller.Client)).Status);
        await Refused(() => SellFor(seller, sorteo), HttpStatusCode.NotFound, "VENTANA_NOT_FOUND");
    }

    [TestMethod]
    public async Task A_banca_that_is_off_sells_nothing()
    {
        var banca = await _counter.World.Banca();
        var (game, seller) = (await banca.Loteria(), await banca.Vendedor(await banca.Ventana()));
        var sorteo = await _counter.OpenSorteo(game);
        await _counter.Host.Execute("update bancas set is_active = false where id = $1", banca.Id);

        // Refused by the sale itself, and at the door as soon as the process has heard of it.
        await ApiProcess.Eventually(
            async () =>
            {
                var answer = await Sell(sorteo, game, seller.Client);
                Assert.IsGreaterThanOrEqualTo(400, (int)answer.Status, answer.Text);
                return answer.Status == HttpStatusCode.Unauthorized;
            },
            () => "It is let in all the same.");
        await Refused(() => SellFor(seller, sorteo, game), HttpStatusCode.NotFound, "VENTANA_NOT_FOUND");
    }

    [TestMethod]
    public async Task The_loteria_of_the_sale_is_the_one_of_the_draw()
    {
        var (sorteo, other) = (await _counter.OpenSorteo(), await _counter.Banca.Loteria());

        await Refused(() => Sell(sorteo, other), HttpStatusCode.BadRequest, "SORTEO_LOTERIA_MISMATCH");
    }

    [TestMethod]
    public async Task A_draw_that_does_not_exist_sells_nothing() =>
        await Refused(Guid.CreateVersion7(), HttpStatusCode.NotFound, "SORTEO_NOT_FOUND");

    [TestMethod]
    public async Task A_draw_of_another_banca_does_not_exist_for_a_seller_and_is_named_to_an_administrator()
    {
        var other = await (await _counter.World.Banca()).Loteria();
        var sorteo = await _counter.OpenSorteo(other);

        await Refused(() => Sell(sorteo, other), HttpStatusCode.NotFound, "SORTEO_NOT_FOUND");
        await Refused(
            () => SellFor(_counter.Seller, sorteo, other), HttpStatusCode.Forbidden, "CROSS_TENANT_FORBIDDEN");
    }

    private static Task<Answer> Sell(Guid sorteo, GameWorld? game = null, ApiClient? client = null) =>
        (client ?? _counter.Seller.Client).Post("/tickets", Order(sorteo, game ?? _counter.Game, null));

    private static Task<Answer> SellFor(Person seller, Guid sorteo, GameWorld? game = null) =>
        _counter.Admin.Post("/tickets", Order(sorteo, game ?? _counter.Game, seller.Id));

    private static object Order(Guid sorteo, GameWorld game, Guid? seller) =>
        game.Order(sorteo, [game.Numero("27", 100)], seller, Guid.CreateVersion7().ToString());

    private static Task Refused(Guid sorteo, HttpStatusCode status, string code) =>
        Refused(() => Sell(sorteo), status, code);

    private static Task Refused(Func<Task<Answer>> sale, HttpStatusCode status, string code) =>
        _counter.Host.RefusedWithoutTrace(sale, status, code);
}

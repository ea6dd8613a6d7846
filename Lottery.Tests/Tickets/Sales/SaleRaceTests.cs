using System.Collections.Concurrent;
using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Tickets.Sales;

// R6, D-3
/// <summary>
/// Sales against a close and an evaluation at the same moment. Whatever comes first, no ticket slips past the end of
/// sales and none that was sold is left out of the evaluation.
/// </summary>
[TestClass]
public sealed class SaleRaceTests
{
    private const int Tills = 32;

    // It makes sure of its ventana with its share of the draw in hand; who closes, evaluates or deletes does not ask for
    // that. A lock on a table would stop it as early as when its statements are prepared.
    private const string HoldsASale = "select from ventanas where id = $1 for update";

    private static Counter _counter = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context) => _counter = await Counter.Open();

    [ClassCleanup]
    public static async Task Stop() => await _counter.DisposeAsync();

    [TestMethod]
    public async Task A_close_in_the_middle_of_32_tills_divides_the_sold_from_the_refused()
    {
        var sellers = new List<Person> { _counter.Seller };
        for (var more = 1; more < 4; more++)
        {
            sellers.Add(await _counter.Banca.Vendedor(_counter.VentanaId));
        }

        var sorteo = await _counter.OpenSorteo();
        var order = _counter.Game.Ticket(sorteo, _counter.Game.Numero("27", 100), GameWorld.Reventado("27", 50));
        var sold = new ConcurrentQueue<Guid>();
        var busy = new TaskCompletionSource();
        var tills = Task.WhenAll(Enumerable.Range(0, Tills).Select(till => Task.Run(() => SellUntilClosed(till))));

        await Task.WhenAny(busy.Task, tills);
        (await _counter.Admin.Patch($"/sorteos/{sorteo}/close")).Succeeded();
        var storedAtClose = await Stored(sorteo);
        await tills;

        CollectionAssert.AreEquivalent(sold.ToArray(), storedAtClose);
        CollectionAssert.AreEquivalent(sold.ToArray(), await Stored(sorteo));

        async Task SellUntilClosed(int till)
        {
            while (true)
            {
                var answer = await sellers[till % sellers.Count].Client.Post("/tickets", order);
                if (answer.Status != HttpStatusCode.OK)
                {
                    answer.Refused(HttpStatusCode.Conflict, "SORTEO_CLOSED");
                    return;
                }

                sold.Enqueue(answer.Data.Id());
                if (sold.Count > 3 * Tills)
                {
                    busy.TrySetResult();
                }
            }
        }
    }

    [TestMethod]
    public async Task A_sale_waits_for_a_close_in_progress_and_is_then_refused()
    {
        var sorteo = await _counter.OpenSorteo();
        var before = await Footprint.OfSales(_counter.Host);
        await using var closing = await Stranger.Takes(
            _counter.Host, "select from sorteos where id = $1 for update", sorteo);

        var sale = Sell(sorteo);
        await closing.UntilWaiting(1);
        await closing.Does("update sorteos set status = 'CLOSED' where id = $1", sorteo);
        await closing.Commits();

        (await sale).Refused(HttpStatusCode.Conflict, "SORTEO_CLOSED");
        Assert.AreEqual(before, await Footprint.OfSales(_counter.Host));
    }

    [TestMethod]
    public async Task A_close_waits_for_the_sale_in_flight_and_includes_it()
    {
        var sorteo = await _counter.Game.OpenSorteo(TimeSpan.FromDays(1));
        await using var holdup = await Stranger.Takes(_counter.Host, HoldsASale, _counter.VentanaId);

        var sale = Sell(sorteo);
        await holdup.UntilWaiting(1);
        var close = _counter.Admin.Patch($"/sorteos/{sorteo}/close");
        await holdup.UntilWaiting(2);
        await holdup.Commits();

        (await close).Succeeded();
        var ticket = (await _counter.Seller.Client.Get($"/tickets/{(await sale).Data.Id()}")).Data;
        Assert.IsTrue(ticket.GetProperty("isSorteoClosed").GetBoolean());
    }

    [TestMethod]
    public async Task An_evaluation_waits_for_the_sale_in_flight_and_pays_it()
    {
        var sorteo = await _counter.Game.OpenSorteo(TimeSpan.FromDays(2));
        await using var holdup = await Stranger.Takes(_counter.Host, HoldsASale, _counter.VentanaId);

        var sale = Sell(sorteo);
        await holdup.UntilWaiting(1);
        _counter.Host.Clock.Advance(TimeSpan.FromDays(2));
        var evaluation = _counter.Admin.Patch($"/sorteos/{sorteo}/evaluate", new { winningNumber = "27" });
        await holdup.UntilWaiting(2);
        await holdup.Commits();

        (await evaluation).Succeeded();
        var ticket = (await _counter.Seller.Client.Get($"/tickets/{(await sale).Data.Id()}")).Data;
        Assert.AreEqual(("EVALUATED", 9_000m), (ticket.Text("status"), ticket.Money("totalPayout")));
    }

    [TestMethod]
    public async Task A_delete_waits_for_the_sale_in_flight_and_is_refused()
    {
        var sorteo = await _counter.Game.OpenSorteo(TimeSpan.FromDays(3));
        await using var holdup = await Stranger.Takes(_counter.Host, HoldsASale, _counter.VentanaId);

        var sale = Sell(sorteo);
        await holdup.UntilWaiting(1);
        var delete = _counter.Admin.Delete($"/sorteos/{sorteo}");
        await holdup.UntilWaiting(2);
        await holdup.Commits();

        (await sale).Succeeded();
        (await delete).Refused(HttpStatusCode.Conflict, "SORTEO_HAS_TICKETS");
    }

    [TestMethod]
    public async Task Sellers_of_one_draw_do_not_wait_for_each_other()
    {
        var sorteo = await _counter.OpenSorteo();
        await using var seller = await Stranger.Takes(
            _counter.Host, "select from sorteos where id = $1 for share", sorteo);

        (await Sell(sorteo)).Succeeded();
    }

    // Sales that overlap without end must not keep a close out: it has its turn before those that come after it.
    [TestMethod]
    public async Task A_sale_that_comes_after_a_close_does_not_pass_it_by()
    {
        var sorteo = await _counter.OpenSorteo();
        await using var selling = await Stranger.Takes(
            _counter.Host, "select pg_advisory_xact_lock_shared(hashtextextended($1::text, 0))", sorteo);
        await selling.Does("select from sorteos where id = $1 for share", sorteo);
        var close = _counter.Admin.Patch($"/sorteos/{sorteo}/close");
        await selling.UntilWaiting(1);

        var sale = Sell(sorteo);
        await selling.UntilWaiting(2);
        await selling.Commits();

        (await close).Succeeded();
        (await sale).Refused(HttpStatusCode.Conflict, "SORTEO_CLOSED");
    }

    private static Task<Answer> Sell(Guid sorteo) =>
        _counter.Sell(sorteo, _counter.Game.Numero("27", 100));

    private static async Task<Guid[]> Stored(Guid sorteo) =>
        [.. await _counter.Host.Rows(r => r.GetGuid(0), "select id from tickets where sorteo_id = $1", sorteo)];
}

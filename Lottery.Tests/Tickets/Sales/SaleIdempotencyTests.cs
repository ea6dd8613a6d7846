using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Tickets.Sales;

/// <summary>A sale that is sent twice under one key is one sale with one answer.</summary>
[TestClass]
public sealed class SaleIdempotencyTests
{
    private static Counter _counter = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context) => _counter = await Counter.Open();

    [ClassCleanup]
    public static async Task Stop() => await _counter.DisposeAsync();

    [TestMethod]
    [TestCategory("Smoke")]
    public async Task A_retry_gets_the_same_answer_to_the_letter_and_sells_nothing()
    {
        var order = await Order(NewKey());
        var first = (await Sell(order)).Succeeded();
        var after = await Footprint.OfSales(_counter.Host);

        var second = await Sell(order);

        Assert.AreEqual(first.Text, second.Text);
        Assert.AreEqual(HttpStatusCode.OK, second.Status);
        Assert.AreEqual(after, await Footprint.OfSales(_counter.Host));
        Assert.AreEqual(1L, await _counter.Host.Scalar<long>(
            "select count(*) from activity_logs where action = 'TICKET_CREATE' and target_id = $1",
            first.Data.Id().ToString()));
    }

    [TestMethod]
    public async Task Order_of_keys_white_space_and_zeros_do_not_make_another_sale()
    {
        var (sorteo, loteria, key) = (await _counter.OpenSorteo(), _counter.Game.LoteriaId, NewKey());

        var first = await Raw($$"""
            {"loteriaId":"{{loteria}}","sorteoId":"{{sorteo}}","idempotencyKey":"{{key}}",
            "jugadas":[{"type":"NUMERO","number":"27","amount":100}]}
            """);
        var second = await Raw($$"""
            { "jugadas" : [ { "amount" : 100.00, "number" : "27", "type" : "NUMERO" } ],
              "idempotencyKey" : "{{key}}", "sorteoId" : "{{sorteo}}",
              "clienteNombre" : null, "loteriaId" : "{{loteria}}" }
            """);

        Assert.AreEqual(first.Succeeded().Text, second.Text);
    }

    // I4
    [TestMethod]
    public async Task A_retry_after_the_ticket_was_cancelled_still_gets_the_sale()
    {
        var order = await Order(NewKey());
        var first = (await Sell(order)).Succeeded();
        (await _counter.Seller.Client.Patch($"/tickets/{first.Data.Id()}/cancel")).Succeeded();

        Assert.AreEqual(first.Text, (await Sell(order)).Text);
    }

    [TestMethod]
    public async Task A_retry_after_the_draw_was_evaluated_still_gets_the_sale()
    {
        var sorteo = await _counter.OpenSorteo();
        var order = Order(sorteo, NewKey());
        var first = (await Sell(order)).Succeeded();
        await _counter.Game.Evaluate(sorteo, "27");

        Assert.AreEqual(first.Text, (await Sell(order)).Text);
    }

    [TestMethod]
    public async Task A_retry_after_a_restart_gets_the_same_answer()
    {
        var database = await TestPostgres.CreateDatabase();
        var order = new object();
        string username, answer;
        await using (var counter = await Counter.Open(await Counter.HostOn(database)))
        {
            order = counter.Game.Order(
                await counter.OpenSorteo(), [counter.Game.Numero("27", 100.5m)], idempotencyKey: NewKey());
            username = counter.Seller.Username;
            answer = (await counter.Seller.Client.Post("/tickets", order)).Succeeded().Text;
        }

        await using (var restarted = await Counter.HostOn(database))
        {
            using var seller = await World.LogIn(restarted, username);
            Assert.AreEqual(answer, (await seller.Post("/tickets", order)).Text);
            Assert.AreEqual(1L, await restarted.Scalar<long>("select count(*) from tickets"));
        }

        await TestPostgres.DropDatabase(database);
    }

    [TestMethod]
    public async Task The_same_key_with_another_order_is_refused()
    {
        var (sorteo, key) = (await _counter.OpenSorteo(), NewKey());
        (await Sell(Order(sorteo, key))).Succeeded();

        foreach (var other in new[] { Order(sorteo, key, 100.01m), Order(await _counter.OpenSorteo(), key) })
        {
            await _counter.Host.RefusedWithoutTrace(
                () => Sell(other), HttpStatusCode.Conflict, "IDEMPOTENCY_PAYLOAD_MISMATCH");
        }
    }

    [TestMethod]
    public async Task The_same_key_of_another_user_is_another_sale()
    {
        var colleague = await _counter.Banca.Vendedor(_counter.VentanaId);
        var order = await Order(NewKey());

        var (mine, theirs) = (await Sell(order), await colleague.Client.Post("/tickets", order));

        Assert.AreNotEqual(mine.Data.Id(), theirs.Data.Id());
        Assert.AreEqual(colleague.Id, theirs.Data.Id("vendedorId"));
    }

    // I1
    [TestMethod]
    public async Task Sixteen_at_once_under_one_key_are_one_sale_with_one_answer()
    {
        var order = await Order(NewKey());
        var sold = await _counter.Host.Scalar<long>("select count(*) from tickets");
        var told = _counter.Host.Log.Of("TICKET_CREATE").Count;

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Sell(order))));

        Assert.AreEqual(answers[0].Succeeded().Text, string.Join('\n', answers.Select(a => a.Text).Distinct()));
        Assert.AreEqual(sold + 1, await _counter.Host.Scalar<long>("select count(*) from tickets"));
        var record = _counter.Host.Log.Of("TICKET_CREATE").Skip(told).Single();
        Assert.AreEqual(answers[0].Data.Id().ToString(), record["targetId"]);
    }

    [TestMethod]
    public async Task The_key_may_come_in_the_header_or_under_its_older_name()
    {
        var sorteo = await _counter.OpenSorteo();
        var order = Order(sorteo, null);
        var header = ("Idempotency-Key", NewKey());
        var older = new
        {
            loteriaId = _counter.Game.LoteriaId,
            sorteoId = sorteo,
            requestId = Guid.CreateVersion7(),
            jugadas = new[] { _counter.Game.Numero("27", 100) },
        };

        Assert.AreEqual(
            (await _counter.Seller.Client.Post("/tickets", order, header)).Succeeded().Text,
            (await _counter.Seller.Client.Post("/tickets", order, header)).Text);
        Assert.AreEqual((await Sell(older)).Succeeded().Text, (await Sell(older)).Text);
        Assert.AreNotEqual((await Sell(order)).Data.Id(), (await Sell(order)).Data.Id());
    }

    [TestMethod]
    public async Task A_key_that_cannot_be_kept_is_refused_and_not_dropped()
    {
        var order = await Order(null);

        foreach (var key in new[] { "short", new string('k', 101) })
        {
            await _counter.Host.RefusedWithoutTrace(
                () => _counter.Seller.Client.Post("/tickets", order, ("Idempotency-Key", key)),
                HttpStatusCode.BadRequest, "IDEMPOTENCY_KEY_INVALID");
        }
    }

    [TestMethod]
    public async Task A_refused_sale_keeps_no_key_so_that_a_later_try_sells()
    {
        var sorteo = await _counter.Game.Sorteo(TimeSpan.FromHours(5));
        var order = Order(sorteo, NewKey());
        (await Sell(order)).Refused(HttpStatusCode.Conflict, "SORTEO_NOT_OPEN");

        (await _counter.Admin.Patch($"/sorteos/{sorteo}/open")).Succeeded();

        (await Sell(order)).Succeeded();
    }

    private static string NewKey() => Guid.CreateVersion7().ToString();

    private static async Task<object> Order(string? key) => Order(await _counter.OpenSorteo(), key);

    private static object Order(Guid sorteo, string? key, decimal amount = 100) => _counter.Game.Order(
        sorteo, [_counter.Game.Numero("27", amount), GameWorld.Reventado("27", 50)], idempotencyKey: key);

    private static Task<Answer> Sell(object order) => _counter.Seller.Client.Post("/tickets", order);

    private static Task<Answer> Raw(string body) => _counter.Seller.Client.Raw(HttpMethod.Post, "/tickets", body);
}

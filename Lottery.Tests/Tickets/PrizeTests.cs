using System.Net;
using System.Text.Json;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Tickets;

/// <summary>Paying a prize of 9 000 in parts, in full, or short for good.</summary>
[TestClass]
public sealed class PrizeTests
{
    private const decimal Prize = 9_000;

    private static Counter _counter = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context) => _counter = await Counter.Open();

    [ClassCleanup]
    public static async Task Stop() => await _counter.DisposeAsync();

    // P6
    [TestMethod]
    [TestCategory("Smoke")]
    public async Task Parts_with_cents_add_up_to_the_prize()
    {
        var ticket = await _counter.WinningTicket(100);

        Assert.AreEqual(("EVALUATED", 2_999.99m, 6_000.01m), State(await Pay(ticket, 2_999.99m)));
        Assert.AreEqual(("EVALUATED", 5_999.98m, 3_000.02m), State(await Pay(ticket, 2_999.99m)));
        Assert.AreEqual(("PAID", Prize, 0m), State(await Pay(ticket, 3_000.02m)));

        var payments = (await Shown(ticket)).Rows("paymentHistory");
        CollectionAssert.AreEqual(
            new[] { (true, 6_000.01m), (true, 3_000.02m), (false, 0m) },
            payments.Select(p => (p.GetProperty("isPartial").GetBoolean(), p.Money("remainingAmount"))).ToArray());
    }

    [TestMethod]
    public async Task Not_a_cent_more_than_the_prize_is_paid()
    {
        var ticket = await _counter.WinningTicket(100);
        (await Pay(ticket, 2_000)).Succeeded();

        var refused = (await Pay(ticket, 7_000.01m)).Refused(HttpStatusCode.BadRequest, "PAYMENT_EXCEEDS_PRIZE");

        Assert.AreEqual(7_000m, refused.Json.GetProperty("meta").Money("remainingAmount"));
        Assert.AreEqual(("PAID", Prize, 0m), State(await Pay(ticket, 7_000)));
        (await Pay(ticket, 0.01m)).Refused(HttpStatusCode.BadRequest, "PAYMENT_EXCEEDS_PRIZE");
        Assert.HasCount(2, (await Shown(ticket)).Rows("paymentHistory"));
    }

    // P3
    [TestMethod]
    public async Task A_final_payment_that_is_short_ends_the_prize_until_it_is_reversed()
    {
        var ticket = await _counter.WinningTicket(100);

        Assert.AreEqual(("PAID", 5_000m, 4_000m), State(await Pay(ticket, 5_000, isFinal: true)));
        (await Pay(ticket, 1)).Refused(HttpStatusCode.Conflict, "PAYMENT_FINAL");

        (await _counter.Admin.Post($"/tickets/{ticket}/reverse-payment")).Succeeded();
        Assert.AreEqual(("PAID", Prize, 0m), State(await Pay(ticket, Prize)));
    }

    [TestMethod]
    [DataRow("0")]
    [DataRow("-1")]
    [DataRow("0.001")]
    [DataRow("100.005")]
    [DataRow("100000000.01")]
    public async Task A_payment_is_a_positive_amount_of_whole_cents(string amount)
    {
        var ticket = await _counter.WinningTicket(100);

        (await _counter.Seller.Client.Raw(
            HttpMethod.Post, $"/tickets/{ticket}/pay", $$"""{"amountPaid":{{amount}}}"""))
            .Refused(HttpStatusCode.BadRequest, "AMOUNT_INVALID");

        Assert.IsEmpty((await Shown(ticket)).Rows("paymentHistory"));
    }

    [TestMethod]
    public async Task Nothing_is_paid_on_a_ticket_that_has_no_prize()
    {
        var sorteo = await _counter.OpenSorteo();
        var (loser, cancelled) = (await Sell(sorteo, "28"), await Sell(sorteo, "27"));
        (await _counter.Seller.Client.Patch($"/tickets/{cancelled}/cancel")).Succeeded();
        (await Pay(loser, 1)).Refused(HttpStatusCode.Conflict, "TICKET_NOT_WINNER");

        await _counter.Game.Evaluate(sorteo, "27");

        (await Pay(loser, 1)).Refused(HttpStatusCode.Conflict, "TICKET_NOT_WINNER");
        (await Pay(cancelled, 1)).Refused(HttpStatusCode.Conflict, "TICKET_NOT_WINNER");
        (await Pay(Guid.CreateVersion7(), 1)).Refused(HttpStatusCode.NotFound, "TICKET_NOT_FOUND");
    }

    // I2
    [TestMethod]
    public async Task A_retry_of_the_payment_that_completed_the_prize_gets_the_same_answer()
    {
        var ticket = await _counter.WinningTicket(100);
        (await Pay(ticket, 2_000)).Succeeded();
        var key = Guid.CreateVersion7().ToString();
        var body = new { amountPaid = 7_000, method = "transfer", idempotencyKey = key };
        var first = (await _counter.Seller.Client.Post($"/tickets/{ticket}/pay", body)).Succeeded();
        Assert.AreEqual("PAID", first.Data.Text("status"));

        Assert.AreEqual(first.Text, (await _counter.Seller.Client.Post($"/tickets/{ticket}/pay", body)).Text);
        (await _counter.Seller.Client.Post($"/tickets/{ticket}/pay", new { amountPaid = 6_999, idempotencyKey = key }))
            .Refused(HttpStatusCode.Conflict, "IDEMPOTENCY_PAYLOAD_MISMATCH");
        Assert.HasCount(2, (await Shown(ticket)).Rows("paymentHistory"));
        Assert.AreEqual(2L, await _counter.Host.Scalar<long>(
            "select count(*) from activity_logs where action = 'TICKET_PAY' and target_id = $1", ticket.ToString()));
    }

    [TestMethod]
    public async Task A_key_is_for_one_ticket_and_may_come_in_the_header()
    {
        var (ticket, other) = (await _counter.WinningTicket(100), await _counter.WinningTicket(100));
        var header = ("Idempotency-Key", Guid.CreateVersion7().ToString());

        var first = (await _counter.Seller.Client.Post($"/tickets/{ticket}/pay", new { amountPaid = 1 }, header))
            .Succeeded();

        Assert.AreEqual(
            first.Text,
            (await _counter.Seller.Client.Post($"/tickets/{ticket}/pay", new { amountPaid = 1 }, header)).Text);
        (await _counter.Seller.Client.Post($"/tickets/{other}/pay", new { amountPaid = 1 }, header))
            .Refused(HttpStatusCode.Conflict, "IDEMPOTENCY_PAYLOAD_MISMATCH");
        (await _counter.Seller.Client.Post($"/tickets/{ticket}/pay", new { amountPaid = 1 }, ("Idempotency-Key", "x")))
            .Refused(HttpStatusCode.BadRequest, "IDEMPOTENCY_KEY_INVALID");
    }

    [TestMethod]
    public async Task Any_counter_of_the_banca_pays_and_the_trail_says_that_it_did_not_sell()
    {
        var ticket = await _counter.WinningTicket(100);
        var ventana = await _counter.Banca.Ventana();
        var (listero, seller) = (await _counter.Banca.Listero(ventana), await _counter.Banca.Vendedor(ventana));
        var boss = await _counter.Banca.Administrator();

        foreach (var payer in new[] { listero, seller, boss, _counter.Seller })
        {
            (await payer.Client.Post($"/tickets/{ticket}/pay", new { amountPaid = 100 })).Succeeded();
        }

        var trail = await _counter.Host.Rows(
            r => (r.GetGuid(0), r.GetBoolean(1)),
            """
            select user_id, (details -> 'payerIsSeller')::bool from activity_logs
            where action = 'TICKET_PAY' and target_id = $1 order by id
            """, ticket.ToString());
        CollectionAssert.AreEqual(
            new[] { (listero.Id, false), (seller.Id, false), (boss.Id, false), (_counter.Seller.Id, true) },
            trail.ToArray());
    }

    [TestMethod]
    public async Task A_ticket_of_another_banca_does_not_exist()
    {
        var ticket = await _counter.WinningTicket(100);
        var other = await _counter.World.Banca();
        var ventana = await other.Ventana();

        foreach (var person in new[]
        {
            await other.Vendedor(ventana), await other.Listero(ventana), await other.Administrator(),
        })
        {
            (await person.Client.Post($"/tickets/{ticket}/pay", new { amountPaid = 1 }))
                .Refused(HttpStatusCode.NotFound, "TICKET_NOT_FOUND");
        }
    }

    private static Task<Guid> Sell(Guid sorteo, string number) =>
        _counter.Game.Sell(_counter.Seller.Client, sorteo, _counter.Game.Numero(number, 100));

    private static Task<Answer> Pay(Guid ticket, decimal amountPaid, bool isFinal = false) =>
        _counter.Seller.Client.Post($"/tickets/{ticket}/pay", new { amountPaid, isFinal });

    private static async Task<JsonElement> Shown(Guid ticket) =>
        (await _counter.Admin.Get($"/tickets/{ticket}")).Data;

    private static (string Status, decimal Paid, decimal Remaining) State(Answer answer) =>
        (answer.Data.Text("status"), answer.Data.Money("totalPaid"), answer.Data.Money("remainingAmount"));
}

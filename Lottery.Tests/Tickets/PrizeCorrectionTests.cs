using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Tickets;

/// <summary>Taking a payment of a prize of 9 000 back, and writing off what remains.</summary>
[TestClass]
public sealed class PrizeCorrectionTests
{
    private static Counter _counter = null!;
    private static Person _listero = null!;
    private static Person _boss = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _counter = await Counter.Open();
        _listero = await _counter.Banca.Listero(_counter.VentanaId);
        _boss = await _counter.Banca.Administrator();
    }

    [ClassCleanup]
    public static async Task Stop() => await _counter.DisposeAsync();

    // P5
    [TestMethod]
    public async Task Only_the_last_standing_payment_is_reversed_and_the_rest_is_recomputed()
    {
        var ticket = await Paid(2_000, 7_000);
        Assert.AreEqual(("PAID", 9_000m, 0m), await State(ticket));

        (await Reverse(ticket)).Succeeded();
        Assert.AreEqual(("EVALUATED", 2_000m, 7_000m), await State(ticket));
        Assert.AreEqual("2000.00 false, 7000.00 true", await Payments(ticket));

        (await Pay(ticket, 3_000)).Succeeded();
        (await Reverse(ticket)).Succeeded();
        (await Reverse(ticket)).Succeeded();
        Assert.AreEqual(("EVALUATED", 0m, 9_000m), await State(ticket));
        Assert.AreEqual("2000.00 true, 3000.00 true, 7000.00 true", await Payments(ticket));
        (await Reverse(ticket)).Refused(HttpStatusCode.Conflict, "NO_ACTIVE_PAYMENT");
    }

    // P4
    [TestMethod]
    public async Task Of_two_equal_payments_one_is_reversed()
    {
        var ticket = await Paid(1_000, 1_000);

        (await Reverse(ticket)).Succeeded();

        Assert.AreEqual(("EVALUATED", 1_000m, 8_000m), await State(ticket));
        Assert.AreEqual("1000.00 false, 1000.00 true", await Payments(ticket));
    }

    [TestMethod]
    public async Task A_reversal_keeps_by_whom_when_and_why()
    {
        var ticket = await Paid(1_000);

        (await _boss.Client.Post($"/tickets/{ticket}/reverse-payment", new { reason = "Monto equivocado" })).Succeeded();

        Assert.AreEqual("Monto equivocado", await _counter.Host.Scalar<string>(
            """
            select reverse_reason from ticket_payments
            where ticket_id = $1 and reversed_by = $2 and reversed_at = $3
            """, ticket, _boss.Id, _counter.World.Now));
    }

    [TestMethod]
    public async Task A_write_off_pays_the_ticket_and_keeps_what_was_not_paid()
    {
        var ticket = await Paid(2_000, 3_000);

        (await Finalize(ticket)).Succeeded();

        Assert.AreEqual(("PAID", 5_000m, 4_000m), await State(ticket));
        (await Finalize(ticket)).Refused(HttpStatusCode.Conflict, "PAYMENT_FINAL");
        (await Pay(ticket, 1)).Refused(HttpStatusCode.Conflict, "PAYMENT_FINAL");

        (await Reverse(ticket)).Succeeded();
        Assert.AreEqual(("EVALUATED", 2_000m, 7_000m), await State(ticket));
        (await Pay(ticket, 7_000)).Succeeded();
        Assert.AreEqual(("PAID", 9_000m, 0m), await State(ticket));
    }

    [TestMethod]
    public async Task A_write_off_needs_a_payment_and_something_to_write_off()
    {
        (await Finalize(await _counter.WinningTicket(100))).Refused(HttpStatusCode.Conflict, "NO_ACTIVE_PAYMENT");
        (await Finalize(await Paid(9_000))).Refused(HttpStatusCode.Conflict, "TICKET_FULLY_PAID");
    }

    [TestMethod]
    public async Task A_ventana_corrects_only_what_its_own_counter_paid()
    {
        var elsewhere = await _counter.Banca.Listero(await _counter.Banca.Ventana());
        var ticket = await Paid(1_000);

        foreach (var correction in new[] { "reverse-payment", "finalize-payment" })
        {
            (await elsewhere.Client.Post($"/tickets/{ticket}/{correction}"))
                .Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        }

        Assert.AreEqual(("EVALUATED", 1_000m, 8_000m), await State(ticket));
        (await _listero.Client.Post($"/tickets/{ticket}/reverse-payment")).Succeeded();

        (await elsewhere.Client.Post($"/tickets/{ticket}/pay", new { amountPaid = 500 })).Succeeded();
        (await _listero.Client.Post($"/tickets/{ticket}/reverse-payment"))
            .Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        (await elsewhere.Client.Post($"/tickets/{ticket}/finalize-payment")).Succeeded();
        (await _boss.Client.Post($"/tickets/{ticket}/reverse-payment")).Succeeded();
    }

    [TestMethod]
    public async Task A_vendedor_corrects_nothing_and_another_banca_sees_nothing()
    {
        var ticket = await Paid(1_000);
        var stranger = await (await _counter.World.Banca()).Administrator();

        foreach (var correction in new[] { "reverse-payment", "finalize-payment" })
        {
            (await _counter.Seller.Client.Post($"/tickets/{ticket}/{correction}"))
                .Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
            (await stranger.Client.Post($"/tickets/{ticket}/{correction}"))
                .Refused(HttpStatusCode.NotFound, "TICKET_NOT_FOUND");
        }

        Assert.AreEqual(("EVALUATED", 1_000m, 8_000m), await State(ticket));
    }

    private static async Task<Guid> Paid(params decimal[] amounts)
    {
        var ticket = await _counter.WinningTicket(100);
        foreach (var amount in amounts)
        {
            (await Pay(ticket, amount)).Succeeded();
        }

        return ticket;
    }

    private static Task<Answer> Pay(Guid ticket, decimal amountPaid)
    {
        _counter.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        return _counter.Seller.Client.Post($"/tickets/{ticket}/pay", new { amountPaid });
    }

    private static Task<Answer> Reverse(Guid ticket) => _counter.Admin.Post($"/tickets/{ticket}/reverse-payment");

    private static Task<Answer> Finalize(Guid ticket) => _counter.Admin.Post($"/tickets/{ticket}/finalize-payment");

    private static async Task<(string Status, decimal Paid, decimal Remaining)> State(Guid ticket)
    {
        var shown = (await _counter.Admin.Get($"/tickets/{ticket}")).Data;
        return (shown.Text("status"), shown.Money("totalPaid"), shown.Money("remainingAmount"));
    }

    private static Task<string> Payments(Guid ticket) => _counter.Host.Scalar<string>(
        """
        select string_agg(amount_paid || ' ' || is_reversed, ', ' order by amount_paid, is_reversed)
        from ticket_payments where ticket_id = $1
        """, ticket);
}

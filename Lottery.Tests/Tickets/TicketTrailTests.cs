using Lottery.Tests.Activity;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Tickets;

// P10
/// <summary>What is done to a ticket and its prize leaves exactly one line: who, in which request, before and after.</summary>
[TestClass]
public sealed class TicketTrailTests
{
    private static Counter _counter = null!;
    private static ApiClient _seller = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _counter = await Counter.Open();
        _seller = _counter.Seller.Client;
    }

    [ClassCleanup]
    public static async Task Stop() => await _counter.DisposeAsync();

    [TestMethod]
    public async Task A_sale_leaves_its_line()
    {
        var sold = await _counter.Sell(
            await _counter.OpenSorteo(), _counter.Game.Numero("27", 100.50m), GameWorld.Reventado("27", 50));

        var line = await Line(sold, "TICKET_CREATE", sold.Data.Id());

        Assert.AreEqual(System.Text.Json.JsonValueKind.Null, line.Before.ValueKind);
        Assert.AreEqual(
            (sold.Data.Text("ticketNumber"), 150.50m),
            (line.After.Text("ticketNumber"), line.After.Money("totalAmount")));
        Assert.AreEqual(2, line.Details.GetProperty("jugadas").GetInt32());
    }

    [TestMethod]
    public async Task A_cancellation_and_a_restoration_leave_theirs()
    {
        var ticket = (await _counter.Sell(await _counter.OpenSorteo(), _counter.Game.Numero("27", 100))).Data.Id();

        var cancelled = await Line(
            await _seller.Patch($"/tickets/{ticket}/cancel", new { reason = "Se arrepintió" }), "TICKET_CANCEL", ticket);
        Assert.AreEqual(("ACTIVE", "CANCELLED"), (cancelled.Before.Text("status"), cancelled.After.Text("status")));
        Assert.AreEqual("Se arrepintió", cancelled.Details.Text("reason"));

        var restored = await Line(await _seller.Patch($"/tickets/{ticket}/restore"), "TICKET_RESTORE", ticket);
        Assert.AreEqual(("CANCELLED", "ACTIVE"), (restored.Before.Text("status"), restored.After.Text("status")));
    }

    [TestMethod]
    public async Task Payments_reversals_and_write_offs_leave_theirs()
    {
        var ticket = await _counter.WinningTicket(100);

        var part = await Line(
            await _seller.Post($"/tickets/{ticket}/pay", new { amountPaid = 2_000 }), "TICKET_PAY", ticket);
        Assert.AreEqual((0m, 2_000m), (part.Before.Money("totalPaid"), part.After.Money("totalPaid")));
        Assert.AreEqual((2_000m, 7_000m), (part.Details.Money("amountPaid"), part.Details.Money("remainingAmount")));

        var rest = await Line(
            await _seller.Post($"/tickets/{ticket}/pay", new { amountPaid = 7_000 }), "TICKET_PAY", ticket);
        Assert.AreEqual(("EVALUATED", "PAID"), (rest.Before.Text("status"), rest.After.Text("status")));

        var reversed = await Line(
            await _counter.Admin.Post($"/tickets/{ticket}/reverse-payment", new { reason = "Monto equivocado" }),
            "TICKET_PAYMENT_REVERSE", ticket, await Administrator());
        Assert.AreEqual((9_000m, 2_000m), (reversed.Before.Money("totalPaid"), reversed.After.Money("totalPaid")));
        Assert.AreEqual(
            (7_000m, "Monto equivocado"), (reversed.Details.Money("amountPaid"), reversed.Details.Text("reason")));

        var final = await Line(
            await _counter.Admin.Post($"/tickets/{ticket}/finalize-payment", new { notes = "El cliente acepta" }),
            "TICKET_PAY_FINALIZE", ticket, await Administrator());
        Assert.AreEqual(("EVALUATED", "PAID"), (final.Before.Text("status"), final.After.Text("status")));
        Assert.AreEqual(7_000m, final.Details.Money("remainingAmount"));
    }

    // I7
    [TestMethod]
    public async Task A_replay_and_a_refusal_leave_none()
    {
        var order = _counter.Game.Order(
            await _counter.OpenSorteo(), [_counter.Game.Numero("27", 100)],
            idempotencyKey: Guid.CreateVersion7().ToString());
        var ticket = (await _seller.Post("/tickets", order)).Data.Id();

        foreach (var answer in new[]
        {
            await _seller.Post("/tickets", order),
            await _seller.Patch($"/tickets/{ticket}/restore"),
            await _seller.Post($"/tickets/{ticket}/pay", new { amountPaid = 1 }),
            await _counter.Admin.Post($"/tickets/{ticket}/reverse-payment"),
            await _counter.Admin.Post($"/tickets/{ticket}/finalize-payment"),
        })
        {
            Assert.IsEmpty(await _counter.Host.TrailOf(answer), answer.Text);
        }
    }

    private static async Task<TrailLine> Line(Answer answer, string action, Guid ticket, Guid? actor = null)
    {
        var line = await _counter.Host.LineOf(answer);
        Assert.AreEqual(
            new TrailLine(
                action, actor ?? _counter.Seller.Id, "TICKET", ticket.ToString(), _counter.Banca.Id, line.Details),
            line);
        return line;
    }

    private static async Task<Guid> Administrator() => (await _counter.Admin.Get("/auth/me")).Data.Id();
}

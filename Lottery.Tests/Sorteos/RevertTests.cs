using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Sorteos;

/// <summary>Taking a result back: prizes are undone, payments stay on record, and another number may be drawn.</summary>
[TestClass]
public sealed class RevertTests
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

    // D-1
    [TestMethod]
    public async Task Another_number_pays_only_its_own_winners()
    {
        var sorteo = await _counter.OpenSorteo();
        var wrong = await Sell(sorteo, _counter.Game.Numero("27", 100), GameWorld.Reventado("27", 50));
        var right = await Sell(sorteo, _counter.Game.Numero("72", 200), GameWorld.Reventado("72", 50));
        await _counter.Game.Evaluate(sorteo, "27", _counter.Game.ReventadoId);
        Assert.AreEqual(("EVALUATED", true, 19_000m), await Prize(wrong));

        var reverted = (await Revert(sorteo)).Data;
        Assert.AreEqual("CLOSED", reverted.Text("status"));
        Assert.IsFalse(reverted.GetProperty("hasWinner").GetBoolean());
        Assert.AreEqual(("ACTIVE", false, 0m), await Prize(wrong));
        Assert.AreEqual("0 0.0000", await _counter.Host.Scalar<string>(
            """
            select concat_ws(' ', count(*) filter (where is_winner or payout is not null),
                max(final_multiplier_x) filter (where type = 'REVENTADO'), max(multiplier_id::text)
                filter (where type = 'REVENTADO'))
            from jugadas where sorteo_id = $1
            """, sorteo));

        await _counter.Game.Evaluate(sorteo, "72");
        Assert.AreEqual(("EVALUATED", false, 0m), await Prize(wrong));
        Assert.AreEqual(("EVALUATED", true, 18_000m), await Prize(right));
        Assert.AreEqual("27 reverted, 72 standing", await _counter.Host.Scalar<string>(
            """
            select string_agg(winning_number || case when reverted_at is null then ' standing' else ' reverted' end,
                ', ' order by winning_number)
            from sorteo_results where sorteo_id = $1
            """, sorteo));
    }

    // D-29, P8
    [TestMethod]
    public async Task Payments_stay_on_record_as_reversed()
    {
        var ticket = await _counter.WinningTicket(100);
        var sorteo = (await _seller.Get($"/tickets/{ticket}")).Data.Id("sorteoId");
        (await Pay(ticket, 1_000)).Succeeded();
        (await Pay(ticket, 8_000)).Succeeded();

        (await Revert(sorteo, "Número mal digitado")).Succeeded();

        var shown = (await _seller.Get($"/tickets/{ticket}")).Data;
        Assert.AreEqual(
            ("ACTIVE", 0m, 0m, 0m),
            (shown.Text("status"), shown.Money("totalPayout"), shown.Money("totalPaid"), shown.Money("remainingAmount")));
        var payments = shown.Rows("paymentHistory");
        CollectionAssert.AreEqual(
            new[] { (1_000m, true), (8_000m, true) },
            payments.Select(p => (p.Money("amountPaid"), p.GetProperty("isReversed").GetBoolean())).ToArray());
        Assert.AreEqual("Número mal digitado|Número mal digitado", await _counter.Host.Scalar<string>(
            "select string_agg(reverse_reason, '|') from ticket_payments where ticket_id = $1", ticket));
        (await Pay(ticket, 1)).Refused(HttpStatusCode.Conflict, "TICKET_NOT_WINNER");

        await _counter.Game.Evaluate(sorteo, "27");
        (await Pay(ticket, 9_000)).Succeeded();
    }

    [TestMethod]
    [DataRow(null, "REVERT_REASON_REQUIRED")]
    [DataRow("   ", "REVERT_REASON_REQUIRED")]
    [DataRow("no", "VALIDATION_FAILED")]
    public async Task A_result_that_was_paid_on_is_reverted_only_with_a_reason(string? reason, string code)
    {
        var ticket = await _counter.WinningTicket(100);
        var sorteo = (await _seller.Get($"/tickets/{ticket}")).Data.Id("sorteoId");
        (await Pay(ticket, 9_000)).Succeeded();

        (await Revert(sorteo, reason)).Refused(HttpStatusCode.BadRequest, code);

        Assert.AreEqual(("PAID", true, 9_000m), await Prize(ticket));
        Assert.AreEqual("EVALUATED false", await _counter.Host.Scalar<string>(
            """
            select concat_ws(' ', s.status, bool_or(p.is_reversed)::text)
            from sorteos s, ticket_payments p where s.id = $1 and p.ticket_id = $2 group by s.status
            """, sorteo, ticket));
    }

    [TestMethod]
    public async Task A_payment_taken_back_before_asks_for_no_reason()
    {
        var ticket = await _counter.WinningTicket(100);
        var sorteo = (await _seller.Get($"/tickets/{ticket}")).Data.Id("sorteoId");
        (await Pay(ticket, 9_000)).Succeeded();
        (await _counter.Admin.Post($"/tickets/{ticket}/reverse-payment", new { reason = "Otro cliente" })).Succeeded();

        (await Revert(sorteo)).Succeeded();

        Assert.AreEqual("Otro cliente", await _counter.Host.Scalar<string>(
            "select reverse_reason from ticket_payments where ticket_id = $1", ticket));
    }

    [TestMethod]
    public async Task A_cancelled_ticket_stays_cancelled()
    {
        var sorteo = await _counter.OpenSorteo();
        var ticket = await Sell(sorteo, _counter.Game.Numero("27", 100));
        (await _seller.Patch($"/tickets/{ticket}/cancel")).Succeeded();
        await _counter.Game.Evaluate(sorteo, "27");

        (await Revert(sorteo)).Succeeded();

        Assert.AreEqual(("CANCELLED", false, 0m), await Prize(ticket));
    }

    [TestMethod]
    public async Task Only_an_evaluated_draw_is_reverted_and_only_once()
    {
        var sorteo = await _counter.OpenSorteo();
        (await Revert(sorteo)).Refused(HttpStatusCode.Conflict, "SORTEO_NOT_EVALUATED");
        await _counter.Game.Evaluate(sorteo, "27");

        var answers = await Task.WhenAll(Revert(sorteo), Revert(sorteo));

        Assert.HasCount(1, answers.Where(a => a.Status == HttpStatusCode.OK));
        answers.Single(a => a.Status != HttpStatusCode.OK).Refused(HttpStatusCode.Conflict, "SORTEO_NOT_EVALUATED");
    }

    private static Task<Guid> Sell(Guid sorteo, params object[] jugadas) =>
        _counter.Game.Sell(_seller, sorteo, jugadas);

    private static Task<Answer> Pay(Guid ticket, decimal amountPaid) =>
        _seller.Post($"/tickets/{ticket}/pay", new { amountPaid });

    private static Task<Answer> Revert(Guid sorteo, string? reason = null) =>
        _counter.Admin.Patch($"/sorteos/{sorteo}/revert-evaluation", new { reason });

    private static async Task<(string Status, bool Won, decimal Payout)> Prize(Guid ticket)
    {
        var shown = (await _seller.Get($"/tickets/{ticket}")).Data;
        return (shown.Text("status"), shown.GetProperty("isWinner").GetBoolean(), shown.Money("totalPayout"));
    }
}

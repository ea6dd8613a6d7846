using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Npgsql;

namespace Lottery.Tests.Tickets;

// P1
/// <summary>Many counters at one prize: what is paid never exceeds it.</summary>
[TestClass]
public sealed class PrizeRaceTests
{
    private static Counter _counter = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context) => _counter = await Counter.Open();

    [ClassCleanup]
    public static async Task Stop() => await _counter.DisposeAsync();

    [TestMethod]
    [DataRow(9_000, 1, DisplayName = "Twenty payers of the whole prize: one pays")]
    [DataRow(1_000, 9, DisplayName = "Twenty payers of a ninth: nine pay")]
    [DataRow(2_000, 4, DisplayName = "Twenty payers of two ninths: four pay and a ninth remains")]
    public async Task Twenty_payers_at_once_pay_as_often_as_fits(int amountPaid, int fits)
    {
        var ticket = await _counter.WinningTicket(100);
        var colleague = await _counter.Banca.Vendedor(await _counter.Banca.Ventana());
        ApiClient[] payers = [_counter.Seller.Client, colleague.Client];

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(payer => Task.Run(
            () => payers[payer % 2].Post($"/tickets/{ticket}/pay", new { amountPaid }))));

        Assert.HasCount(fits, answers.Where(a => a.Status == HttpStatusCode.OK));
        foreach (var answer in answers.Where(a => a.Status != HttpStatusCode.OK))
        {
            answer.Refused(HttpStatusCode.BadRequest, "PAYMENT_EXCEEDS_PRIZE");
        }

        var paid = fits * amountPaid;
        Assert.AreEqual($"{paid}.00 {fits} {paid}.00 {fits}", await _counter.Host.Scalar<string>(
            """
            select concat_ws(' ', t.total_paid, count(*), sum(p.amount_paid),
                (select count(*) from activity_logs where action = 'TICKET_PAY' and target_id = $1::text))
            from tickets t join ticket_payments p on p.ticket_id = t.id
            where t.id = $1 and not p.is_reversed group by t.total_paid
            """, ticket));
    }

    [TestMethod]
    public async Task Eight_at_once_under_one_key_are_one_payment_with_one_answer()
    {
        var ticket = await _counter.WinningTicket(100);
        var body = new { amountPaid = 1_000, idempotencyKey = Guid.CreateVersion7().ToString() };

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => _counter.Seller.Client.Post($"/tickets/{ticket}/pay", body))));

        Assert.AreEqual(answers[0].Succeeded().Text, string.Join('\n', answers.Select(a => a.Text).Distinct()));
        Assert.AreEqual(1_000m, (await _counter.Admin.Get($"/tickets/{ticket}")).Data.Money("totalPaid"));
    }

    [TestMethod]
    public async Task A_payment_waits_for_the_revert_of_the_evaluation_and_is_refused()
    {
        var ticket = await _counter.WinningTicket(100);
        var sorteo = (await _counter.Admin.Get($"/tickets/{ticket}")).Data.Id("sorteoId");
        await using var holdup = await Stranger.Takes(_counter.Host, "lock table activity_logs in share mode");

        var revert = _counter.Admin.Patch($"/sorteos/{sorteo}/revert-evaluation");
        await holdup.UntilWaiting(1);
        var payment = _counter.Seller.Client.Post($"/tickets/{ticket}/pay", new { amountPaid = 1 });
        await holdup.UntilWaiting(2);
        await holdup.Commits();

        (await revert).Succeeded();
        (await payment).Refused(HttpStatusCode.Conflict, "TICKET_NOT_WINNER");
    }

    [TestMethod]
    public async Task The_database_refuses_payments_above_the_prize()
    {
        var ticket = await _counter.WinningTicket(100);
        (await _counter.Seller.Client.Post($"/tickets/{ticket}/pay", new { amountPaid = 5_000 })).Succeeded();

        await InsertPayment(ticket, 4_000);
        var refused = await Assert.ThrowsExactlyAsync<PostgresException>(() => InsertPayment(ticket, 0.01m));
        Assert.AreEqual("ck_ticket_payments_within_prize", refused.ConstraintName);

        await _counter.Host.Execute(
            "update ticket_payments set is_reversed = true, reversed_at = now() where amount_paid = 4000");
        await InsertPayment(ticket, 4_000);
        refused = await Assert.ThrowsExactlyAsync<PostgresException>(() => _counter.Host.Execute(
            "update ticket_payments set is_reversed = false, reversed_at = null where ticket_id = $1", ticket));
        Assert.AreEqual("ck_ticket_payments_within_prize", refused.ConstraintName);
    }

    [TestMethod]
    public async Task The_database_refuses_a_ticket_that_says_it_paid_more_than_the_prize()
    {
        var ticket = await _counter.WinningTicket(100);

        var refused = await Assert.ThrowsExactlyAsync<PostgresException>(
            () => _counter.Host.Execute("update tickets set total_paid = 9000.01 where id = $1", ticket));

        Assert.AreEqual("ck_tickets_paid_within_prize", refused.ConstraintName);
    }

    private static Task InsertPayment(Guid ticket, decimal amount) => _counter.Host.Execute(
        """
        insert into ticket_payments (id, ticket_id, banca_id, amount_paid, paid_by_id, payment_date, method, is_partial,
            remaining_amount, is_final, is_reversed)
        values (gen_random_uuid(), $1, $2, $3, $4, now(), 'CASH', true, 0, false, false)
        """, ticket, _counter.Banca.Id, amount, _counter.Seller.Id);
}

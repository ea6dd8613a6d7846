using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Activity;

// P10
/// <summary>An act whose line cannot be written does not happen, and the answer says nothing of the inside.</summary>
[TestClass]
[TestProperty("Defect", "D-64")]
public sealed class TrailFailureTests
{
    private const string Secret = "the trail is full";

    private static Counter _counter = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _counter = await Counter.Open();
        _counter.Host.Log.Expect("FAIL", "UNHANDLED_ERROR", "OPERATIONAL_ERROR", "HTTP_REQUEST");
        await _counter.Host.Execute($"""
            create function refuse_line() returns trigger language plpgsql as $$
            begin
                raise exception '{Secret}';
            end $$;
            create trigger refuse_line before insert on activity_logs for each row execute function refuse_line();
            alter table activity_logs disable trigger refuse_line;
            """);
    }

    [ClassCleanup]
    public static async Task Stop() => await _counter.DisposeAsync();

    [TestMethod]
    public async Task A_sale_is_not_stored()
    {
        var order = _counter.Game.Order(
            await _counter.OpenSorteo(), [_counter.Game.Numero("27", 100)],
            idempotencyKey: Guid.CreateVersion7().ToString());

        await FailsWithoutTrace(() => _counter.Seller.Client.Post("/tickets", order));

        (await _counter.Seller.Client.Post("/tickets", order)).Succeeded();
    }

    [TestMethod]
    public async Task A_cancellation_is_not_stored()
    {
        var ticket = (await _counter.Sell(await _counter.OpenSorteo(), _counter.Game.Numero("27", 100))).Data.Id();

        await FailsWithoutTrace(() => _counter.Seller.Client.Patch($"/tickets/{ticket}/cancel"));
    }

    [TestMethod]
    public async Task A_payment_and_its_reversal_are_not_stored()
    {
        var ticket = await _counter.WinningTicket(100);
        var payment = new { amountPaid = 1_000, idempotencyKey = Guid.CreateVersion7().ToString() };

        await FailsWithoutTrace(() => _counter.Seller.Client.Post($"/tickets/{ticket}/pay", payment));
        (await _counter.Seller.Client.Post($"/tickets/{ticket}/pay", payment)).Succeeded();

        await FailsWithoutTrace(() => _counter.Admin.Post($"/tickets/{ticket}/reverse-payment"));
        await FailsWithoutTrace(() => _counter.Admin.Post($"/tickets/{ticket}/finalize-payment"));
    }

    [TestMethod]
    public async Task A_close_an_evaluation_and_its_revert_are_not_stored()
    {
        var sorteo = await _counter.OpenSorteo();
        (await _counter.Sell(sorteo, _counter.Game.Numero("27", 100))).Succeeded();

        await FailsWithoutTrace(() => _counter.Admin.Patch($"/sorteos/{sorteo}/close"));

        _counter.Host.Clock.Advance(TimeSpan.FromHours(4));
        await FailsWithoutTrace(() => _counter.Admin.Patch($"/sorteos/{sorteo}/evaluate", new { winningNumber = "27" }));

        (await _counter.Admin.Patch($"/sorteos/{sorteo}/evaluate", new { winningNumber = "27" })).Succeeded();
        await FailsWithoutTrace(() => _counter.Admin.Patch($"/sorteos/{sorteo}/revert-evaluation"));
    }

    private static async Task FailsWithoutTrace(Func<Task<Answer>> act)
    {
        var before = await Everything();
        await _counter.Host.Execute("alter table activity_logs enable trigger refuse_line");
        Answer answer;
        try
        {
            answer = await act();
        }
        finally
        {
            await _counter.Host.Execute("alter table activity_logs disable trigger refuse_line");
        }

        answer.Refused(HttpStatusCode.InternalServerError, "INTERNAL_ERROR");
        foreach (var inside in new[] { Secret, "refuse_line", "activity_logs", "Exception", "Npgsql", "   at " })
        {
            Assert.DoesNotContain(inside, answer.Text);
        }

        Assert.AreEqual(before, await Everything());
    }

    // Every row of every table that an act here could touch, boiled down to one word each.
    private static Task<string> Everything() => _counter.Host.Scalar<string>("""
        select concat_ws(' ',
            (select md5(string_agg(r::text, '|' order by r::text)) from tickets r),
            (select md5(string_agg(r::text, '|' order by r::text)) from jugadas r),
            (select md5(string_agg(r::text, '|' order by r::text)) from ticket_payments r),
            (select md5(string_agg(r::text, '|' order by r::text)) from sorteos r),
            (select md5(string_agg(r::text, '|' order by r::text)) from sorteo_results r),
            (select md5(string_agg(r::text, '|' order by r::text)) from idempotency_records r),
            (select md5(string_agg(r::text, '|' order by r::text)) from activity_logs r))
        """);
}

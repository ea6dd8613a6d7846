using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Microsoft.Extensions.Logging;

namespace Lottery.Tests.Activity;

// P10
/// <summary>An act whose line cannot be written does not happen, and the answer says nothing of the inside.</summary>
[TestClass]
[TestProperty("Defect", "D-64")]
public sealed class TrailFailureTests
{
    private const string Secret = "the trail is full";

    private static Counter _counter = null!;
    private static Counted _lost = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _counter = await Counter.Open();
        _counter.Host.Log.Expect("FAIL", "UNHANDLED_ERROR", "HTTP_REQUEST", "SYSTEM_ACTION");
        _lost = new Counted(_counter.Host.Services, "lottery.activity.rows_lost");
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
    public static async Task Stop()
    {
        _lost.Dispose();
        await _counter.DisposeAsync();
    }

    [TestMethod]
    public async Task A_sale_is_not_stored()
    {
        var order = _counter.Game.Order(
            await _counter.OpenSorteo(), [_counter.Game.Numero("27", 100)],
            idempotencyKey: Guid.CreateVersion7().ToString());

        await FailsWithoutTrace(() => _counter.Seller.Client.Post("/tickets", order), "TICKET_CREATE");

        (await _counter.Seller.Client.Post("/tickets", order)).Succeeded();
    }

    [TestMethod]
    public async Task A_cancellation_is_not_stored()
    {
        var ticket = (await _counter.Sell(await _counter.OpenSorteo(), _counter.Game.Numero("27", 100))).Data.Id();

        await FailsWithoutTrace(
            () => _counter.Seller.Client.Patch($"/tickets/{ticket}/cancel"), "TICKET_CANCEL");
    }

    [TestMethod]
    public async Task A_payment_and_its_reversal_are_not_stored()
    {
        var ticket = await _counter.WinningTicket(100);
        var payment = new { amountPaid = 1_000, idempotencyKey = Guid.CreateVersion7().ToString() };

        await FailsWithoutTrace(
            () => _counter.Seller.Client.Post($"/tickets/{ticket}/pay", payment), "TICKET_PAY");
        (await _counter.Seller.Client.Post($"/tickets/{ticket}/pay", payment)).Succeeded();

        await FailsWithoutTrace(
            () => _counter.Admin.Post($"/tickets/{ticket}/reverse-payment"), "TICKET_PAYMENT_REVERSE");
        await FailsWithoutTrace(
            () => _counter.Admin.Post($"/tickets/{ticket}/finalize-payment"), "TICKET_PAY_FINALIZE");
    }

    [TestMethod]
    public async Task A_close_an_evaluation_and_its_revert_are_not_stored()
    {
        var sorteo = await _counter.OpenSorteo();
        (await _counter.Sell(sorteo, _counter.Game.Numero("27", 100))).Succeeded();

        await FailsWithoutTrace(() => _counter.Admin.Patch($"/sorteos/{sorteo}/close"), "SORTEO_CLOSE");

        _counter.Host.Clock.Advance(TimeSpan.FromHours(4));
        await FailsWithoutTrace(
            () => _counter.Admin.Patch($"/sorteos/{sorteo}/evaluate", new { winningNumber = "27" }), "SORTEO_EVALUATE");

        (await _counter.Admin.Patch($"/sorteos/{sorteo}/evaluate", new { winningNumber = "27" })).Succeeded();
        await FailsWithoutTrace(
            () => _counter.Admin.Patch($"/sorteos/{sorteo}/revert-evaluation"), "SORTEO_REOPEN");
    }

    [TestMethod]
    public async Task A_failure_of_the_ticket_itself_is_not_told_as_its_lines()
    {
        var sorteo = await _counter.OpenSorteo();
        var told = _counter.Host.Log.Of("SYSTEM_ACTION").Count;
        _lost.Forget();
        await _counter.Host.Execute("""
            create function fill_disk() returns trigger language plpgsql as $$
            begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$;
            create trigger fill_disk before insert on tickets for each row execute function fill_disk();
            """);
        try
        {
            (await _counter.Sell(sorteo, _counter.Game.Numero("27", 100)))
                .Refused(HttpStatusCode.InternalServerError, "INTERNAL_ERROR");
        }
        finally
        {
            await _counter.Host.Execute("drop function fill_disk cascade");
        }

        Assert.HasCount(told, _counter.Host.Log.Of("SYSTEM_ACTION"));
        Assert.IsEmpty(_lost.Labels);
    }

    private static async Task FailsWithoutTrace(Func<Task<Answer>> act, string action)
    {
        var (before, told) = (await Everything(), _counter.Host.Log.Of("SYSTEM_ACTION").Count);
        _lost.Forget();
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
        var record = _counter.Host.Log.Of("SYSTEM_ACTION").Skip(told).Single();
        Assert.AreEqual((LogLevel.Error, action), (record.Level, record["failedToPersistActivity"]));
        Assert.DoesNotContain(Secret, string.Join(' ', record.Values));
        CollectionAssert.AreEqual((string[])[$"action={action}"], _lost.Labels);
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

using System.Net;
using System.Text.Json;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Tickets;

/// <summary>Taking a ticket back and undoing that, by whom and until when.</summary>
[TestClass]
public sealed class CancellationTests
{
    private static readonly TimeSpan UntilCutoff = TimeSpan.FromHours(3) - TimeSpan.FromSeconds(59);
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

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
    public async Task A_ticket_is_cancelled_and_restored_by_its_people_only()
    {
        var ticket = await Sold();
        var elsewhere = await _counter.Banca.Ventana();
        var other = await _counter.World.Banca();
        var insiders = new[]
        {
            _counter.Seller, await _counter.Banca.Listero(_counter.VentanaId), await _counter.Banca.Administrator(),
        };

        foreach (var outsider in new[]
        {
            await _counter.Banca.Vendedor(_counter.VentanaId), await _counter.Banca.Vendedor(elsewhere),
            await _counter.Banca.Listero(elsewhere),
        })
        {
            (await outsider.Client.Patch($"/tickets/{ticket}/cancel")).Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
            (await outsider.Client.Patch($"/tickets/{ticket}/restore")).Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        }

        foreach (var stranger in new[] { await other.Administrator(), await other.Vendedor(await other.Ventana()) })
        {
            (await stranger.Client.Patch($"/tickets/{ticket}/cancel"))
                .Refused(HttpStatusCode.NotFound, "TICKET_NOT_FOUND");
        }

        foreach (var client in insiders.Select(i => i.Client).Append(_counter.Admin))
        {
            Assert.AreEqual("CANCELLED", (await client.Patch($"/tickets/{ticket}/cancel")).Data.Text("status"));
            Assert.AreEqual("ACTIVE", (await client.Patch($"/tickets/{ticket}/restore")).Data.Text("status"));
        }
    }

    [TestMethod]
    public async Task A_cancelled_ticket_says_by_whom_when_and_why_until_it_is_restored()
    {
        var ticket = await Sold();

        var cancelled = (await _seller.Patch($"/tickets/{ticket}/cancel", new { reason = "Se arrepintió" })).Data;
        Assert.IsFalse(cancelled.GetProperty("isActive").GetBoolean());
        Assert.AreEqual((_counter.Seller.Id, "Se arrepintió"), (cancelled.Id("deletedBy"), cancelled.Text("deletedReason")));
        Assert.AreEqual(_counter.World.Now, cancelled.GetProperty("deletedAt").GetDateTimeOffset());

        var restored = (await _seller.Patch($"/tickets/{ticket}/restore")).Data;
        Assert.IsTrue(restored.GetProperty("isActive").GetBoolean());
        foreach (var name in new[] { "deletedAt", "deletedBy", "deletedReason" })
        {
            Assert.AreEqual(JsonValueKind.Null, restored.GetProperty(name).ValueKind);
        }
    }

    // R4
    [TestMethod]
    public async Task A_ticket_is_cancelled_once_even_by_two_at_the_same_moment()
    {
        var ticket = await Sold();
        await using var holdup = await Stranger.Takes(
            _counter.Host, "select from tickets where id = $1 for update", ticket);

        var cancellations = new[] { Cancel(ticket), Cancel(ticket) };
        await holdup.UntilWaiting(2);
        await holdup.Commits();
        var answers = await Task.WhenAll(cancellations);

        Assert.HasCount(1, answers.Where(a => a.Status == HttpStatusCode.OK));
        answers.Single(a => a.Status != HttpStatusCode.OK)
            .Refused(HttpStatusCode.Conflict, "TICKET_ALREADY_CANCELLED");
        Assert.AreEqual(1L, await _counter.Host.Scalar<long>(
            "select count(*) from activity_logs where action = 'TICKET_CANCEL' and target_id = $1", ticket.ToString()));
    }

    [TestMethod]
    public async Task The_cutoff_of_sales_is_the_cutoff_of_cancelling_and_restoring()
    {
        var game = await _counter.Banca.Loteria();
        var sorteo = await _counter.OpenSorteo(game);
        var (kept, cancelled) = (await Sold(sorteo, game), await Sold(sorteo, game));

        _counter.Host.Clock.Advance(UntilCutoff - Instant);
        (await Cancel(cancelled)).Succeeded();
        (await Restore(cancelled)).Succeeded();
        (await Cancel(cancelled)).Succeeded();

        _counter.Host.Clock.Advance(Instant);
        (await Cancel(kept)).Refused(HttpStatusCode.Conflict, "SALES_CUTOFF_REACHED");
        (await Restore(cancelled)).Refused(HttpStatusCode.Conflict, "SALES_CUTOFF_REACHED");
    }

    [TestMethod]
    public async Task After_the_close_and_after_the_evaluation_nothing_changes_any_more()
    {
        var sorteo = await _counter.OpenSorteo();
        var (kept, cancelled) = (await Sold(sorteo), await Sold(sorteo));
        (await Cancel(cancelled)).Succeeded();

        (await _counter.Admin.Patch($"/sorteos/{sorteo}/close")).Succeeded();
        (await Cancel(kept)).Refused(HttpStatusCode.Conflict, "SORTEO_LOCKED");
        (await Restore(cancelled)).Refused(HttpStatusCode.Conflict, "SORTEO_LOCKED");

        await _counter.Game.Evaluate(sorteo, "27");
        (await Cancel(kept)).Refused(HttpStatusCode.BadRequest, "INVALID_STATE");
        (await Restore(cancelled)).Refused(HttpStatusCode.Conflict, "SORTEO_LOCKED");
    }

    [TestMethod]
    public async Task Only_an_active_ticket_is_cancelled_and_only_a_cancelled_one_restored()
    {
        var ticket = await Sold();
        (await Restore(ticket)).Refused(HttpStatusCode.BadRequest, "INVALID_STATE");

        await _counter.Host.Execute("update tickets set status = 'EXCLUDED' where id = $1", ticket);
        (await Cancel(ticket)).Refused(HttpStatusCode.BadRequest, "INVALID_STATE");
        (await Restore(ticket)).Refused(HttpStatusCode.BadRequest, "INVALID_STATE");
        (await Cancel(Guid.CreateVersion7())).Refused(HttpStatusCode.NotFound, "TICKET_NOT_FOUND");
    }

    // R5, D-53
    [TestMethod]
    public async Task A_restored_ticket_is_evaluated_like_any_other()
    {
        var sorteo = await _counter.OpenSorteo();
        var ticket = await Sold(sorteo);
        (await Cancel(ticket)).Succeeded();
        (await Restore(ticket)).Succeeded();

        await _counter.Game.Evaluate(sorteo, "27");

        var shown = (await _seller.Get($"/tickets/{ticket}")).Data;
        Assert.AreEqual(("EVALUATED", 9_000m), (shown.Text("status"), shown.Money("totalPayout")));
    }

    [TestMethod]
    public async Task A_cancellation_waits_for_a_close_in_progress_and_is_then_refused()
    {
        var sorteo = await _counter.OpenSorteo();
        var ticket = await Sold(sorteo);
        await using var closing = await Stranger.Takes(
            _counter.Host, "select from sorteos where id = $1 for update", sorteo);

        var cancellation = Cancel(ticket);
        await closing.UntilWaiting(1);
        await closing.Does("update sorteos set status = 'CLOSED' where id = $1", sorteo);
        await closing.Commits();

        (await cancellation).Refused(HttpStatusCode.Conflict, "SORTEO_LOCKED");
        Assert.AreEqual("ACTIVE", (await _seller.Get($"/tickets/{ticket}")).Data.Text("status"));
    }

    private static async Task<Guid> Sold() => await Sold(await _counter.OpenSorteo());

    private static Task<Guid> Sold(Guid sorteo, GameWorld? game = null) =>
        (game ?? _counter.Game).Sell(_seller, sorteo, (game ?? _counter.Game).Numero("27", 100));

    private static Task<Answer> Cancel(Guid ticket) => _seller.Patch($"/tickets/{ticket}/cancel");

    private static Task<Answer> Restore(Guid ticket) => _seller.Patch($"/tickets/{ticket}/restore");
}

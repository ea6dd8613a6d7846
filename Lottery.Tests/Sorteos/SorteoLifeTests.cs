using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Sorteos;

/// <summary>From SCHEDULED to CLOSED, and what may be changed on the way.</summary>
[TestClass]
public sealed class SorteoLifeTests
{
    private static Counter _counter = null!;
    private static ApiClient _boss = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _counter = await Counter.Open();
        _boss = (await _counter.Banca.Administrator()).Client;
    }

    [ClassCleanup]
    public static async Task Stop() => await _counter.DisposeAsync();

    [TestMethod]
    public async Task A_draw_opens_once_and_closes_once()
    {
        var sorteo = await Scheduled();
        (await Step(sorteo, "close")).Refused(HttpStatusCode.Conflict, "SORTEO_NOT_OPEN");

        Assert.AreEqual("OPEN", (await Step(sorteo, "open")).Data.Text("status"));
        (await Step(sorteo, "open")).Refused(HttpStatusCode.Conflict, "SORTEO_NOT_SCHEDULED");

        Assert.AreEqual("CLOSED", (await Step(sorteo, "close")).Data.Text("status"));
        (await Step(sorteo, "close")).Refused(HttpStatusCode.Conflict, "SORTEO_NOT_OPEN");
        (await Step(sorteo, "open")).Refused(HttpStatusCode.Conflict, "SORTEO_NOT_SCHEDULED");
    }

    [TestMethod]
    public async Task A_draw_that_is_off_does_not_open()
    {
        var sorteo = await Scheduled();
        (await _boss.Patch($"/sorteos/{sorteo}/set-active", new { isActive = false })).Succeeded();

        (await Step(sorteo, "open")).Refused(HttpStatusCode.Conflict, "SORTEO_INACTIVE");
    }

    [TestMethod]
    public async Task A_closed_draw_opens_again_by_restore_and_its_cutoff_still_holds()
    {
        var sorteo = await _counter.OpenSorteo();
        (await Step(sorteo, "close")).Succeeded();

        Assert.AreEqual("OPEN", (await Step(sorteo, "restore")).Data.Text("status"));
        (await Sell(sorteo)).Succeeded();
        (await Step(sorteo, "restore")).Refused(HttpStatusCode.BadRequest, "SORTEO_NOT_RESTORABLE");

        _counter.Host.Clock.Advance(TimeSpan.FromHours(3));
        (await Sell(sorteo)).Refused(HttpStatusCode.Conflict, "SALES_CUTOFF_REACHED");
    }

    // D-27
    [TestMethod]
    public async Task A_draw_with_tickets_is_not_deleted_not_even_with_cancelled_ones()
    {
        var sorteo = await _counter.OpenSorteo();
        var ticket = (await Sell(sorteo)).Data.Id();
        (await _boss.Delete($"/sorteos/{sorteo}")).Refused(HttpStatusCode.Conflict, "SORTEO_HAS_TICKETS");

        (await _counter.Seller.Client.Patch($"/tickets/{ticket}/cancel")).Succeeded();
        (await _boss.Delete($"/sorteos/{sorteo}")).Refused(HttpStatusCode.Conflict, "SORTEO_HAS_TICKETS");
    }

    // D-27
    [TestMethod]
    [DataRow("SCHEDULED")]
    [DataRow("OPEN")]
    [DataRow("CLOSED")]
    public async Task A_deleted_draw_comes_back_as_it_was(string status)
    {
        var sorteo = await Scheduled();
        string[] steps = status switch { "OPEN" => ["open"], "CLOSED" => ["open", "close"], _ => [] };
        foreach (var step in steps)
        {
            (await Step(sorteo, step)).Succeeded();
        }

        var deleted = (await _boss.Delete($"/sorteos/{sorteo}", new { reason = "Repetido" })).Data;
        Assert.AreEqual(("CLOSED", "Repetido"), (deleted.Text("status"), deleted.Text("deletedReason")));
        Assert.DoesNotContain(sorteo, await Listed());
        (await _boss.Delete($"/sorteos/{sorteo}")).Refused(HttpStatusCode.Conflict, "SORTEO_DELETED");
        (await _boss.Patch($"/sorteos/{sorteo}/set-active", new { isActive = true }))
            .Refused(HttpStatusCode.Conflict, "SORTEO_DELETED");

        var restored = (await Step(sorteo, "restore")).Data;
        Assert.AreEqual(
            (status, true), (restored.Text("status"), restored.GetProperty("isActive").GetBoolean()));
        Assert.Contains(sorteo, await Listed());
    }

    // D-48
    [TestMethod]
    public async Task Once_a_ticket_is_sold_only_the_name_changes()
    {
        var sorteo = await _counter.OpenSorteo();
        var later = new { scheduledAt = _counter.World.Now.AddHours(5) };
        (await _boss.Patch($"/sorteos/{sorteo}", later)).Succeeded();
        (await Sell(sorteo)).Succeeded();

        (await _boss.Patch($"/sorteos/{sorteo}", new { scheduledAt = _counter.World.Now.AddHours(6) }))
            .Refused(HttpStatusCode.Conflict, "SORTEO_HAS_TICKETS");
        (await _boss.Patch($"/sorteos/{sorteo}", new { digits = 3 }))
            .Refused(HttpStatusCode.Conflict, "SORTEO_HAS_TICKETS");
        (await _boss.Patch($"/sorteos/{sorteo}", later)).Succeeded();
        Assert.AreEqual(
            "Otro", (await _boss.Patch($"/sorteos/{sorteo}", new { name = "Otro" })).Data.Text("name"));

        (await Step(sorteo, "close")).Succeeded();
        (await _boss.Patch($"/sorteos/{sorteo}", new { name = "Más" }))
            .Refused(HttpStatusCode.Conflict, "SORTEO_NOT_EDITABLE");
    }

    [TestMethod]
    public async Task The_loteria_of_a_draw_changes_only_while_it_is_scheduled_and_within_the_banca()
    {
        var (open, sorteo) = (await _counter.OpenSorteo(), await Scheduled());
        var own = (await _counter.Banca.Loteria()).LoteriaId;
        var foreign = (await (await _counter.World.Banca()).Loteria()).LoteriaId;

        (await _boss.Patch($"/sorteos/{open}", new { loteriaId = own }))
            .Refused(HttpStatusCode.Conflict, "SORTEO_LOTERIA_FIXED");
        (await _boss.Patch($"/sorteos/{sorteo}", new { loteriaId = foreign }))
            .Refused(HttpStatusCode.NotFound, "LOTERIA_NOT_FOUND");
        Assert.AreEqual(own, (await _boss.Patch($"/sorteos/{sorteo}", new { loteriaId = own })).Data.Id("loteriaId"));
    }

    [TestMethod]
    public async Task A_loteria_has_one_draw_at_an_instant()
    {
        var body = new { loteriaId = _counter.Game.LoteriaId, name = "Doble", scheduledAt = _counter.World.Now.AddDays(1) };

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Task.Run(() => _boss.Post("/sorteos", body))));

        Assert.HasCount(1, answers.Where(a => a.Status == HttpStatusCode.Created));
        foreach (var answer in answers.Where(a => a.Status != HttpStatusCode.Created))
        {
            answer.Refused(HttpStatusCode.Conflict, "SORTEO_EXISTS");
        }
    }

    // D-26
    [TestMethod]
    public async Task A_loteria_that_is_switched_off_and_on_takes_along_only_draws_nobody_bought_for()
    {
        var game = await _counter.Banca.Loteria();
        var (unsold, sold) = (await _counter.OpenSorteo(game), await _counter.OpenSorteo(game));
        await game.Sell(_counter.Seller.Client, sold, game.Numero("27", 100));

        (await _boss.Delete($"/loterias/{game.LoteriaId}")).Succeeded();
        Assert.AreEqual((false, "OPEN"), await State(unsold));
        Assert.AreEqual((true, "OPEN"), await State(sold));

        (await _boss.Patch($"/loterias/{game.LoteriaId}/restore")).Succeeded();
        Assert.AreEqual((true, "OPEN"), await State(unsold));
    }

    private static async Task<Guid> Scheduled()
    {
        _counter.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        return await _counter.Game.Sorteo();
    }

    private static Task<Answer> Step(Guid sorteo, string step) => _boss.Patch($"/sorteos/{sorteo}/{step}");

    private static Task<Answer> Sell(Guid sorteo) => _counter.Sell(sorteo, _counter.Game.Numero("27", 100));

    private static async Task<(bool Active, string Status)> State(Guid sorteo)
    {
        var shown = (await _boss.Get($"/sorteos/{sorteo}")).Data;
        return (shown.GetProperty("isActive").GetBoolean(), shown.Text("status"));
    }

    private static async Task<IEnumerable<Guid>> Listed() =>
        (await _boss.Get("/sorteos?pageSize=100")).Succeeded().Json.Rows().Select(s => s.Id());
}

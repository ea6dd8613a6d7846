using Lottery.Tests.Activity;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Sorteos;

/// <summary>Every step in the life of a draw leaves exactly one line: who, in which request, before and after.</summary>
[TestClass]
public sealed class SorteoTrailTests
{
    private static Counter _counter = null!;
    private static Person _boss = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _counter = await Counter.Open();
        _boss = await _counter.Banca.Administrator();
    }

    [ClassCleanup]
    public static async Task Stop() => await _counter.DisposeAsync();

    [TestMethod]
    public async Task From_its_creation_to_its_second_result()
    {
        var created = await Create();
        var id = created.Data.Id();
        var line = await Line(created, "SORTEO_CREATE", id);
        Assert.AreEqual(System.Text.Json.JsonValueKind.Null, line.Before.ValueKind);
        Assert.AreEqual("SCHEDULED", line.After.Text("status"));

        await Step(id, "open", "SORTEO_OPEN", "SCHEDULED", "OPEN");
        await _counter.Game.Sell(_counter.Seller.Client, id, _counter.Game.Numero("27", 100));
        await Step(id, "close", "SORTEO_CLOSE", "OPEN", "CLOSED");
        _counter.Host.Clock.Advance(TimeSpan.FromHours(4));
        var evaluated = await Step(id, "evaluate", "SORTEO_EVALUATE", "CLOSED", "EVALUATED", new { winningNumber = "27" });
        Assert.AreEqual("27", evaluated.After.Text("winningNumber"));
        Assert.AreEqual(9_000m, evaluated.Details.Money("totalPayout"));

        var reverted = await Step(
            id, "revert-evaluation", "SORTEO_REOPEN", "EVALUATED", "CLOSED", new { reason = "Mal digitado" });
        Assert.AreEqual("27", reverted.Before.Text("winningNumber"));
        Assert.AreEqual(
            ("Mal digitado", "27"), (reverted.Details.Text("reason"), reverted.Details.Text("previousWinningNumber")));
        await Step(id, "evaluate", "SORTEO_EVALUATE", "CLOSED", "EVALUATED", new { winningNumber = "72" });
    }

    [TestMethod]
    public async Task Changed_switched_off_deleted_and_restored()
    {
        var id = (await Create()).Data.Id();

        var renamed = await Line(
            await _boss.Client.Patch($"/sorteos/{id}", new { name = "Otro nombre" }), "SORTEO_UPDATE", id);
        Assert.AreEqual("Otro nombre", renamed.After.Text("name"));

        var off = await Line(
            await _boss.Client.Patch($"/sorteos/{id}/set-active", new { isActive = false }), "SORTEO_UPDATE", id);
        Assert.AreEqual(
            (true, false),
            (off.Before.GetProperty("isActive").GetBoolean(), off.After.GetProperty("isActive").GetBoolean()));

        var deleted = await Line(
            await _boss.Client.Delete($"/sorteos/{id}", new { reason = "Repetido" }), "SOFT_DELETE", id);
        Assert.AreEqual("Repetido", deleted.After.Text("deletedReason"));

        await Step(id, "restore", "RESTORE", "CLOSED", "SCHEDULED");
    }

    [TestMethod]
    public async Task A_refused_step_leaves_none()
    {
        var id = (await Create()).Data.Id();

        foreach (var answer in new[]
        {
            await _boss.Client.Patch($"/sorteos/{id}/close"),
            await _boss.Client.Patch($"/sorteos/{id}/evaluate", new { winningNumber = "27" }),
            await _boss.Client.Patch($"/sorteos/{id}/revert-evaluation"),
            await _boss.Client.Patch($"/sorteos/{id}/restore"),
            await _counter.Seller.Client.Patch($"/sorteos/{id}/open"),
        })
        {
            Assert.IsEmpty(await _counter.Host.TrailOf(answer), answer.Text);
        }
    }

    private static Task<Answer> Create()
    {
        _counter.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        return _boss.Client.Post("/sorteos", new
        {
            loteriaId = _counter.Game.LoteriaId,
            name = "Sorteo del trabajo",
            scheduledAt = _counter.World.Now.AddHours(3),
        });
    }

    private static async Task<TrailLine> Step(
        Guid sorteo, string step, string action, string before, string after, object? body = null)
    {
        var line = await Line(await _boss.Client.Patch($"/sorteos/{sorteo}/{step}", body), action, sorteo);
        Assert.AreEqual((before, after), (line.Before.Text("status"), line.After.Text("status")));
        return line;
    }

    private static async Task<TrailLine> Line(Answer answer, string action, Guid sorteo)
    {
        var line = await _counter.Host.LineOf(answer);
        Assert.AreEqual(
            new TrailLine(action, _boss.Id, "SORTEO", sorteo.ToString(), _counter.Banca.Id, line.Details), line);
        return line;
    }
}

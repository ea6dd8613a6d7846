using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Activity;

[TestClass]
public sealed class ActivityListTests
{
    private static World _world = null!;
    private static BancaWorld _banca = null!;
    private static Person _boss = null!;
    private static Guid _ventanaId;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        _banca = await _world.Banca();
        _boss = await _banca.Administrator();
        _ventanaId = (await _boss.Client.Post("/ventanas", new { name = "Ventana Uno" })).Data.Id();
        _world.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        (await _boss.Client.Patch($"/ventanas/{_ventanaId}", new { name = "Ventana Dos" })).Succeeded();
        _world.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        (await _world.Admin.Patch($"/ventanas/{_ventanaId}", new { name = "Ventana Tres" })).Succeeded();
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    public async Task The_newest_line_comes_first()
    {
        var lines = await Lines($"targetId={_ventanaId}");

        CollectionAssert.AreEqual(
            new List<string> { "VENTANA_UPDATE", "VENTANA_UPDATE", "VENTANA_CREATE" },
            lines.ConvertAll(line => line.Text("action")));
        Assert.AreEqual("admin", lines[0].GetProperty("user").Text("username"));
        Assert.AreEqual("Ventana Tres", lines[0].GetProperty("details").GetProperty("after").Text("name"));
    }

    [TestMethod]
    [DataRow("action=VENTANA_UPDATE", 2)]
    [DataRow("action=ventana_create", 1)]
    [DataRow("action=TICKET_PAY", 0)]
    [DataRow("targetType=VENTANA", 3)]
    [DataRow("targetType=VENTANA&action=VENTANA_CREATE", 1)]
    [DataRow("search=ventana_u", 2)]
    [DataRow("search=%25", 0)]
    [DataRow("startDate=2026-10-20T15:01:00Z&targetType=VENTANA", 2)]
    [DataRow("startDate=2026-10-20T09:01:00&targetType=VENTANA", 2)]
    [DataRow("endDate=2026-10-20T15:00:59Z&targetType=VENTANA", 1)]
    [DataRow("startDate=2026-10-20T15:01:00Z&endDate=2026-10-20T15:01:00Z&targetType=VENTANA", 1)]
    public async Task A_filter_keeps_what_it_says(string filter, int kept) =>
        Assert.HasCount(kept, await Lines(filter));

    [TestMethod]
    public async Task Lines_are_found_by_who_acted()
    {
        var lines = await Lines($"userId={_boss.Id}&targetType=VENTANA");

        Assert.HasCount(2, lines);
        Assert.HasCount(2, await Lines($"search={_boss.Username}&targetType=VENTANA"));
    }

    [TestMethod]
    public async Task Pages_do_not_overlap_and_say_how_many_there_are()
    {
        var first = await _world.Admin.Get($"/activity-logs?targetId={_ventanaId}&pageSize=2");
        var second = await _world.Admin.Get($"/activity-logs?targetId={_ventanaId}&pageSize=2&page=2");

        Assert.AreEqual((2, 1), (first.Json.Rows().Count, second.Json.Rows().Count));
        Assert.AreNotEqual(first.Json.Rows()[1].Id(), second.Json.Rows()[0].Id());
        var meta = first.Json.GetProperty("meta");
        Assert.AreEqual((3, 2, 2), (Number("total"), Number("totalPages"), Number("pageSize")));
        Assert.IsTrue(meta.GetProperty("hasNextPage").GetBoolean());

        int Number(string name) => meta.GetProperty(name).GetInt32();
    }

    [TestMethod]
    public async Task Dates_that_cross_are_refused() =>
        (await _world.Admin.Get("/activity-logs?startDate=2026-10-21&endDate=2026-10-20"))
            .Refused(HttpStatusCode.BadRequest, "DATES_CROSS");

    [TestMethod]
    public async Task A_line_is_got_by_its_id()
    {
        var line = (await Lines($"targetId={_ventanaId}"))[0];

        var got = (await _boss.Client.Get($"/activity-logs/{line.Id()}")).Data;

        Assert.AreEqual(line.GetRawText(), got.GetRawText());
    }

    [TestMethod]
    public async Task A_banca_reads_its_own_lines_and_what_administrators_did_in_it()
    {
        var other = await _world.Banca();
        var stranger = await other.Administrator();
        var line = (await Lines($"targetId={_ventanaId}"))[0];

        Assert.AreEqual("admin", line.GetProperty("user").Text("username"));
        Assert.Contains(line.Id(), (await _boss.Client.Get("/activity-logs")).Json.Rows().Select(l => l.Id()));
        (await stranger.Client.Get($"/activity-logs/{line.Id()}")).Refused(HttpStatusCode.NotFound, "ACTIVITY_NOT_FOUND");
        var seen = (await stranger.Client.Get("/activity-logs?pageSize=100")).Json.Rows();
        Assert.IsTrue(seen.All(l => l.Id("bancaId") == other.Id));
    }

    private static async Task<List<System.Text.Json.JsonElement>> Lines(string filter) =>
        [.. (await _world.Admin.Get($"/activity-logs?{filter}")).Succeeded().Json.Rows()];
}

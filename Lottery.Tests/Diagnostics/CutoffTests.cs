using System.Net;
using System.Text.Json;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Diagnostics;

/// <summary>What is told of the cutoff is what the sale does, and only to those whom the ventana concerns.</summary>
[TestClass]
public sealed class CutoffTests
{
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

    private static World _world = null!;
    private static House _ours = null!;
    private static House _theirs = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create(await Counter.HostOn());
        (_ours, _theirs) = (await House.Furnish(_world), await House.Furnish(_world));
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    [DataRow(1)]
    [DataRow(5)]
    public async Task It_blocks_from_the_instant_on_that_nothing_is_sold(int minutes)
    {
        var house = await House.Furnish(_world);
        (await _world.Admin.Patch($"/bancas/{house.Banca.Id}", new { salesCutoffMinutes = minutes })).Succeeded();
        var sorteo = await house.Game.OpenSorteo(TimeSpan.FromMinutes(10));
        var body = house.Game.Ticket(sorteo, house.Game.Numero("27", 100));

        _world.Host.Clock.Advance(TimeSpan.FromMinutes(10 - minutes) + TimeSpan.FromSeconds(1) - Instant);
        var before = await Cutoff();
        (await house.Vendedor.Client.Post("/tickets", body)).Succeeded();

        _world.Host.Clock.Advance(Instant);
        var after = await Cutoff();
        (await house.Vendedor.Client.Post("/tickets", body)).Refused(HttpStatusCode.Conflict, "SALES_CUTOFF_REACHED");

        Assert.AreEqual((false, true), (Blocks(before), Blocks(after)));
        Assert.AreEqual(after.Text("now"), after.Text("effectiveLimitTime"));

        async Task<JsonElement> Cutoff() => (await house.Listero.Client.Get(
            $"/diagnostics/cutoff?ventanaId={house.VentanaId}&sorteoId={sorteo}")).Data;
    }

    [TestMethod]
    public async Task Times_are_those_of_the_clock_on_the_wall()
    {
        await using var world = await World.Create();
        var house = await House.Furnish(world);

        var told = (await house.Listero.Client.Get(
            $"/diagnostics/cutoff?ventanaId={house.VentanaId}&sorteoId={house.SorteoId}&_=1761000000000")).Data;

        Assert.AreEqual(
            ("2026-10-20T09:00:00.000", "2026-10-20T12:00:00.000", "2026-10-20T11:59:00.000", "2026-10-20T11:59:01.000"),
            (told.Text("now"), told.Text("scheduledAt"), told.Text("limitTime"), told.Text("effectiveLimitTime")));
        Assert.AreEqual(
            (1, 1000, 10_740, 10_800),
            (Number(told, "cutoffMinutes"), Number(told, "graceMs"), Number(told, "secondsUntilLimit"),
                Number(told, "secondsUntilScheduled")));
        Assert.AreEqual(("BANCA", "OPEN", false), (told.Text("cutoffSource"), told.Text("sorteoStatus"), Blocks(told)));
        var input = told.GetProperty("input");
        Assert.AreEqual(
            (house.VentanaId, house.SorteoId, house.Listero.Id),
            (input.Id("ventanaId"), input.Id("sorteoId"), input.Id("userId")));
    }

    [TestMethod]
    public async Task Seconds_are_never_fewer_than_none()
    {
        var house = await House.Furnish(_world);
        _world.Host.Clock.Advance(TimeSpan.FromHours(4));

        var told = (await _world.Admin.Get(Path(house.VentanaId, house.SorteoId))).Data;

        Assert.AreEqual(
            (0, 0, true), (Number(told, "secondsUntilLimit"), Number(told, "secondsUntilScheduled"), Blocks(told)));
    }

    [TestMethod]
    [TestProperty("Defect", "D-15")]
    [DataRow("BANCA")]
    [DataRow("VENTANA")]
    public async Task Nothing_of_another_banca_is_there(string role)
    {
        var client = _ours.People[role].Client;

        (await client.Get(Path(_theirs.VentanaId, _ours.SorteoId)))
            .Refused(HttpStatusCode.NotFound, "VENTANA_NOT_FOUND");
        (await client.Get(Path(_ours.VentanaId, _theirs.SorteoId)))
            .Refused(HttpStatusCode.NotFound, "SORTEO_NOT_FOUND");
        (await client.Get(Path(_ours.VentanaId, _ours.SorteoId, _theirs.Vendedor.Id)))
            .Refused(HttpStatusCode.NotFound, "USER_NOT_FOUND");
        (await client.Get(Path(_ours.VentanaId, _ours.SorteoId, _ours.Vendedor.Id))).Succeeded();
    }

    [TestMethod]
    [TestProperty("Defect", "D-15")]
    public async Task A_ventana_asks_for_itself_and_its_people_alone()
    {
        var other = await _ours.Banca.Ventana();
        var seller = await _ours.Banca.Vendedor(other);
        var listero = _ours.Listero.Client;

        (await listero.Get(Path(other, _ours.SorteoId))).Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        (await listero.Get(Path(_ours.VentanaId, _ours.SorteoId, seller.Id)))
            .Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        (await listero.Get(Path(_ours.VentanaId, _ours.SorteoId, _ours.Administrator.Id)))
            .Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        (await listero.Get(Path(_ours.VentanaId, _ours.SorteoId, _ours.Listero.Id))).Succeeded();
        (await _ours.Administrator.Client.Get(Path(other, _ours.SorteoId, seller.Id))).Succeeded();
        (await _ours.Vendedor.Client.Get(Path(_ours.VentanaId, _ours.SorteoId)))
            .Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
    }

    [TestMethod]
    public async Task An_administrator_asks_for_any_banca_but_never_mixes_two()
    {
        (await _world.Admin.Get(Path(_theirs.VentanaId, _theirs.SorteoId, _theirs.Vendedor.Id))).Succeeded();
        (await _world.Admin.Get(Path(_ours.VentanaId, _theirs.SorteoId)))
            .Refused(HttpStatusCode.NotFound, "SORTEO_NOT_FOUND");
        (await _world.Admin.Get(Path(_ours.VentanaId, _ours.SorteoId, _theirs.Vendedor.Id)))
            .Refused(HttpStatusCode.NotFound, "USER_NOT_FOUND");
    }

    [TestMethod]
    public async Task An_inactive_ventana_is_not_there()
    {
        var ventana = await _ours.Banca.Ventana();
        (await _world.Admin.Delete($"/ventanas/{ventana}")).Succeeded();

        (await _world.Admin.Get(Path(ventana, _ours.SorteoId))).Refused(HttpStatusCode.NotFound, "VENTANA_NOT_FOUND");
    }

    [TestMethod]
    [DataRow("", "ventanaId")]
    [DataRow("ventanaId=0197a3c2-7f60-7b0e-9d5e-6f0f3c1f2a11", "sorteoId")]
    [DataRow("ventanaId=x&sorteoId=0197a3c2-7f60-7b0e-9d5e-6f0f3c1f2a11", "ventanaId")]
    [DataRow("ventanaId=0197a3c2-7f60-7b0e-9d5e-6f0f3c1f2a11&sorteoId=0197a3c2-7f60-7b0e-9d5e-6f0f3c1f2a11&bancaId=1", "(root)")]
    public async Task A_query_that_is_not_understood_is_refused(string query, string field)
    {
        var answer = await _world.Admin.Get($"/diagnostics/cutoff?{query}");

        answer.Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");
        Assert.AreEqual(field, answer.Json.Rows("details")[0].Text("field"));
        Assert.AreEqual("query", answer.Json.GetProperty("meta").GetProperty("context").Text("source"));
    }

    private static string Path(Guid ventana, Guid sorteo, Guid? user = null) =>
        $"/diagnostics/cutoff?ventanaId={ventana}&sorteoId={sorteo}{(user is null ? "" : $"&userId={user}")}";

    private static bool Blocks(JsonElement told) => told.GetProperty("blocks").GetBoolean();

    private static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();
}

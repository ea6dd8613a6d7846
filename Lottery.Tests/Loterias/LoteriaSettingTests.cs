using System.Net;
using System.Text.Json;
using Lottery.Api.Http;
using Lottery.Data.Loterias;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Lottery.Tests.Loterias;

/// <summary>What a banca settles for a whole lotería, and what an installation does for all.</summary>
[TestClass]
[TestProperty("Defect", "DRAW-35")]
public sealed class LoteriaSettingTests
{
    private static World _world = null!;
    private static House _house = null!;
    private static House _other = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        (_house, _other) = (await House.Furnish(_world), await House.Furnish(_world));
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    public async Task A_banca_settles_what_is_its_own()
    {
        var boss = _house.Administrator.Client;
        var path = Of(_house.Game.LoteriaId);

        Assert.AreEqual("null null true", Told(await boss.Get(path)));
        Assert.AreEqual("85.5 50000 true", Told(await boss.Put(path, new { baseMultiplierX = 85.5, maxTotalPerSorteo = 50_000 })));
        Assert.AreEqual("85.5 50000 false", Told(await _world.Admin.Patch(path, new { isActive = false })));
        Assert.AreEqual("null 50000 false", Told(await boss.Put(path, new { baseMultiplierX = (decimal?)null })));
        Assert.AreEqual("null null true", Told(await boss.Put(path, new { maxTotalPerSorteo = (decimal?)null, isActive = true })));
        Assert.AreEqual("null null true", Told(await _world.Admin.Get(path)));
        Assert.AreEqual(1L, await _world.Host.Scalar<long>(
            "select count(*) from banca_loteria_settings where loteria_id = $1", _house.Game.LoteriaId));
    }

    [TestMethod]
    public async Task Another_house_does_not_exist_and_nobody_below_is_let_in()
    {
        (await _house.Administrator.Client.Get(Of(_other.Game.LoteriaId)))
            .Refused(HttpStatusCode.NotFound, "LOTERIA_NOT_FOUND");
        (await _house.Administrator.Client.Put(Of(_other.Game.LoteriaId), new { baseMultiplierX = 1 }))
            .Refused(HttpStatusCode.NotFound, "LOTERIA_NOT_FOUND");
        foreach (var person in (Person[])[_house.Listero, _house.Vendedor])
        {
            (await person.Client.Get(Of(_house.Game.LoteriaId))).Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
            (await person.Client.Put(Of(_house.Game.LoteriaId), new { baseMultiplierX = 1 }))
                .Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        }
    }

    [TestMethod]
    public async Task Each_banca_settles_for_itself_what_is_everybodys()
    {
        var path = Of((await _world.Admin.Post("/loterias", new { name = _world.Name("Plantilla ") })).Data.Id());
        (await _world.Admin.Put(path, new { baseMultiplierX = 70 }))
            .Refused(HttpStatusCode.BadRequest, "BANCA_CONTEXT_REQUIRED");
        (await _house.Administrator.Client.Put(path, new { baseMultiplierX = 80 })).Succeeded();
        (await _other.Administrator.Client.Put(path, new { baseMultiplierX = 81 })).Succeeded();

        Assert.AreEqual("80 null true", Told(await _house.Administrator.Client.Get(path)));
        Assert.AreEqual("81 null true", Told(
            await _world.Admin.Get(path, (TenantEntry.ActiveBanca, _other.Banca.Id.ToString()))));
    }

    [TestMethod]
    [DataRow("""{"baseMultiplierX": 0}""")]
    [DataRow("""{"baseMultiplierX": 10000}""")]
    [DataRow("""{"maxTotalPerSorteo": 0}""")]
    [DataRow("""{"maxTotalPerSorteo": 100000000.5}""")]
    [DataRow("""{"isActive": null}""")]
    [DataRow("""{"bancaId": null}""")]
    public async Task What_makes_no_sense_is_refused(string body)
    {
        var answer = await _world.Admin.Put(
            Of(_house.Game.LoteriaId), System.Text.Json.Nodes.JsonNode.Parse(body)!);

        answer.Refused(HttpStatusCode.BadRequest, answer.Code!);
    }

    [TestMethod]
    public async Task Every_change_stays_in_the_log()
    {
        var game = await _house.Banca.Loteria();
        (await _world.Admin.Put(Of(game.LoteriaId), new { baseMultiplierX = 80 })).Succeeded();
        (await _world.Admin.Put(Of(game.LoteriaId), new { baseMultiplierX = 81 })).Succeeded();

        var changes = (await _house.Administrator.Client.Get("/activity-logs?targetType=BANCA_LOTERIA_SETTING")).Json.Rows()
            .Select(line => line.GetProperty("details"))
            .Where(details => details.Id("loteriaId") == game.LoteriaId).ToList();

        Assert.HasCount(2, changes);
        Assert.AreEqual(80m, changes[0].GetProperty("before").Money("baseMultiplierX"));
        Assert.AreEqual(81m, changes[0].GetProperty("after").Money("baseMultiplierX"));
    }

    [TestMethod]
    [DataRow("--Multipliers:BaseDefaultX=72.5", 72.5)]
    [DataRow("--MULTIPLIER_BASE_DEFAULT_X=72.5", 72.5)]
    [DataRow("--Unrelated=1", null)]
    public async Task An_installation_says_the_last_resort(string setting, double? factor)
    {
        await using var host = await ApiHost.Start(settings: [setting]);

        var options = host.Services.GetRequiredService<IOptions<BaseMultiplierOptions>>().Value;

        Assert.AreEqual((decimal?)factor, options.BaseDefaultX);
    }

    [TestMethod]
    [DataRow("--Multipliers:BaseDefaultX=0")]
    [DataRow("--MULTIPLIER_BASE_DEFAULT_X=-1")]
    [DataRow("--Multipliers:BaseDefaultX=10000")]
    public async Task A_last_resort_that_makes_no_sense_stops_the_start(string setting)
    {
        var refusal = await Assert.ThrowsExactlyAsync<OptionsValidationException>(() => ApiHost.Start(settings: [setting]));

        StringAssert.StartsWith(
            refusal.Failures.Single(), "Multipliers:BaseDefaultX must be above 0", StringComparison.Ordinal);
    }

    private static string Of(Guid loteriaId) => $"/loterias/{loteriaId}/settings";

    private static string Told(Answer answer)
    {
        var data = answer.Data;
        return $"{Number("baseMultiplierX")} {Number("maxTotalPerSorteo")} {(data.GetProperty("isActive").GetBoolean() ? "true" : "false")}";

        string Number(string name) => data.GetProperty(name) is { ValueKind: JsonValueKind.Number } number
            ? FormattableString.Invariant($"{number.GetDecimal():0.##}")
            : "null";
    }
}

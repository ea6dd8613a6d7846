using System.Net;
using System.Text.Json;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Users;

/// <summary>The prices a seller may offer: those its own commission policy speaks of.</summary>
[TestClass]
public sealed class AllowedMultiplierTests
{
    private static World _world = null!;
    private static House _house = null!;
    private static GameWorld _game = null!;
    private static GameWorld _other = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        _house = await House.Furnish(_world);
        (_game, _other) = (_house.Game, await _house.Banca.Loteria());
        await _game.Multiplier("Menor", 80);
        await _game.Multiplier("Mayor", 95);
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    [DataRow("""{"rules": [{"multiplierRange": {"min": 80, "max": 90}}]}""", "80 90")]
    [DataRow("""{"rules": [{"multiplierRange": {"min": 80.01, "max": 94.99}}]}""", "90")]
    [DataRow("""{"rules": [{"multiplierRange": {"min": 0, "max": 999}}]}""", "80 90 95")]
    [DataRow("""{"rules": [{"multiplierRange": {"min": 0, "max": 80}}, {"multiplierRange": {"min": 95, "max": 999}}]}""", "80 95")]
    [DataRow("""{"rules": [{"loteriaId": null, "betType": null, "multiplierRange": {"min": 95, "max": 95}}]}""", "95")]
    [DataRow("""{"rules": [{"betType": "NUMERO", "multiplierRange": {"min": 0, "max": 999}}]}""", "80 90 95")]
    [DataRow("""{"rules": [{"betType": "REVENTADO", "multiplierRange": {"min": 0, "max": 999}}]}""", "")]
    [DataRow("""{"rules": [{"loteriaId": "{game}", "multiplierRange": {"min": 90, "max": 90}}]}""", "90")]
    [DataRow("""{"rules": [{"loteriaId": "{other}", "multiplierRange": {"min": 0, "max": 999}}]}""", "")]
    [DataRow("""{"rules": [{"id": "any", "percent": 5}, {"multiplierRange": {"min": 90, "max": 90}}]}""", "90")]
    [DataRow("""{"rules": []}""", "")]
    [DataRow("{}", "")]
    public async Task A_price_is_allowed_when_a_rule_speaks_of_it(string policy, string allowed)
    {
        await Policy(policy);

        var answer = await Ask(_house.Vendedor.Client);

        Assert.AreEqual(allowed, Values(answer));
        Assert.IsTrue(Meta(answer, "policyExists").GetBoolean());
        Assert.IsTrue(Meta(answer, "policyEffective").GetBoolean());
        Assert.AreEqual(3, Meta(answer, "totalActiveMultipliers").GetInt32());
    }

    [TestMethod]
    [DataRow("2026-10-20T15:00:00Z", null, true)]
    [DataRow("2026-10-20T09:00:00-06:00", null, true)]
    [DataRow("2026-10-20T15:00:01Z", null, false)]
    [DataRow(null, "2026-10-20T15:00:00Z", true)]
    [DataRow(null, "2026-10-20T14:59:59Z", false)]
    public async Task A_policy_counts_while_it_is_in_effect(string? from, string? to, bool counts)
    {
        await Policy(JsonSerializer.Serialize(new
        {
            effectiveFrom = from,
            effectiveTo = to,
            rules = new[] { new { multiplierRange = new { min = 0, max = 999 } } },
        }));

        var answer = await Ask(_world.Admin);

        Assert.AreEqual(counts ? "80 90 95" : "", Values(answer));
        Assert.IsTrue(Meta(answer, "policyExists").GetBoolean());
        Assert.AreEqual(counts, Meta(answer, "policyEffective").GetBoolean());
        Assert.AreEqual(counts ? 1 : 0, Meta(answer, "rulesMatched").GetInt32());
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow("null")]
    [DataRow("\"text\"")]
    [DataRow("[1]")]
    [DataRow("""{"rules": 5}""")]
    [DataRow("""{"effectiveFrom": "soon", "rules": []}""")]
    [DataRow("""{"rules": [{"loteriaId": "none", "multiplierRange": {"min": 0, "max": 999}}]}""")]
    public async Task What_cannot_be_read_is_no_policy(string? stored)
    {
        await Policy(stored);

        foreach (var answer in (Answer[])
            [await Ask(_world.Admin), await _world.Admin.Get($"/users/{_house.Vendedor.Id}/allowed-multipliers-batch")])
        {
            Assert.AreEqual("", Values(answer));
            Assert.IsFalse(Meta(answer, "policyExists").GetBoolean());
            Assert.IsFalse(Meta(answer, "policyEffective").GetBoolean());
        }
    }

    [TestMethod]
    public async Task What_the_ventana_or_the_banca_agreed_does_not_count()
    {
        await Policy(null);
        const string All = """{"rules": [{"multiplierRange": {"min": 0, "max": 999}}]}""";
        await _world.Host.Execute(
            "update users set commission_policy_json = $1::jsonb where id = $2", All, _house.Listero.Id);

        Assert.AreEqual("", Values(await Ask(_house.Vendedor.Client)));
    }

    [TestMethod]
    public async Task The_kind_is_asked_for_and_the_batch_goes_over_every_active_loteria()
    {
        await Policy("""
            {"rules": [{"betType": "REVENTADO", "multiplierRange": {"min": 200, "max": 200}},
                       {"loteriaId": "{game}", "multiplierRange": {"min": 90, "max": 95}},
                       {"multiplierRange": {"min": 1000, "max": 2000}}]}
            """);
        var closed = await _house.Banca.Loteria();
        (await _world.Admin.Delete($"/loterias/{closed.LoteriaId}")).Succeeded();

        Assert.AreEqual("200", Values(await Ask(_world.Admin, "&betType=REVENTADO")));
        var batch = await _house.Vendedor.Client.Get($"/users/{_house.Vendedor.Id}/allowed-multipliers-batch");
        Assert.AreEqual("90 95 200 200", Values(batch));
        Assert.AreEqual((2, 6, 4, 2), (
            Meta(batch, "totalLoterias").GetInt32(), Meta(batch, "totalMultipliersProcessed").GetInt32(),
            Meta(batch, "totalAllowedMultipliers").GetInt32(), Meta(batch, "totalRulesMatched").GetInt32()));
        var numero = await _world.Admin.Get($"/users/{_house.Vendedor.Id}/allowed-multipliers-batch?betType=NUMERO");
        Assert.AreEqual("90 95", Values(numero));
        Assert.AreEqual(_game.LoteriaId, numero.Json.Rows()[0].Id("loteriaId"));
        Assert.AreEqual("", Values(
            await _world.Admin.Get($"/users/{_house.Vendedor.Id}/allowed-multipliers-batch?isActive=false")));
    }

    [TestMethod]
    public async Task Who_or_what_is_not_there_is_said()
    {
        var seller = _house.Vendedor.Id;

        (await _world.Admin.Get($"/users/{_house.Listero.Id}/allowed-multipliers?loteriaId={_game.LoteriaId}"))
            .Refused(HttpStatusCode.BadRequest, "INVALID_USER_ROLE");
        (await _world.Admin.Get($"/users/{_house.Listero.Id}/allowed-multipliers-batch"))
            .Refused(HttpStatusCode.BadRequest, "INVALID_USER_ROLE");
        (await _world.Admin.Get($"/users/{seller}/allowed-multipliers?loteriaId={Guid.CreateVersion7()}"))
            .Refused(HttpStatusCode.NotFound, "LOTERIA_NOT_FOUND");
        var silent = await _world.Admin.Get($"/users/{seller}/allowed-multipliers");
        silent.Refused(HttpStatusCode.BadRequest, silent.Code!);
        var colleague = await _house.Banca.Vendedor(_house.VentanaId);
        (await colleague.Client.Get($"/users/{seller}/allowed-multipliers-batch"))
            .Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
    }

    // A rule without an id and a percentage makes a document that cannot be read; here they do not matter.
    private static Task Policy(string? json) => _world.Host.Execute(
        "update users set commission_policy_json = nullif($1, '')::jsonb where id = $2",
        (json ?? "")
            .Replace("\"multiplierRange\"", "\"id\": \"r\", \"percent\": 5, \"multiplierRange\"", StringComparison.Ordinal)
            .Replace("{game}", $"{_game.LoteriaId}", StringComparison.Ordinal)
            .Replace("{other}", $"{_other.LoteriaId}", StringComparison.Ordinal),
        _house.Vendedor.Id);

    private static Task<Answer> Ask(ApiClient client, string more = "") =>
        client.Get($"/users/{_house.Vendedor.Id}/allowed-multipliers?loteriaId={_game.LoteriaId}{more}");

    private static string Values(Answer answer) => string.Join(
        ' ', answer.Succeeded().Json.Rows().Select(price => price.Money("valueX")).Order().Select(value => $"{value:0.##}"));

    private static JsonElement Meta(Answer answer, string name) => answer.Json.GetProperty("meta").GetProperty(name);
}

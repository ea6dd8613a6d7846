using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Loterias;

/// <summary>Another base factor for a seller or a ventana, from its making to its end.</summary>
[TestClass]
public sealed class OverrideTests
{
    private static World _world = null!;
    private static BancaWorld _banca = null!;
    private static ApiClient _boss = null!;
    private static GameWorld _game = null!;
    private static Guid _ventana;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        _banca = await _world.Banca();
        _boss = (await _banca.Administrator()).Client;
        (_game, _ventana) = (await _banca.Loteria(), await _banca.Ventana());
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    [TestProperty("Defect", "DRAW-5")]
    public async Task A_row_shows_names_and_never_a_secret()
    {
        var seller = await _banca.Vendedor(_ventana);
        var secret = await _world.Host.Scalar<string>("select password_hash from users where id = $1", seller.Id);
        var made = await Create("USER", seller.Id);
        var path = $"/multiplier-overrides/{made.Data.Id()}";

        Assert.AreEqual(HttpStatusCode.Created, made.Status);
        foreach (var answer in (Answer[])
        [
            made, await _boss.Get(path), await _boss.Get($"/multiplier-overrides?scopeId={seller.Id}"),
            await _boss.Put(path, new { baseMultiplierX = 96 }), await _boss.Delete(path),
            await _boss.Patch($"{path}/restore"),
        ])
        {
            Assert.DoesNotContain("password", answer.Text.ToLowerInvariant());
            Assert.DoesNotContain(secret, answer.Data.ToString());
            Assert.Contains(seller.Username, answer.Succeeded().Text);
        }

        var user = made.Data.GetProperty("user");
        Assert.AreEqual("id name code username", string.Join(' ', user.EnumerateObject().Select(member => member.Name)));
        Assert.AreEqual(_game.LoteriaId, made.Data.GetProperty("loteria").Id());
        Assert.AreEqual(("USER", 95m), (made.Data.Text("scope"), made.Data.Money("baseMultiplierX")));
    }

    [TestMethod]
    [TestProperty("Defect", "DRAW-31")]
    public async Task One_is_active_for_a_place_a_loteria_and_a_type()
    {
        foreach (var (scope, place) in (IEnumerable<(string, Guid)>)
            [("USER", (await _banca.Vendedor(_ventana)).Id), ("VENTANA", await _banca.Ventana())])
        {
            var first = $"/multiplier-overrides/{(await Create(scope, place)).Data.Id()}";
            (await Create(scope, place)).Refused(HttpStatusCode.Conflict, "MULTIPLIER_OVERRIDE_EXISTS");
            (await Create(scope, place, type: "REVENTADO")).Succeeded();
            (await _boss.Delete(first)).Succeeded();
            var second = $"/multiplier-overrides/{(await Create(scope, place)).Data.Id()}";

            (await _boss.Patch($"{first}/restore")).Refused(HttpStatusCode.Conflict, "MULTIPLIER_OVERRIDE_EXISTS");
            (await _boss.Put(second, new { isActive = false })).Succeeded();
            (await _boss.Patch($"{first}/restore")).Succeeded();
        }
    }

    [TestMethod]
    public async Task Of_many_that_are_made_at_once_one_stays()
    {
        var seller = (await _banca.Vendedor(_ventana)).Id;

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Create("USER", seller)));

        Assert.AreEqual(1, answers.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.AreEqual(7, answers.Count(answer => answer.Code == "MULTIPLIER_OVERRIDE_EXISTS"));
    }

    [TestMethod]
    public async Task What_is_off_is_found_only_by_who_asks_for_it()
    {
        var seller = await _banca.Vendedor(_ventana);
        var path = $"/multiplier-overrides/{(await Create("USER", seller.Id)).Data.Id()}";

        var deleted = (await _boss.Delete(path, new { deletedReason = "Fin de la promoción" })).Data;

        Assert.IsFalse(deleted.GetProperty("isActive").GetBoolean());
        Assert.AreEqual("Fin de la promoción", deleted.Text("deletedReason"));
        foreach (var answer in (Answer[])
            [await _boss.Get(path), await _boss.Put(path, new { isActive = true }), await _boss.Delete(path)])
        {
            answer.Refused(HttpStatusCode.NotFound, "MULTIPLIER_OVERRIDE_NOT_FOUND");
        }

        Assert.IsEmpty((await _boss.Get($"/multiplier-overrides?scopeId={seller.Id}")).Json.Rows());
        Assert.HasCount(1, (await _boss.Get($"/multiplier-overrides?scopeId={seller.Id}&isActive=false")).Json.Rows());
        var restored = (await _boss.Patch($"{path}/restore")).Data;
        Assert.IsNull(restored.GetProperty("deletedReason").GetString());
        (await _boss.Patch($"{path}/restore")).Succeeded();
    }

    [TestMethod]
    public async Task Its_place_and_its_loteria_must_be_open()
    {
        var (seller, ventana, game) = (await _banca.Vendedor(_ventana), await _banca.Ventana(), await _banca.Loteria());
        var (ofSeller, ofVentana, ofGame) = (
            await Created("USER", seller.Id), await Created("VENTANA", ventana),
            await Created("VENTANA", await _banca.Ventana(), game));
        (await _world.Admin.Delete($"/users/{seller.Id}")).Succeeded();
        (await _world.Admin.Delete($"/ventanas/{ventana}")).Succeeded();
        (await _world.Admin.Delete($"/loterias/{game.LoteriaId}")).Succeeded();

        (await Create("USER", seller.Id, type: "X")).Refused(HttpStatusCode.NotFound, "USER_NOT_FOUND");
        (await Create("VENTANA", ventana, type: "X")).Refused(HttpStatusCode.NotFound, "VENTANA_NOT_FOUND");
        (await Create("VENTANA", _ventana, game)).Refused(HttpStatusCode.NotFound, "LOTERIA_NOT_FOUND");
        (await Create("USER", (await _banca.Listero(_ventana)).Id))
            .Refused(HttpStatusCode.BadRequest, "INVALID_USER_ROLE");
        foreach (var (path, code) in (IEnumerable<(string, string)>)
            [(ofSeller, "USER_NOT_FOUND"), (ofVentana, "VENTANA_NOT_FOUND"), (ofGame, "LOTERIA_NOT_FOUND")])
        {
            (await _boss.Delete(path)).Succeeded();
            (await _boss.Patch($"{path}/restore")).Refused(HttpStatusCode.NotFound, code);
        }
    }

    [TestMethod]
    [DataRow("0")]
    [DataRow("-1")]
    [DataRow("9999.01")]
    [DataRow("null")]
    public async Task A_factor_that_makes_no_sense_is_refused(string factor)
    {
        var body = $$"""
            {"scope": "VENTANA", "scopeId": "{{_ventana}}", "loteriaId": "{{_game.LoteriaId}}",
             "multiplierType": "F", "baseMultiplierX": {{factor}}}
            """;

        var answer = await _boss.Post("/multiplier-overrides", System.Text.Json.Nodes.JsonNode.Parse(body)!);

        answer.Refused(HttpStatusCode.BadRequest, answer.Code!);
    }

    [TestMethod]
    public async Task A_change_says_what_changes()
    {
        var path = await Created("USER", (await _banca.Vendedor(_ventana)).Id);

        (await _boss.Put(path, new { })).Refused(HttpStatusCode.BadRequest, "NOTHING_TO_CHANGE");
        var answer = await _boss.Put(path, new { scopeId = _ventana });
        answer.Refused(HttpStatusCode.BadRequest, answer.Code!);
        (await Create("NOBODY", _ventana)).Refused(HttpStatusCode.BadRequest, (await Create("NOBODY", _ventana)).Code!);
        (await Create("VENTANA", _ventana, type: "")).Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");
        (await Create("VENTANA", _ventana, type: new string('x', 33))).Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");
    }

    [TestMethod]
    public async Task Every_change_stays_in_the_log()
    {
        var path = await Created("USER", (await _banca.Vendedor(_ventana)).Id);
        (await _boss.Put(path, new { baseMultiplierX = 97 })).Succeeded();
        (await _boss.Delete(path)).Succeeded();
        (await _boss.Patch($"{path}/restore")).Succeeded();

        var lines = (await _boss.Get($"/activity-logs?targetId={path.Split('/')[^1]}")).Json.Rows();

        Assert.AreEqual(
            "MULTIPLIER_SETTING_CREATE MULTIPLIER_SETTING_DELETE MULTIPLIER_SETTING_RESTORE MULTIPLIER_SETTING_UPDATE",
            string.Join(' ', lines.Select(line => line.Text("action")).Order(StringComparer.Ordinal)));
        var change = lines.Single(line => line.Text("action") == "MULTIPLIER_SETTING_UPDATE").GetProperty("details");
        Assert.AreEqual((95m, 97m), (
            change.GetProperty("before").Money("baseMultiplierX"), change.GetProperty("after").Money("baseMultiplierX")));
        Assert.IsTrue(lines.All(line => line.Text("targetType") == "MULTIPLIER_OVERRIDE"));
    }

    private static async Task<string> Created(string scope, Guid place, GameWorld? game = null) =>
        $"/multiplier-overrides/{(await Create(scope, place, game)).Data.Id()}";

    private static Task<Answer> Create(string scope, Guid scopeId, GameWorld? game = null, string type = "NUMERO") =>
        _boss.Post("/multiplier-overrides", new
        {
            scope,
            scopeId,
            loteriaId = (game ?? _game).LoteriaId,
            multiplierType = type,
            baseMultiplierX = 95,
        });
}

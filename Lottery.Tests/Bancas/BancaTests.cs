using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Bancas;

[TestClass]
public sealed class BancaTests
{
    private static World _world = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context) => _world = await World.Create();

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    public async Task A_banca_is_made_with_the_terms_that_nobody_named()
    {
        var answer = await _world.Admin.Post("/bancas", new { name = " Banca Norte ", code = "NORTE" });

        Assert.AreEqual(HttpStatusCode.Created, answer.Status);
        var banca = answer.Data;
        Assert.AreEqual(("Banca Norte", "NORTE"), (banca.Text("name"), banca.Text("code")));
        Assert.AreEqual((0m, 0, 1, 1), (
            banca.Money("defaultMinBet"), banca.GetProperty("globalMaxPerNumber").GetInt32(),
            banca.GetProperty("salesCutoffMinutes").GetInt32(), banca.GetProperty("maxSessionsPerVendedor").GetInt32()));
        Assert.AreEqual(System.Text.Json.JsonValueKind.Null, banca.GetProperty("vendorLimit").ValueKind);
    }

    [TestMethod]
    public async Task A_change_touches_only_what_it_names()
    {
        var banca = (await _world.Admin.Post(
            "/bancas", new { name = "Banca Sur", code = "SUR", phone = "2222-3333", vendorLimit = 7 })).Data;

        var changed = (await _world.Admin.Put($"/bancas/{banca.Id()}", new { salesCutoffMinutes = 5 })).Data;

        Assert.AreEqual(("Banca Sur", "2222-3333"), (changed.Text("name"), changed.Text("phone")));
        Assert.AreEqual((5, 7), (
            changed.GetProperty("salesCutoffMinutes").GetInt32(), changed.GetProperty("vendorLimit").GetInt32()));
    }

    [TestMethod]
    public async Task Names_and_codes_are_unique_among_all_bancas()
    {
        (await _world.Admin.Post("/bancas", new { name = "Banca Este", code = "ESTE" })).Succeeded();
        var other = await _world.Banca();

        (await _world.Admin.Post("/bancas", new { name = "Banca Este", code = "ESTE2" }))
            .Refused(HttpStatusCode.Conflict, "BANCA_NAME_TAKEN");
        (await _world.Admin.Post("/bancas", new { name = "Banca Este 2", code = "ESTE" }))
            .Refused(HttpStatusCode.Conflict, "BANCA_CODE_TAKEN");
        (await _world.Admin.Patch($"/bancas/{other.Id}", new { code = "ESTE" }))
            .Refused(HttpStatusCode.Conflict, "BANCA_CODE_TAKEN");
    }

    [TestMethod]
    public async Task A_banca_closes_after_its_ventanas_and_opens_again()
    {
        var banca = await _world.Banca();
        var ventana = await banca.Ventana();

        (await _world.Admin.Delete($"/bancas/{banca.Id}")).Refused(HttpStatusCode.Conflict, "BANCA_HAS_ACTIVE_VENTANAS");

        (await _world.Admin.Delete($"/ventanas/{ventana}", new { reason = "Cierre" })).Succeeded();
        Assert.IsFalse((await _world.Admin.Delete($"/bancas/{banca.Id}")).Data.GetProperty("isActive").GetBoolean());
        (await _world.Admin.Patch($"/ventanas/{ventana}/restore")).Refused(HttpStatusCode.Conflict, "BANCA_INACTIVE");
        (await _world.Admin.Post("/ventanas", new { name = "Otra", bancaId = banca.Id }))
            .Refused(HttpStatusCode.Conflict, "BANCA_INACTIVE");
        (await _world.Admin.Patch($"/bancas/{banca.Id}/restore")).Succeeded();
        (await _world.Admin.Patch($"/bancas/{banca.Id}/restore")).Succeeded();
        (await _world.Admin.Patch($"/ventanas/{ventana}/restore")).Succeeded();
    }

    [TestMethod]
    [DataRow("""{"vendorLimit": 100}""")]
    [DataRow("""{"vendorLimit": null}""")]
    [DataRow("""{"sessionLimit": 100}""")]
    [DataRow("""{"sessionLimit": null}""")]
    [DataRow("""{"maxSessionsPerVendedor": 20}""")]
    [DataRow("""{"phone": "2222-3333", "vendorLimit": 100}""")]
    [TestProperty("Defect", "D-16")]
    public async Task A_banca_changes_how_it_is_reached_but_not_its_quotas(string quota)
    {
        var banca = await _world.Banca();
        var boss = await banca.Administrator();
        (await _world.Admin.Patch($"/bancas/{banca.Id}", new { vendorLimit = 3, sessionLimit = 3 })).Succeeded();
        (await boss.Client.Patch($"/bancas/{banca.Id}", new { phone = "4444-5555" })).Succeeded();
        var before = await Checksum.Of(_world.Host);

        (await boss.Client.Raw(HttpMethod.Patch, $"/bancas/{banca.Id}", quota))
            .Refused(HttpStatusCode.Forbidden, "FIELD_NOT_ALLOWED");

        Assert.AreEqual(before, await Checksum.Of(_world.Host));
    }

    [TestMethod]
    [TestProperty("Defect", "D-22")]
    public async Task A_null_lifts_a_limit_and_throws_nobody_out()
    {
        var banca = await _world.Banca();
        var seller = await banca.Vendedor(await banca.Ventana());
        (await _world.Admin.Patch($"/bancas/{banca.Id}", new { vendorLimit = 1, sessionLimit = 1 })).Succeeded();

        var lifted = (await _world.Admin.Raw(
            HttpMethod.Patch, $"/bancas/{banca.Id}", """{"vendorLimit": null, "sessionLimit": null}""")).Data;

        Assert.AreEqual(System.Text.Json.JsonValueKind.Null, lifted.GetProperty("vendorLimit").ValueKind);
        Assert.AreEqual(System.Text.Json.JsonValueKind.Null, lifted.GetProperty("sessionLimit").ValueKind);
        (await seller.Client.Get("/auth/me")).Succeeded();
    }

    [TestMethod]
    [TestProperty("Defect", "D-51")]
    public async Task A_list_of_closed_bancas_shows_the_closed_ones()
    {
        var (open, closed) = (await _world.Banca(), await _world.Banca());
        (await _world.Admin.Delete($"/bancas/{closed.Id}", new { reason = "Cierre" })).Succeeded();

        var off = (await _world.Admin.Get("/bancas?isActive=false&pageSize=100")).Json.Rows();
        var on = (await _world.Admin.Get("/bancas?isActive=true&pageSize=100")).Json.Rows();

        Assert.IsTrue(off.All(banca => !banca.GetProperty("isActive").GetBoolean()));
        Assert.IsTrue(on.All(banca => banca.GetProperty("isActive").GetBoolean()));
        Assert.IsTrue(off.Any(banca => banca.Id() == closed.Id) && on.Any(banca => banca.Id() == open.Id));
    }

    [TestMethod]
    public async Task A_search_takes_what_is_typed_as_text()
    {
        (await _world.Admin.Post("/bancas", new { name = "Banca 100% Oeste", code = "OE_1" })).Succeeded();

        Assert.HasCount(1, await Found("100%25"));
        Assert.HasCount(1, await Found("oe_1"));
        Assert.IsEmpty(await Found("%25%25"));
        Assert.IsEmpty(await Found("oe__"));

        static async Task<IReadOnlyList<System.Text.Json.JsonElement>> Found(string text) =>
            (await _world.Admin.Get($"/bancas?search={text}")).Succeeded().Json.Rows();
    }

    [TestMethod]
    [DataRow("""{"name": "Banca X", "code": "XX", "defaultMinBet": -1}""")]
    [DataRow("""{"name": "Banca X", "code": "XX", "salesCutoffMinutes": 0}""")]
    [DataRow("""{"name": "Banca X", "code": "XX", "vendorLimit": -1}""")]
    [DataRow("""{"name": "Banca X", "code": "XX", "maxSessionsPerVendedor": 21}""")]
    [DataRow("""{"name": "Banca X", "code": "XX", "globalMaxPerNumber": 1.5}""")]
    public async Task Terms_that_make_no_sense_are_refused(string body) =>
        (await _world.Admin.Raw(HttpMethod.Post, "/bancas", body))
            .Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");
}

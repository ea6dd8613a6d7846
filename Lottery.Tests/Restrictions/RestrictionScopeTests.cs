using System.Net;
using System.Text.Json;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Restrictions;

/// <summary>Whom a rule binds: one of all, a banca, a ventana and a seller; and which game, of a banca or of all.</summary>
[TestClass]
public sealed class RestrictionScopeTests
{
    private static World _world = null!;
    private static BancaWorld _banca = null!;
    private static ApiClient _admin = null!;
    private static Guid _ventanaId;
    private static Guid _sellerId;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        _admin = _world.Admin;
        _banca = await _world.Banca();
        _ventanaId = await _banca.Ventana();
        _sellerId = (await _banca.Vendedor(_ventanaId)).Id;
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    public async Task An_administrator_of_all_says_whom_a_rule_binds()
    {
        (await _admin.Post("/restrictions", new { maxTotal = 1 }))
            .Refused(HttpStatusCode.BadRequest, "RESTRICTION_SCOPE_REQUIRED");
        var global = (await _admin.Post("/restrictions", new { global = true, maxTotal = 1, number = "700" }));
        var own = await _admin.Post(
            "/restrictions", new { maxTotal = 1, number = "700" }, ("X-Active-Banca-Id", $"{_banca.Id}"));

        Assert.AreEqual(("", "", ""), Ids(global));
        Assert.AreEqual(($"{_banca.Id}", "", ""), Ids(own));
    }

    [TestMethod]
    public async Task A_limit_is_for_one_scope()
    {
        foreach (var scope in (object[])[
            new { bancaId = _banca.Id, ventanaId = _ventanaId, maxTotal = 1 },
            new { bancaId = _banca.Id, userId = _sellerId, maxTotal = 1 },
            new { ventanaId = _ventanaId, userId = _sellerId, maxTotal = 1 },
            new { ventanaId = _ventanaId, global = true, maxTotal = 1 },
            new { ventanaId = _ventanaId, global = true, salesCutoffMinutes = 1 }])
        {
            (await _admin.Post("/restrictions", scope)).Refused(HttpStatusCode.BadRequest, "RESTRICTION_ONE_SCOPE");
        }
    }

    [TestMethod]
    public async Task A_cutoff_for_several_is_for_the_narrowest()
    {
        var ofSeller = await _admin.Post("/restrictions", new
        {
            bancaId = _banca.Id,
            ventanaId = _ventanaId,
            userId = _sellerId,
            salesCutoffMinutes = 5,
        });
        var ofVentana = await _admin.Post(
            "/restrictions", new { bancaId = _banca.Id, ventanaId = _ventanaId, salesCutoffMinutes = 5 });

        Assert.AreEqual(("", "", $"{_sellerId}"), Ids(ofSeller));
        Assert.AreEqual(("", $"{_ventanaId}", ""), Ids(ofVentana));
        var other = await _world.Banca();
        foreach (var scope in (object[])[
            new { bancaId = other.Id, ventanaId = _ventanaId, salesCutoffMinutes = 4, appliesToHour = 1 },
            new { bancaId = other.Id, userId = _sellerId, salesCutoffMinutes = 4, appliesToHour = 1 },
            new { ventanaId = await _banca.Ventana(), userId = _sellerId, salesCutoffMinutes = 4, appliesToHour = 1 }])
        {
            (await _admin.Post("/restrictions", scope)).Refused(HttpStatusCode.BadRequest, "RESTRICTION_SCOPES_DISAGREE");
        }
    }

    [TestMethod]
    public async Task Whom_a_rule_binds_is_there_and_sells()
    {
        var nobody = Guid.CreateVersion7();
        (await _admin.Post("/restrictions", new { bancaId = nobody, maxTotal = 1 }))
            .Refused(HttpStatusCode.NotFound, "BANCA_NOT_FOUND");
        (await _admin.Post("/restrictions", new { ventanaId = nobody, maxTotal = 1 }))
            .Refused(HttpStatusCode.NotFound, "VENTANA_NOT_FOUND");
        (await _admin.Post("/restrictions", new { userId = nobody, maxTotal = 1 }))
            .Refused(HttpStatusCode.NotFound, "USER_NOT_FOUND");
        (await _admin.Post("/restrictions", new { userId = (await _banca.Listero(_ventanaId)).Id, maxTotal = 1 }))
            .Refused(HttpStatusCode.BadRequest, "INVALID_USER_ROLE");
    }

    [TestMethod]
    public async Task A_change_of_scope_leaves_the_one_that_was()
    {
        var path = $"/restrictions/{await _banca.Restriction(new { bancaId = _banca.Id, number = "701", maxTotal = 1 })}";

        Assert.AreEqual(("", $"{_ventanaId}", ""), Ids(await _admin.Patch(path, new { ventanaId = _ventanaId })));
        Assert.AreEqual(("", $"{_ventanaId}", ""), Ids(await _admin.Raw(
            HttpMethod.Patch, path, $$"""{"bancaId": null, "ventanaId": "{{_ventanaId}}", "userId": null, "maxTotal": 2}""")));
        Assert.AreEqual(("", $"{_ventanaId}", ""), Ids(await _admin.Raw(
            HttpMethod.Patch, path, """{"bancaId": null, "userId": null, "maxTotal": 3}""")));
        Assert.AreEqual(("", "", $"{_sellerId}"), Ids(await _admin.Patch(path, new { userId = _sellerId })));
        (await _admin.Raw(HttpMethod.Patch, path, """{"userId": null}"""))
            .Refused(HttpStatusCode.BadRequest, "RESTRICTION_SCOPE_REQUIRED");
        (await _admin.Patch(path, new { ventanaId = _ventanaId, userId = _sellerId }))
            .Refused(HttpStatusCode.BadRequest, "RESTRICTION_ONE_SCOPE");
    }

    [TestMethod]
    public async Task A_rule_about_a_game_is_for_whoever_sells_it()
    {
        var game = await _banca.Loteria();
        var (template, multiplier) = await Template(_world.Name("Base "));

        var own = await _admin.Post("/restrictions", new { loteriaId = game.LoteriaId, multiplierId = game.NumeroId });
        var all = await _admin.Post("/restrictions", new { loteriaId = template, multiplierId = multiplier });

        Assert.AreEqual(($"{_banca.Id}", "", ""), Ids(own));
        Assert.AreEqual(("", "", ""), Ids(all));
        var other = await _world.Banca();
        foreach (var rule in (object[])[
            new { global = true, loteriaId = game.LoteriaId, multiplierId = game.NumeroId },
            new { bancaId = other.Id, loteriaId = game.LoteriaId, multiplierId = game.NumeroId }])
        {
            (await _admin.Post("/restrictions", rule)).Refused(HttpStatusCode.NotFound, "LOTERIA_NOT_FOUND");
        }
    }

    [TestMethod]
    [TestProperty("Defect", "DRAW-19")]
    public async Task A_template_means_the_bancas_own_copy_of_it()
    {
        var name = _world.Name("Nica ");
        var (template, multiplier) = await Template(name);
        var alone = await _banca.Restriction(new { bancaId = _banca.Id, loteriaId = template, multiplierId = multiplier });
        Assert.AreEqual((template, multiplier), await Bets(alone));

        var copy = (await _admin.Post("/loterias", new { bancaId = _banca.Id, name })).Data.Id();
        (await _admin.Post("/restrictions", new { ventanaId = _ventanaId, loteriaId = template, multiplierId = multiplier }))
            .Refused(HttpStatusCode.NotFound, "MULTIPLIER_NOT_FOUND");
        var copied = (await _admin.Post("/multipliers", new { loteriaId = copy, name = "Base", valueX = 80 })).Data.Id();

        var made = await _banca.Restriction(new { ventanaId = _ventanaId, loteriaId = template, multiplierId = multiplier });
        var mixed = await _banca.Restriction(new { userId = _sellerId, loteriaId = template, multiplierId = copied });
        (await _admin.Patch($"/restrictions/{alone}", new { message = "Hoy no" })).Succeeded();

        Assert.AreEqual((copy, copied), await Bets(made));
        Assert.AreEqual((copy, copied), await Bets(mixed));
        Assert.AreEqual((copy, copied), await Bets(alone));
        var rule = (await _admin.Get($"/restrictions/{made}")).Data;
        Assert.AreEqual((name, 80m), (rule.GetProperty("loteria").Text("name"), rule.GetProperty("multiplier").Money("valueX")));
    }

    private static async Task<(Guid LoteriaId, Guid MultiplierId)> Template(string name)
    {
        var loteriaId = (await _admin.Post("/loterias", new { name })).Data.Id();
        return (loteriaId, (await _admin.Post("/multipliers", new { loteriaId, name = "Base", valueX = 90 })).Data.Id());
    }

    private static async Task<(Guid, Guid)> Bets(Guid id)
    {
        var rule = (await _admin.Get($"/restrictions/{id}")).Data;
        return (rule.Id("loteriaId"), rule.Id("multiplierId"));
    }

    private static (string, string, string) Ids(Answer answer)
    {
        var data = answer.Data;
        var rule = data.ValueKind == JsonValueKind.Array ? data[0] : data;
        return (Text("bancaId"), Text("ventanaId"), Text("userId"));

        string Text(string name) => rule.GetProperty(name).GetString() ?? "";
    }
}

using System.Net;
using System.Text.Json;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Ventanas;

/// <summary>What a change of a ventana touches, and when one is open.</summary>
[TestClass]
public sealed class VentanaFieldTests
{
    private static World _world = null!;
    private static BancaWorld _banca = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        _banca = await _world.Banca();
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    [TestProperty("Defect", "D-53")]
    public async Task Editing_a_closed_ventana_does_not_open_it_nor_forget_anything()
    {
        var path = $"/ventanas/{(await _world.Admin.Post("/ventanas", new
        {
            bancaId = _banca.Id,
            name = "Ventana Sur",
            code = "SUR",
            address = "Calle 1",
            phone = "2222",
            email = "sur@example.com",
            commissionMarginX = 7.5,
            isActive = false,
        })).Data.Id()}";

        var changed = (await _world.Admin.Patch(path, new { name = "Ventana Sur Dos" })).Data;

        Assert.IsFalse(changed.GetProperty("isActive").GetBoolean());
        Assert.AreEqual(
            ("SUR", "Calle 1", "2222", "sur@example.com", 7.5m),
            (changed.Text("code"), changed.Text("address"), changed.Text("phone"), changed.Text("email"),
                changed.Money("commissionMarginX")));
        Assert.IsTrue((await _world.Admin.Patch(path, new { isActive = true })).Data.GetProperty("isActive").GetBoolean());
    }

    [TestMethod]
    [TestProperty("Defect", "D-45")]
    [TestProperty("Defect", "D-54")]
    public async Task A_null_clears_what_may_be_empty_and_is_refused_elsewhere()
    {
        var path = $"/ventanas/{await _banca.Ventana()}";
        (await _world.Admin.Patch(path, new { code = "XX", phone = "2222", settings = new { theme = "dark" } })).Succeeded();

        var cleared = (await _world.Admin.Raw(
            HttpMethod.Patch, path, """{"code": null, "phone": null, "settings": null}""")).Data;

        foreach (var field in (string[])["code", "phone", "settings"])
        {
            Assert.AreEqual(JsonValueKind.Null, cleared.GetProperty(field).ValueKind, field);
        }

        foreach (var field in (string[])["name", "isActive", "commissionMarginX", "username", "password"])
        {
            var answer = await _world.Admin.Raw(HttpMethod.Patch, path, $$"""{"{{field}}": null}""");
            answer.Refused(HttpStatusCode.BadRequest, answer.Code!);
        }
    }

    [TestMethod]
    public async Task A_ventana_never_changes_its_banca()
    {
        var (id, other) = (await _banca.Ventana(), await _world.Banca());

        Assert.AreEqual(_banca.Id, (await _world.Admin.Patch($"/ventanas/{id}", new { bancaId = other.Id })).Data.Id("bancaId"));
    }

    [TestMethod]
    public async Task No_ventana_opens_while_its_banca_is_closed()
    {
        var banca = await _world.Banca();
        var id = await banca.Ventana();
        (await _world.Admin.Delete($"/ventanas/{id}")).Succeeded();
        (await _world.Admin.Delete($"/bancas/{banca.Id}")).Succeeded();

        (await _world.Admin.Patch($"/ventanas/{id}/restore")).Refused(HttpStatusCode.Conflict, "BANCA_INACTIVE");
        (await _world.Admin.Patch($"/ventanas/{id}", new { isActive = true }))
            .Refused(HttpStatusCode.Conflict, "BANCA_INACTIVE");
        Assert.IsFalse((await _world.Admin.Patch($"/ventanas/{id}", new { phone = "1" })).Data.GetProperty("isActive").GetBoolean());
    }

    [TestMethod]
    [TestProperty("Defect", "D-51")]
    public async Task A_list_of_closed_ventanas_shows_the_closed_ones()
    {
        var banca = await _world.Banca();
        var boss = await banca.Administrator();
        var (open, closed) = (await banca.Ventana(), await banca.Ventana());
        (await _world.Admin.Delete($"/ventanas/{closed}")).Succeeded();

        Assert.AreEqual(closed, (await boss.Client.Get("/ventanas?isActive=false")).Json.Rows().Single().Id());
        Assert.AreEqual(open, (await boss.Client.Get("/ventanas?isActive=true")).Json.Rows().Single().Id());
        Assert.HasCount(2, (await boss.Client.Get("/ventanas")).Json.Rows());
        (await boss.Client.Get("/ventanas?isActive=perhaps")).Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");
    }
}

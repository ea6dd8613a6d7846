using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Ventanas;

[TestClass]
public sealed class VentanaTests
{
    private static World _world = null!;
    private static BancaWorld _banca = null!;
    private static Person _boss = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        _banca = await _world.Banca();
        _boss = await _banca.Administrator();
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    public async Task A_ventana_is_made_read_changed_switched_off_and_on()
    {
        var made = await _boss.Client.Post("/ventanas", new { name = "Ventana Uno", code = "V-1", commissionMarginX = 12.5 });
        var path = $"/ventanas/{made.Data.Id()}";

        Assert.AreEqual(HttpStatusCode.Created, made.Status);
        var read = (await _boss.Client.Get(path)).Data;
        Assert.AreEqual(("Ventana Uno", "V-1", 12.5m), (read.Text("name"), read.Text("code"), read.Money("commissionMarginX")));
        Assert.AreEqual(_banca.Id, read.GetProperty("banca").Id());
        Assert.AreEqual("2222", (await _boss.Client.Put(path, new { phone = "2222" })).Data.Text("phone"));
        Assert.IsFalse((await _boss.Client.Delete(path)).Data.GetProperty("isActive").GetBoolean());
        // A change of something else does not open it again (D-53).
        Assert.IsFalse((await _boss.Client.Patch(path, new { phone = "3333" })).Data.GetProperty("isActive").GetBoolean());
        Assert.IsTrue((await _boss.Client.Patch($"{path}/restore")).Data.GetProperty("isActive").GetBoolean());
    }

    [TestMethod]
    public async Task A_ventana_comes_with_its_user_when_one_is_named()
    {
        var username = _world.Name("centro");
        var ventana = (await _boss.Client.Post(
            "/ventanas", new { name = "Ventana Centro", username, password = World.Password })).Data;

        using var listero = await _world.LogIn(username);

        var me = (await listero.Get("/auth/me")).Data;
        Assert.AreEqual(("VENTANA", ventana.Id(), _banca.Id), (me.Text("role"), me.Id("ventanaId"), me.Id("bancaId")));
    }

    [TestMethod]
    public async Task A_user_that_cannot_be_made_leaves_no_ventana()
    {
        var taken = await _banca.Listero(await _banca.Ventana());
        var before = await Checksum.Of(_world.Host);

        (await _boss.Client.Post(
                "/ventanas", new { name = "Ventana Sin", username = taken.Username, password = World.Password }))
            .Refused(HttpStatusCode.Conflict, "USERNAME_EXISTS");
        (await _boss.Client.Post("/ventanas", new { name = "Ventana Sin", username = _world.Name("sin") }))
            .Refused(HttpStatusCode.BadRequest, "VENTANA_USER_INCOMPLETE");
        (await _boss.Client.Post("/ventanas", new { name = "Ventana Sin", password = World.Password }))
            .Refused(HttpStatusCode.BadRequest, "VENTANA_USER_INCOMPLETE");

        Assert.AreEqual(before, await Checksum.Of(_world.Host));
    }

    [TestMethod]
    public async Task A_code_is_unique_in_its_banca_only()
    {
        var other = await _world.Banca();
        (await _boss.Client.Post("/ventanas", new { name = "Ventana A", code = "AA" })).Succeeded();

        (await _boss.Client.Post("/ventanas", new { name = "Ventana B", code = "AA" }))
            .Refused(HttpStatusCode.Conflict, "VENTANA_CODE_TAKEN");
        (await _world.Admin.Post("/ventanas", new { name = "Ventana C", code = "AA", bancaId = other.Id })).Succeeded();
    }

    [TestMethod]
    public async Task Ventanas_without_a_code_are_as_many_as_one_likes()
    {
        (await _boss.Client.Post("/ventanas", new { name = "Ventana D" })).Succeeded();
        (await _boss.Client.Post("/ventanas", new { name = "Ventana E" })).Succeeded();
    }

    [TestMethod]
    public async Task An_administrator_says_in_which_banca()
    {
        (await _world.Admin.Post("/ventanas", new { name = "Ventana F" }))
            .Refused(HttpStatusCode.BadRequest, "BANCA_CONTEXT_REQUIRED");
        var ventana = await _world.Admin.Post(
            "/ventanas", new { name = "Ventana F" }, ("X-Active-Banca-Id", _banca.Id.ToString()));

        Assert.AreEqual(_banca.Id, ventana.Data.Id("bancaId"));
    }

    [TestMethod]
    public async Task A_listero_changes_its_own_ventana_but_not_its_terms()
    {
        var (own, other) = (await _banca.Ventana(), await _banca.Ventana());
        var listero = await _banca.Listero(own);

        (await listero.Client.Patch($"/ventanas/{own}", new { phone = "2222-3333" })).Succeeded();
        (await listero.Client.Patch($"/ventanas/{own}", new { commissionMarginX = 99 }))
            .Refused(HttpStatusCode.Forbidden, "FIELD_NOT_ALLOWED");
        (await listero.Client.Patch($"/ventanas/{own}", new { code = "MIA" }))
            .Refused(HttpStatusCode.Forbidden, "FIELD_NOT_ALLOWED");
        (await listero.Client.Patch($"/ventanas/{other}", new { phone = "2222-3333" }))
            .Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        (await listero.Client.Get($"/ventanas/{other}")).Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        Assert.AreEqual(own, (await listero.Client.Get("/ventanas")).Json.Rows().Single().Id());
    }
}

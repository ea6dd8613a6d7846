using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Bancas;

/// <summary>Opening a banca with its first administrator and a copy of the base loterías: all or nothing.</summary>
[TestClass]
public sealed class BancaOpeningTests
{
    private static World _world = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context) => _world = await World.Create();

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    public async Task A_banca_comes_with_its_administrator_when_one_is_named()
    {
        var username = _world.Name("jefe");
        var banca = (await _world.Admin.Post("/bancas", Body("Banca Norte", username))).Data;

        using var boss = await _world.LogIn(username);
        var me = (await boss.Get("/auth/me")).Data;

        Assert.AreEqual(("Admin Banca Norte", "BANCA", banca.Id()), (me.Text("name"), me.Text("role"), me.Id("bancaId")));
        var own = (await boss.Get($"/users/{me.Id()}/bancas")).Succeeded().Json;
        Assert.AreEqual((1, banca.Id(), true), (own.GetArrayLength(), own[0].Id("bancaId"), own[0].GetProperty("isDefault").GetBoolean()));
    }

    [TestMethod]
    public async Task The_longest_name_of_a_banca_leaves_room_for_its_administrator()
    {
        var username = _world.Name("jefe");

        (await _world.Admin.Post("/bancas", Body(new string('N', 100), username))).Succeeded();

        using var boss = await _world.LogIn(username);
        Assert.AreEqual($"Admin {new string('N', 94)}", (await boss.Get("/auth/me")).Data.Text("name"));
    }

    [TestMethod]
    [TestProperty("Defect", "D-54")]
    [TestProperty("Defect", "D-58")]
    public async Task An_administrator_that_cannot_be_made_leaves_no_banca()
    {
        await Template();
        var (username, free) = (_world.Name("jefe"), _world.Name("jefe"));
        (await _world.Admin.Post("/bancas", Body("Banca Primera", username))).Succeeded();
        var before = await Checksum.Of(_world.Host);

        (await _world.Admin.Post("/bancas", Body("Banca Otra", username.ToUpperInvariant())))
            .Refused(HttpStatusCode.Conflict, "USERNAME_EXISTS");
        (await _world.Admin.Post("/bancas", Body("Banca Otra", free, confirm: "otra-clave-larga")))
            .Refused(HttpStatusCode.BadRequest, "PASSWORDS_DIFFER");
        (await _world.Admin.Post("/bancas", Body("Banca Otra", free, password: "nueve-car")))
            .Refused(HttpStatusCode.BadRequest, "PASSWORD_TOO_SHORT");
        (await _world.Admin.Post("/bancas", new { name = "Banca Otra", code = "OTRA", username = free }))
            .Refused(HttpStatusCode.BadRequest, "BANCA_USER_INCOMPLETE");
        (await _world.Admin.Post("/bancas", new { name = "Banca Otra", code = "OTRA", password = World.Password }))
            .Refused(HttpStatusCode.BadRequest, "BANCA_USER_INCOMPLETE");

        Assert.AreEqual(before, await Checksum.Of(_world.Host));
    }

    [TestMethod]
    [TestProperty("Defect", "D-58")]
    public async Task The_base_loterias_and_their_prices_are_there_when_the_answer_is()
    {
        var (active, gone) = (await Template(), await Template());
        (await _world.Admin.Delete($"/loterias/{gone.Id}")).Succeeded();
        var username = _world.Name("jefe");

        var banca = (await _world.Admin.Post("/bancas", Body("Banca Copia", username))).Data;

        using var boss = await _world.LogIn(username);
        var own = (await boss.Get("/loterias?pageSize=100")).Json.Rows()
            .Where(loteria => loteria.GetProperty("bancaId").ValueKind != System.Text.Json.JsonValueKind.Null)
            .ToDictionary(loteria => loteria.Text("name"), loteria => loteria.Id());
        Assert.IsTrue(own.ContainsKey(active.Name));
        Assert.IsFalse(own.ContainsKey(gone.Name));
        CollectionAssert.AreEquivalent(
            new[] { ("Base", 90m), ("Reventado", 200m) },
            await _world.Host.Rows(
                r => (r.GetString(0), r.GetDecimal(1)),
                "select name, value_x from loteria_multipliers where loteria_id = $1 and banca_id = $2",
                own[active.Name], banca.Id()) as System.Collections.ICollection);
        Assert.AreEqual(own.Count, await _world.Host.Scalar<long>(
            "select count(*) from activity_logs where banca_id = $1 and action = 'LOTERIA_CREATE'", banca.Id()));
    }

    [TestMethod]
    public async Task Without_being_asked_for_nothing_is_copied()
    {
        await Template();
        var banca = await _world.Banca();

        Assert.AreEqual(0, await _world.Host.Scalar<long>("select count(*) from loterias where banca_id = $1", banca.Id));
    }

    private static object Body(
        string name, string username, string password = World.Password, string? confirm = null) => new
        {
            name,
            code = _world.Name("B"),
            username,
            password,
            confirmPassword = confirm ?? password,
            importBaseLoterias = true,
        };

    private static async Task<(Guid Id, string Name)> Template()
    {
        var name = _world.Name("BASE");
        var id = (await _world.Admin.Post("/loterias", new { name, rulesJson = new { digits = 2 } })).Data.Id();
        (await _world.Admin.Post("/multipliers", new { loteriaId = id, name = "Base", valueX = 90 })).Succeeded();
        (await _world.Admin.Post(
            "/multipliers", new { loteriaId = id, name = "Reventado", valueX = 200, kind = "REVENTADO" })).Succeeded();
        return (id, name);
    }
}

using System.Net;
using Lottery.Tests.Activity;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Users;

/// <summary>Giving somebody another role: who may, what it ends and what it leaves in the trail.</summary>
[TestClass]
public sealed class UserRoleTests
{
    private static World _world = null!;
    private static BancaWorld _banca = null!;
    private static BancaWorld _foreign = null!;
    private static Guid _ventanaId;
    private static Person _boss = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        (_banca, _foreign) = (await _world.Banca(), await _world.Banca());
        _ventanaId = await _banca.Ventana();
        _boss = await _banca.Administrator();
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    [DataRow("BANCA", "ADMIN BANCA")]
    [DataRow("VENTANA", "ADMIN BANCA VENTANA")]
    [TestProperty("Defect", "D-01")]
    [TestProperty("Defect", "D-03")]
    public async Task Nobody_raises_others_to_ones_own_role_or_above(string role, string refused)
    {
        var actor = role == "BANCA" ? _boss : await _banca.Listero(_ventanaId);
        var seller = await _banca.Vendedor(_ventanaId);
        var before = await Checksum.Of(_world.Host);

        foreach (var wanted in refused.Split(' '))
        {
            (await actor.Client.Patch($"/users/{seller.Id}", new { role = wanted, bancaId = _banca.Id }))
                .Refused(HttpStatusCode.Forbidden, "ROLE_NOT_ALLOWED");
        }

        Assert.AreEqual(before, await Checksum.Of(_world.Host));
    }

    [TestMethod]
    [TestProperty("Defect", "D-01")]
    public async Task Not_even_an_administrator_makes_another_by_a_change() =>
        (await _world.Admin.Patch($"/users/{_boss.Id}", new { role = "ADMIN" }))
            .Refused(HttpStatusCode.Forbidden, "ROLE_NOT_ALLOWED");

    [TestMethod]
    [TestProperty("Defect", "D-03")]
    public async Task A_banca_gives_nobody_to_another_banca()
    {
        var seller = await _banca.Vendedor(_ventanaId);
        var elsewhere = await _foreign.Ventana();
        var before = await Checksum.Of(_world.Host);

        (await _boss.Client.Patch($"/users/{seller.Id}", new { bancaId = _foreign.Id }))
            .Refused(HttpStatusCode.BadRequest, "BANCA_MISMATCH");
        (await _boss.Client.Patch($"/users/{seller.Id}", new { ventanaId = elsewhere }))
            .Refused(HttpStatusCode.NotFound, "VENTANA_NOT_FOUND");
        (await _boss.Client.Patch($"/users/{seller.Id}", new { ventanaId = elsewhere, bancaId = _foreign.Id }))
            .Refused(HttpStatusCode.NotFound, "VENTANA_NOT_FOUND");
        (await _boss.Client.Post("/users", NewSeller(_ventanaId, _foreign.Id)))
            .Refused(HttpStatusCode.BadRequest, "BANCA_MISMATCH");

        Assert.AreEqual(before, await Checksum.Of(_world.Host));
    }

    [TestMethod]
    public async Task A_banca_that_is_not_the_ventanas_is_refused_from_anybody()
    {
        (await _world.Admin.Post("/users", NewSeller(_ventanaId, _foreign.Id)))
            .Refused(HttpStatusCode.BadRequest, "BANCA_MISMATCH");
        var made = (await _world.Admin.Post("/users", NewSeller(_ventanaId, _banca.Id))).Data;

        Assert.AreEqual((_banca.Id, _ventanaId), (made.Id("bancaId"), made.Id("ventanaId")));
        (await _world.Admin.Patch($"/users/{made.Id()}", new { bancaId = _foreign.Id }))
            .Refused(HttpStatusCode.BadRequest, "BANCA_MISMATCH");
    }

    [TestMethod]
    [TestProperty("Defect", "D-59")]
    public async Task A_new_role_ends_the_sessions_and_leaves_one_line_of_all_that_changed()
    {
        var seller = await _banca.Vendedor(_ventanaId);

        var answer = await _boss.Client.Patch(
            $"/users/{seller.Id}", new { role = "VENTANA", name = "Nombre Nuevo", email = $"{seller.Username}@example.com" });

        var line = await _world.Host.LineOf(answer);
        Assert.AreEqual(("USER_ROLE_CHANGE", seller.Id.ToString()), (line.Action, line.TargetId));
        Assert.AreEqual(("VENDEDOR", "VENTANA"), (line.Before.Text("role"), line.After.Text("role")));
        Assert.AreEqual(
            ($"Nombre de {seller.Username}", "Nombre Nuevo"), (line.Before.Text("name"), line.After.Text("name")));
        Assert.AreEqual($"{seller.Username}@example.com", line.After.Text("email"));
        Assert.HasCount(3, line.After.EnumerateObject());
        (await seller.Client.Get("/auth/me")).Refused(HttpStatusCode.Unauthorized, "SESSION_REVOKED");
        Assert.AreEqual("role_changed", await LastEnd(seller));
    }

    [TestMethod]
    [TestProperty("Defect", "D-59")]
    public async Task Another_change_leaves_one_line_too_and_ends_nothing()
    {
        var seller = await _banca.Vendedor(_ventanaId);

        var line = await _world.Host.LineOf(await _boss.Client.Patch(
            $"/users/{seller.Id}", new { role = "VENDEDOR", name = "Nombre Nuevo" }));

        Assert.AreEqual("USER_UPDATE", line.Action);
        Assert.HasCount(1, line.After.EnumerateObject());
        (await seller.Client.Get("/auth/me")).Succeeded();
    }

    [TestMethod]
    public async Task Who_becomes_head_of_a_banca_leaves_the_ventana_and_who_goes_back_keeps_no_banca()
    {
        var person = await _banca.Listero(_ventanaId);

        var up = (await _world.Admin.Patch($"/users/{person.Id}", new { role = "BANCA" })).Data;
        Assert.AreEqual((_banca.Id, System.Text.Json.JsonValueKind.Null), (up.Id("bancaId"), up.GetProperty("ventanaId").ValueKind));
        Assert.AreEqual(1, await Bancas(person));

        (await _world.Admin.Patch($"/users/{person.Id}", new { role = "VENTANA" }))
            .Refused(HttpStatusCode.BadRequest, "VENTANA_REQUIRED");
        var down = (await _world.Admin.Patch($"/users/{person.Id}", new { role = "VENTANA", ventanaId = _ventanaId })).Data;
        Assert.AreEqual(_ventanaId, down.Id("ventanaId"));
        Assert.AreEqual(0, await Bancas(person));
    }

    [TestMethod]
    [TestProperty("Defect", "D-57")]
    [TestProperty("Defect", "D-59")]
    public async Task Another_home_of_an_administrator_is_its_one_default_and_stands_in_the_trail()
    {
        var person = await _banca.Administrator();

        var answer = await _world.Admin.Patch($"/users/{person.Id}", new { bancaId = _foreign.Id });

        var line = await _world.Host.LineOf(answer);
        Assert.AreEqual((_banca.Id, _foreign.Id), (line.Before.Id("bancaId"), line.After.Id("bancaId")));
        Assert.AreEqual(_foreign.Id, answer.Data.Id("bancaId"));
        CollectionAssert.AreEqual(new[] { _foreign.Id }, (await _world.Host.Rows(
            r => r.GetGuid(0), "select banca_id from user_bancas where user_id = $1 and is_default", person.Id)).ToList());
        Assert.AreEqual("user_moved_banca", await LastEnd(person));
    }

    private static object NewSeller(Guid ventanaId, Guid bancaId) => new
    {
        name = "Ana",
        username = _world.Name("ana"),
        password = World.Password,
        role = "VENDEDOR",
        ventanaId,
        bancaId,
    };

    private static Task<long> Bancas(Person person) =>
        _world.Host.Scalar<long>("select count(*) from user_bancas where user_id = $1", person.Id);

    private static Task<string> LastEnd(Person person) => _world.Host.Scalar<string>(
        "select revoked_reason from sessions where user_id = $1 order by created_at desc limit 1", person.Id);
}

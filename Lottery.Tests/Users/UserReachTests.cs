using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Users;

/// <summary>Whom one switches off and on again: those below, in one's own banca or ventana, and nobody else (D-05).</summary>
[TestClass]
public sealed class UserReachTests
{
    private static World _world = null!;
    private static House _ours = null!;
    private static House _theirs = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        (_ours, _theirs) = (await House.Furnish(_world), await House.Furnish(_world));
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    [DataRow("BANCA", "VENTANA VENDEDOR")]
    [DataRow("VENTANA", "VENDEDOR")]
    [TestProperty("Defect", "D-05")]
    public async Task Those_below_in_ones_reach_are_switched_off_and_on(string role, string below)
    {
        foreach (var rank in below.Split(' '))
        {
            var person = rank == "VENTANA"
                ? await _ours.Banca.Listero(_ours.VentanaId)
                : await _ours.Banca.Vendedor(_ours.VentanaId);
            var actor = _ours.People[role].Client;

            Assert.IsFalse((await actor.Delete($"/users/{person.Id}")).Data.GetProperty("isActive").GetBoolean());
            (await person.Client.Get("/auth/me")).Refused(HttpStatusCode.Unauthorized, "USER_INACTIVE");
            Assert.IsTrue((await actor.Patch($"/users/{person.Id}/restore")).Data.GetProperty("isActive").GetBoolean());
        }
    }

    [TestMethod]
    [DataRow("BANCA")]
    [DataRow("VENTANA")]
    [TestProperty("Defect", "D-05")]
    public async Task Nobody_of_another_banca_is_switched_off_or_on(string role)
    {
        var before = await Checksum.Of(_world.Host);
        foreach (var person in _theirs.People.Values)
        {
            var actor = _ours.People[role].Client;

            (await actor.Delete($"/users/{person.Id}")).Refused(HttpStatusCode.NotFound, "USER_NOT_FOUND");
            (await actor.Patch($"/users/{person.Id}/restore")).Refused(HttpStatusCode.NotFound, "USER_NOT_FOUND");
            (await actor.Patch($"/users/{person.Id}", new { isActive = false }))
                .Refused(HttpStatusCode.NotFound, "USER_NOT_FOUND");
            (await person.Client.Get("/auth/me")).Succeeded();
        }

        Assert.AreEqual(before, await Checksum.Of(_world.Host));
    }

    [TestMethod]
    [TestProperty("Defect", "D-05")]
    public async Task A_ventana_switches_off_neither_itself_nor_its_colleagues_nor_people_elsewhere()
    {
        var colleague = await _ours.Banca.Listero(_ours.VentanaId);
        var elsewhere = await _ours.Banca.Vendedor(await _ours.Banca.Ventana());
        var before = await Checksum.Of(_world.Host);
        var listero = _ours.Listero;

        foreach (var person in (Person[])[colleague, elsewhere])
        {
            (await listero.Client.Delete($"/users/{person.Id}")).Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
            (await listero.Client.Patch($"/users/{person.Id}/restore")).Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
            (await listero.Client.Patch($"/users/{person.Id}", new { isActive = false }))
                .Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        }

        (await listero.Client.Delete($"/users/{listero.Id}")).Refused(HttpStatusCode.Forbidden, "OWN_STATE");
        (await listero.Client.Patch($"/users/{listero.Id}", new { isActive = false }))
            .Refused(HttpStatusCode.Forbidden, "FIELD_NOT_ALLOWED");
        Assert.AreEqual(before, await Checksum.Of(_world.Host));
    }

    [TestMethod]
    public async Task A_ventana_does_not_place_name_or_measure_its_sellers()
    {
        var before = await Checksum.Of(_world.Host);
        object[] refused =
        [
            new { ventanaId = _ours.VentanaId }, new { role = "VENDEDOR" }, new { bancaId = _ours.Banca.Id },
            new { code = "X1" }, new { code = (string?)null }, new { maxSessionsPerVendedor = 3 },
        ];

        foreach (var body in refused)
        {
            var answer = await _ours.Listero.Client.Patch($"/users/{_ours.Vendedor.Id}", body);

            Assert.AreEqual(HttpStatusCode.Forbidden, answer.Status, answer.Text);
        }

        Assert.AreEqual(before, await Checksum.Of(_world.Host));
    }

    [TestMethod]
    public async Task How_many_sessions_a_seller_keeps_is_its_bancas_to_say_and_nobody_elses_but_the_administrators()
    {
        (await _ours.Administrator.Client.Patch($"/users/{_ours.Vendedor.Id}", new { maxSessionsPerVendedor = 3 })).Succeeded();
        (await _ours.Administrator.Client.Patch($"/users/{_ours.Listero.Id}", new { maxSessionsPerVendedor = 3 }))
            .Refused(HttpStatusCode.Forbidden, "FIELD_NOT_ALLOWED");
        (await _world.Admin.Patch($"/users/{_ours.Listero.Id}", new { maxSessionsPerVendedor = 3 })).Succeeded();
        (await _world.Admin.Patch($"/users/{_ours.Vendedor.Id}", new { maxSessionsPerVendedor = 21 }))
            .Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");

        var back = await _world.Admin.Patch($"/users/{_ours.Vendedor.Id}", new { maxSessionsPerVendedor = (int?)null });

        Assert.AreEqual(System.Text.Json.JsonValueKind.Null, back.Data.GetProperty("maxSessionsPerVendedor").ValueKind);
    }

    [TestMethod]
    public async Task A_list_tells_where_people_work_and_a_ventana_sees_those_who_work_now()
    {
        var banca = await _world.Banca();
        var ventana = await banca.Ventana();
        var (listero, gone) = (await banca.Listero(ventana), await banca.Vendedor(ventana));
        (await _world.Admin.Delete($"/users/{gone.Id}")).Succeeded();

        var row = (await _world.Admin.Get($"/users?search={gone.Username}")).Json.Rows().Single();
        Assert.AreEqual((ventana, banca.Id), (row.GetProperty("ventana").Id(), row.GetProperty("banca").Id()));
        Assert.StartsWith("Ventana ", row.GetProperty("ventana").Text("name"));
        Assert.StartsWith("Banca ", row.GetProperty("banca").Text("name"));
        Assert.AreEqual(listero.Id, (await listero.Client.Get("/users")).Json.Rows().Single().Id());
        Assert.AreEqual(gone.Id, (await listero.Client.Get("/users?isActive=false")).Json.Rows().Single().Id());
    }
}

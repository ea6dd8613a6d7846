using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Vendedores;

/// <summary>Sellers under a name of their own: the same accounts by the same rules as under users (D-56).</summary>
[TestClass]
public sealed class VendedorTests
{
    private static World _world = null!;
    private static House _house = null!;
    private static House _theirs = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        (_house, _theirs) = (await House.Furnish(_world), await House.Furnish(_world));
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    [DataRow("ADMIN")]
    [DataRow("BANCA")]
    [TestProperty("Defect", "D-56")]
    [TestProperty("Defect", "D-23")]
    public async Task A_seller_is_made_read_changed_switched_off_and_on(string role)
    {
        var client = ClientOf(role);
        var username = $"un.nombre.de.mas.de.doce.{_world.Name("s")}";
        var made = await client.Post("/vendedores", Body(_house.VentanaId, username));

        Assert.AreEqual(HttpStatusCode.Created, made.Status);
        Assert.AreEqual((_house.Banca.Id, _house.VentanaId), (made.Data.Id("bancaId"), made.Data.GetProperty("ventana").Id()));
        var path = $"/vendedores/{made.Data.Id()}";
        Assert.AreEqual(username, (await client.Get(path)).Data.Text("username"));
        Assert.AreEqual("VENDEDOR", (await _world.Admin.Get($"/users/{made.Data.Id()}")).Data.Text("role"));
        Assert.AreEqual("Ana Soto", (await client.Put(path, new { name = "Ana Soto" })).Data.Text("name"));
        Assert.AreEqual("Ana Mata", (await client.Patch(path, new { name = "Ana Mata" })).Data.Text("name"));
        Assert.IsFalse((await client.Delete(path)).Data.GetProperty("isActive").GetBoolean());
        (await client.Get(path)).Refused(HttpStatusCode.NotFound, "USER_NOT_FOUND");
        Assert.IsTrue((await client.Patch($"{path}/restore")).Data.GetProperty("isActive").GetBoolean());
        (await client.Patch($"{path}/restore")).Succeeded();
        (await client.Get(path)).Succeeded();
    }

    [TestMethod]
    public async Task A_list_filters_and_pages_and_shows_a_ventana_its_own()
    {
        var ventana = await _house.Banca.Ventana();
        var first = await _house.Banca.Vendedor(ventana);
        _world.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await _house.Banca.Vendedor(ventana);
        var listero = await _house.Banca.Listero(ventana);

        var page = (await _house.Administrator.Client.Get($"/vendedores?ventanaId={ventana}&pageSize=1&page=2")).Succeeded();
        var row = page.Json.Rows().Single();
        Assert.AreEqual(2, page.Json.GetProperty("meta").GetProperty("total").GetInt32());
        Assert.AreEqual((first.Id, ventana), (row.Id(), row.GetProperty("ventana").Id()));
        Assert.AreEqual(second.Id, (await _world.Admin.Get($"/vendedores?search={second.Username}")).Json.Rows().Single().Id());
        Assert.HasCount(2, (await listero.Client.Get("/vendedores")).Succeeded().Json.Rows());
        (await listero.Client.Get($"/vendedores/{first.Id}")).Succeeded();
        (await listero.Client.Get($"/vendedores/{_house.Vendedor.Id}")).Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        (await _world.Admin.Get($"/vendedores/{listero.Id}")).Refused(HttpStatusCode.NotFound, "USER_NOT_FOUND");
        (await _world.Admin.Get("/vendedores?isActive=true")).Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");
        (await _world.Admin.Get("/vendedores?pageSize=101")).Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");
    }

    [TestMethod]
    [TestProperty("Defect", "D-56")]
    public async Task Only_sellers_of_ones_own_banca_are_reached()
    {
        var before = await Checksum.Of(_world.Host);
        var boss = _house.Administrator.Client;

        foreach (var id in (Guid[])[_theirs.Vendedor.Id, _house.Listero.Id, _house.Administrator.Id])
        {
            Answer[] answers =
            [
                await boss.Get($"/vendedores/{id}"),
                await boss.Patch($"/vendedores/{id}", new { name = "Otro" }),
                await boss.Patch($"/vendedores/{id}", new { ventanaId = _house.VentanaId }),
                await boss.Delete($"/vendedores/{id}"),
                await boss.Patch($"/vendedores/{id}/restore"),
            ];
            foreach (var answer in answers)
            {
                answer.Refused(HttpStatusCode.NotFound, "USER_NOT_FOUND");
            }
        }

        (await boss.Post("/vendedores", Body(_theirs.VentanaId))).Refused(HttpStatusCode.NotFound, "VENTANA_NOT_FOUND");
        (await boss.Patch($"/vendedores/{_house.Vendedor.Id}", new { ventanaId = _theirs.VentanaId }))
            .Refused(HttpStatusCode.NotFound, "VENTANA_NOT_FOUND");
        Assert.AreEqual(before, await Checksum.Of(_world.Host));
    }

    [TestMethod]
    public async Task Who_has_tickets_in_play_stays()
    {
        (await _house.Administrator.Client.Delete($"/vendedores/{_house.Vendedor.Id}"))
            .Refused(HttpStatusCode.Conflict, "VENDEDOR_HAS_ACTIVE_TICKETS");

        (await _house.Vendedor.Client.Get("/auth/me")).Succeeded();
    }

    [TestMethod]
    [TestProperty("Defect", "D-24")]
    [TestProperty("Defect", "D-56")]
    public async Task Whatever_takes_the_account_or_its_place_ends_the_sessions()
    {
        var elsewhere = await _house.Banca.Ventana();
        Func<string, Task<Answer>>[] ends =
        [
            path => _world.Admin.Delete(path),
            path => _world.Admin.Patch(path, new { isActive = false }),
            path => _world.Admin.Patch(path, new { ventanaId = elsewhere }),
            path => _world.Admin.Patch(path, new { password = "otra-clave-larga" }),
        ];
        foreach (var end in ends)
        {
            var seller = await _house.Banca.Vendedor(_house.VentanaId);

            (await end($"/vendedores/{seller.Id}")).Succeeded();

            Assert.AreEqual(HttpStatusCode.Unauthorized, (await seller.Client.Get("/auth/me")).Status);
            Assert.AreEqual(0, await _world.Host.Scalar<long>(
                "select count(*) from sessions where user_id = $1 and revoked_at is null", seller.Id));
        }
    }

    [TestMethod]
    public async Task A_move_or_a_reset_clears_the_commissions()
    {
        var elsewhere = await _house.Banca.Ventana();
        foreach (var body in (object[])[new { ventanaId = elsewhere }, new { resetCommissionPolicy = true }])
        {
            var seller = await _house.Banca.Vendedor(_house.VentanaId);
            await _world.Host.Execute("update users set commission_policy_json = '{}' where id = $1", seller.Id);
            (await _world.Admin.Patch(
                $"/vendedores/{seller.Id}", new { name = "Ana", resetCommissionPolicy = false })).Succeeded();
            Assert.IsTrue(await HasPolicy(seller));

            var changed = (await _world.Admin.Patch($"/vendedores/{seller.Id}", body)).Data;

            Assert.IsFalse(await HasPolicy(seller));
            Assert.AreEqual(changed.Id("ventanaId"), changed.GetProperty("ventana").Id());
        }
    }

    [TestMethod]
    [DataRow("""{"code": "X1"}""")]
    [DataRow("""{"username": "otro.nombre"}""")]
    [DataRow("""{"role": "BANCA"}""")]
    [DataRow("""{"name": null}""")]
    [DataRow("""{"ventanaId": null}""")]
    public async Task What_is_not_changed_here_is_refused(string body)
    {
        var answer = await _world.Admin.Raw(HttpMethod.Patch, $"/vendedores/{_house.Vendedor.Id}", body);

        answer.Refused(HttpStatusCode.BadRequest, answer.Code!);
    }

    [TestMethod]
    public async Task Names_that_are_taken_and_ventanas_that_are_closed_are_refused()
    {
        var username = _world.Name("ana");
        (await _world.Admin.Post("/vendedores", Body(_house.VentanaId, username, "C-1", "ana@example.com"))).Succeeded();
        var closed = await _house.Banca.Ventana();
        (await _world.Admin.Delete($"/ventanas/{closed}")).Succeeded();

        (await _world.Admin.Post("/vendedores", Body(_house.VentanaId, username.ToUpperInvariant())))
            .Refused(HttpStatusCode.Conflict, "USERNAME_EXISTS");
        (await _world.Admin.Post("/vendedores", Body(_house.VentanaId, code: "C-1")))
            .Refused(HttpStatusCode.Conflict, "CODE_EXISTS");
        (await _world.Admin.Post("/vendedores", Body(_house.VentanaId, email: "ANA@example.com")))
            .Refused(HttpStatusCode.Conflict, "EMAIL_EXISTS");
        (await _world.Admin.Post("/vendedores", Body(closed))).Refused(HttpStatusCode.NotFound, "VENTANA_NOT_FOUND");
    }

    private static object Body(Guid ventanaId, string? username = null, string? code = null, string? email = null) => new
    {
        ventanaId,
        name = "Ana Mora",
        username = username ?? _world.Name("ana"),
        password = World.Password,
        code = code ?? _world.Name("A"),
        email,
    };

    private static ApiClient ClientOf(string role) => role == "ADMIN" ? _world.Admin : _house.People[role].Client;

    private static Task<bool> HasPolicy(Person seller) =>
        _world.Host.Scalar<bool>("select commission_policy_json is not null from users where id = $1", seller.Id);
}

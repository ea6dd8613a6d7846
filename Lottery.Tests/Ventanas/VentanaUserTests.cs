using System.Net;
using System.Text.Json;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Ventanas;

/// <summary>A ventana and the user who operates it: made and changed together, or neither.</summary>
[TestClass]
public sealed class VentanaUserTests
{
    private const string Next = "otra-clave-larga";

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
    public async Task The_answer_says_which_user_was_made()
    {
        var username = _world.Name("centro");
        var answer = await _boss.Client.Post("/ventanas", new
        {
            name = "Ventana Centro",
            email = "Centro@Example.com",
            username,
            password = World.Password,
        });

        Assert.AreEqual(HttpStatusCode.Created, answer.Status);
        Assert.AreEqual("Listero y usuario creados correctamente", answer.Json.Text("message"));
        var meta = answer.Json.GetProperty("meta");
        Assert.IsTrue(meta.GetProperty("userCreated").GetBoolean());
        Assert.AreEqual(username, meta.Text("username"));
        var user = (await _boss.Client.Get($"/users/{meta.Id("userId")}")).Data;
        Assert.AreEqual(("Ventana Centro", "centro@example.com", "VENTANA"), (user.Text("name"), user.Text("email"), user.Text("role")));
        Assert.AreEqual((_banca.Id, answer.Data.Id()), (user.Id("bancaId"), user.Id("ventanaId")));
    }

    [TestMethod]
    public async Task The_answer_says_when_there_is_none()
    {
        var answer = await _boss.Client.Post("/ventanas", new { name = "Ventana Sola" });

        Assert.AreEqual("Listero creado correctamente", answer.Succeeded().Json.Text("message"));
        var meta = answer.Json.GetProperty("meta");
        Assert.IsFalse(meta.GetProperty("userCreated").GetBoolean());
        Assert.IsFalse(meta.TryGetProperty("userId", out var id) && id.ValueKind != JsonValueKind.Null);
    }

    [TestMethod]
    [DataRow("ADMIN")]
    [DataRow("BANCA")]
    public async Task A_new_way_to_log_in_replaces_the_old_one_and_ends_its_sessions(string role)
    {
        var client = role == "ADMIN" ? _world.Admin : _boss.Client;
        var ventana = await _banca.Ventana();
        var listero = await _banca.Listero(ventana);
        var username = _world.Name("nuevo-");

        (await client.Patch($"/ventanas/{ventana}", new { username, password = Next })).Succeeded();

        (await listero.Client.Get("/auth/me")).Refused(HttpStatusCode.Unauthorized, "SESSION_REVOKED");
        using var anonymous = _world.Host.Anonymous();
        (await anonymous.Post("/auth/login", new { username = listero.Username, password = World.Password }))
            .Refused(HttpStatusCode.Unauthorized, "INVALID_CREDENTIALS");
        (await anonymous.Post("/auth/login", new { username, password = Next })).Succeeded();
        Assert.AreEqual(1, await Operators(ventana));
    }

    [TestMethod]
    public async Task A_user_that_is_missing_is_made()
    {
        var (plain, named) = (await _banca.Ventana(), (await _boss.Client.Post(
            "/ventanas", new { name = "Cañas Dulces #1", code = "Ñ 7" })).Data.Id());

        (await _boss.Client.Patch($"/ventanas/{plain}", new { username = _world.Name("hecho") }))
            .Refused(HttpStatusCode.BadRequest, "VENTANA_USER_INCOMPLETE");
        (await _boss.Client.Patch($"/ventanas/{plain}", new { username = _world.Name("hecho"), password = Next })).Succeeded();
        (await _boss.Client.Patch($"/ventanas/{named}", new { password = Next })).Succeeded();

        Assert.AreEqual((1, 1), (await Operators(plain), await Operators(named)));
        using var anonymous = _world.Host.Anonymous();
        (await anonymous.Post("/auth/login", new { username = "caas_dulces_1__7", password = Next })).Succeeded();
    }

    [TestMethod]
    [TestProperty("Defect", "D-57")]
    public async Task A_username_that_is_taken_changes_nothing_of_the_ventana()
    {
        var (ventana, empty) = (await _banca.Ventana(), await _banca.Ventana());
        var listero = await _banca.Listero(ventana);
        var taken = await _banca.Listero(await _banca.Ventana());
        var before = await Checksum.Of(_world.Host);

        foreach (var id in (Guid[])[ventana, empty])
        {
            (await _boss.Client.Patch(
                    $"/ventanas/{id}", new { name = "Otro Nombre", username = taken.Username, password = Next }))
                .Refused(HttpStatusCode.Conflict, "USERNAME_EXISTS");
            (await _boss.Client.Patch($"/ventanas/{id}", new { name = "Otro Nombre", password = "corta-no" }))
                .Refused(HttpStatusCode.BadRequest, "PASSWORD_TOO_SHORT");
        }

        (await _boss.Client.Post("/ventanas", new { name = "Nueva", code = "NV", username = taken.Username, password = Next }))
            .Refused(HttpStatusCode.Conflict, "USERNAME_EXISTS");
        Assert.AreEqual(before, await Checksum.Of(_world.Host));
        (await listero.Client.Get("/auth/me")).Succeeded();
    }

    [TestMethod]
    [TestProperty("Defect", "D-18")]
    public async Task A_ventana_decides_how_it_is_reached_and_nothing_of_its_terms()
    {
        var ventana = await _banca.Ventana();
        var listero = await _banca.Listero(ventana);

        var changed = (await listero.Client.Patch($"/ventanas/{ventana}", new
        {
            name = "Nombre Propio",
            address = "Avenida Central",
            phone = "2222-3333",
            email = "Propia@Example.com",
            settings = new { theme = "dark", print = new { width = 58 } },
        })).Data;

        Assert.AreEqual(
            ("Nombre Propio", "Avenida Central", "2222-3333", "propia@example.com"),
            (changed.Text("name"), changed.Text("address"), changed.Text("phone"), changed.Text("email")));
        Assert.AreEqual(58, changed.GetProperty("settings").GetProperty("print").GetProperty("width").GetInt32());
        var before = await Checksum.Of(_world.Host);
        foreach (var body in (object[])
            [
                new { code = "MIA" }, new { code = (string?)null }, new { commissionMarginX = 99 }, new { isActive = false },
                new { isActive = true }, new { username = "otro-nombre" }, new { password = Next },
                new { phone = "1", code = "MIA" },
            ])
        {
            (await listero.Client.Patch($"/ventanas/{ventana}", body))
                .Refused(HttpStatusCode.Forbidden, "FIELD_NOT_ALLOWED");
        }

        (await listero.Client.Delete($"/ventanas/{ventana}")).Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        (await listero.Client.Patch($"/ventanas/{ventana}/restore")).Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        Assert.AreEqual(before, await Checksum.Of(_world.Host));
    }

    private static Task<long> Operators(Guid ventana) => _world.Host.Scalar<long>(
        "select count(*) from users where ventana_id = $1 and role = 'VENTANA'", ventana);
}

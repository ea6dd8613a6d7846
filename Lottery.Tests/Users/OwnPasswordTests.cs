using System.Net;
using Lottery.Tests.Activity;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Users;

/// <summary>Giving oneself another password, and that no password is ever written down (D-08, D-66).</summary>
[TestClass]
public sealed class OwnPasswordTests
{
    private const string Next = "otra-clave-larga";

    private static World _world = null!;
    private static House _house = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        _house = await House.Furnish(_world);
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    [DataRow("no-es-mi-clave", Next, "INVALID_PASSWORD")]
    [DataRow(World.Password, World.Password, "SAME_PASSWORD")]
    [DataRow(World.Password, "nueve-car", "PASSWORD_TOO_SHORT")]
    [DataRow(World.Password, "corta", "VALIDATION_FAILED")]
    public async Task A_change_that_is_not_right_changes_and_ends_nothing(string current, string next, string code)
    {
        var before = await Checksum.Of(_world.Host);

        (await Change(_house.Vendedor.Client, current, next)).Refused(HttpStatusCode.BadRequest, code);

        Assert.AreEqual(before, await Checksum.Of(_world.Host));
        (await _house.Vendedor.Client.Get("/auth/me")).Succeeded();
    }

    [TestMethod]
    [TestProperty("Defect", "D-24")]
    [TestProperty("Defect", "D-08")]
    public async Task A_new_password_ends_every_session_and_leaves_a_line_without_it()
    {
        var listero = await _house.Banca.Listero(_house.VentanaId);
        using var other = await Device.LogIn(_world.Host, listero.Username);

        var answer = await Change(listero.Client, World.Password, Next);

        Assert.AreEqual("Contraseña actualizada. Inicia sesión de nuevo.", answer.Data.Text("message"));
        var line = await _world.Host.LineOf(answer);
        Assert.AreEqual(("PASSWORD_CHANGE", listero.Id), (line.Action, line.UserId));
        Assert.AreEqual(("(secret)", "(secret)"), (line.Before.Text("passwordHash"), line.After.Text("passwordHash")));
        (await listero.Client.Get("/auth/me")).Refused(HttpStatusCode.Unauthorized, "SESSION_REVOKED");
        (await other.Me()).Refused(HttpStatusCode.Unauthorized, "SESSION_REVOKED");
        using var anonymous = _world.Host.Anonymous();
        (await anonymous.Post("/auth/login", new { username = listero.Username, password = World.Password }))
            .Refused(HttpStatusCode.Unauthorized, "INVALID_CREDENTIALS");
        (await anonymous.Post("/auth/login", new { username = listero.Username, password = Next })).Succeeded();
    }

    [TestMethod]
    public async Task Whatever_banca_one_works_in_the_password_is_ones_own()
    {
        var person = await _house.Banca.Administrator();
        var second = await _world.Banca();
        (await _world.Admin.Post($"/users/{person.Id}/bancas", new { bancaId = second.Id })).Succeeded();
        using var body = System.Net.Http.Json.JsonContent.Create(
            new { currentPassword = World.Password, newPassword = Next });

        (await person.Client.Raw(HttpMethod.Put, "/users/me/password", body, ("X-Active-Banca-Id", second.Id.ToString())))
            .Succeeded();

        (await person.Client.Get("/auth/me")).Refused(HttpStatusCode.Unauthorized, "SESSION_REVOKED");
    }

    [TestMethod]
    public async Task A_house_may_allow_shorter_passwords()
    {
        await using var world = await World.Create(await ApiHost.Start(null, null, "--Passwords:Shortest=6"));
        var banca = await world.Banca();
        var seller = await banca.Vendedor(await banca.Ventana());

        (await Change(seller.Client, World.Password, "clave6")).Succeeded();
    }

    [TestMethod]
    [TestProperty("Defect", "D-08")]
    [TestProperty("Defect", "D-66")]
    public async Task No_password_and_no_whole_body_is_written_to_the_trail_or_the_log()
    {
        const string Secret = "mi-Secreto-1234";
        var (banca, seller) = (await _world.Banca(), await _house.Banca.Vendedor(_house.VentanaId));
        var (code, free) = (_world.Name("S"), _world.Name("suelto"));
        Answer[] answers =
        [
            await _world.Admin.Post("/bancas", new
            {
                name = $"Banca {code}",
                code,
                username = _world.Name("jefe"),
                password = Secret,
                confirmPassword = Secret,
            }),
            await _world.Admin.Patch($"/bancas/{banca.Id}", new { phone = "2222-3333", username = free, password = Secret }),
            await _world.Admin.Post("/ventanas", new { bancaId = banca.Id, name = "Ventana S", username = _world.Name("v"), password = Secret }),
            await _world.Admin.Patch($"/ventanas/{_house.VentanaId}", new { password = Secret }),
            await _world.Admin.Patch($"/users/{seller.Id}", new { password = Secret }),
            await _world.Admin.Patch($"/vendedores/{seller.Id}", new { password = $"{Secret}5" }),
            await Change(_world.Admin, Secret, $"{Secret}6"),
        ];

        foreach (var answer in answers)
        {
            Assert.IsFalse(answer.Text.Contains(Secret, StringComparison.Ordinal), answer.Text);
        }

        var hashes = await _world.Host.Rows(r => r.GetString(0), "select password_hash from users");
        var lines = await _world.Host.Rows(r => r.GetString(0), "select a::text from activity_logs a");
        var told = lines.Concat(_world.Host.Log.Records.Select(
            record => $"{record.Message} {record.Failure} {string.Join(' ', record.Values)}")).ToList();
        foreach (var secret in (string[])[Secret, "confirmPassword", "currentPassword", free, .. hashes])
        {
            Assert.IsEmpty(told.Where(text => text.Contains(secret, StringComparison.Ordinal)).ToList(), secret);
        }
    }

    private static Task<Answer> Change(ApiClient client, string currentPassword, string newPassword) =>
        client.Put("/users/me/password", new { currentPassword, newPassword });
}

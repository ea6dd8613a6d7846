using System.Net;
using System.Text.Json;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Users;

/// <summary>What a user is called and how it is reached: what may be empty, what may not, and what is told to nobody.</summary>
[TestClass]
public sealed class UserFieldTests
{
    private static World _world = null!;
    private static BancaWorld _banca = null!;
    private static Guid _ventanaId;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        _banca = await _world.Banca();
        _ventanaId = await _banca.Ventana();
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    [TestProperty("Defect", "D-54")]
    public async Task A_null_clears_what_may_be_empty_and_silence_leaves_it()
    {
        var path = $"/users/{(await _banca.Vendedor(_ventanaId)).Id}";
        (await _world.Admin.Patch(path, new { email = "Uno@Example.com", phone = "8888 1111", code = "U1" })).Succeeded();

        var kept = (await _world.Admin.Patch(path, new { name = "Otro Nombre" })).Data;
        Assert.AreEqual(("uno@example.com", "U1"), (kept.Text("email"), kept.Text("code")));
        Assert.AreEqual("88881111", await Phone(path));

        var cleared = (await _world.Admin.Raw(
            HttpMethod.Patch, path, """{"email": null, "phone": null, "code": null}""")).Data;
        Assert.AreEqual(
            (JsonValueKind.Null, JsonValueKind.Null),
            (cleared.GetProperty("email").ValueKind, cleared.GetProperty("code").ValueKind));
        Assert.AreEqual("", await Phone(path));
    }

    [TestMethod]
    [DataRow("name")]
    [DataRow("username")]
    [DataRow("password")]
    [DataRow("role")]
    [DataRow("isActive")]
    [TestProperty("Defect", "D-54")]
    public async Task A_null_where_there_must_be_something_is_refused(string field)
    {
        var seller = await _banca.Vendedor(_ventanaId);
        var before = await Checksum.Of(_world.Host);

        var answer = await _world.Admin.Raw(HttpMethod.Patch, $"/users/{seller.Id}", $$"""{"{{field}}": null}""");

        Assert.AreEqual(HttpStatusCode.BadRequest, answer.Status, answer.Text);
        answer.Refused(HttpStatusCode.BadRequest, answer.Code!);
        Assert.AreEqual(before, await Checksum.Of(_world.Host));
    }

    [TestMethod]
    [DataRow("8888-8888", "88888888")]
    [DataRow("(506) 8888 8888", "50688888888")]
    [DataRow("+506 8888.8888", "50688888888")]
    public async Task Of_a_telephone_number_the_digits_are_kept(string typed, string kept)
    {
        var made = (await _world.Admin.Post("/users", new
        {
            name = "Ana",
            username = _world.Name("ana"),
            password = World.Password,
            role = "VENDEDOR",
            ventanaId = _ventanaId,
            phone = typed,
        })).Data;

        Assert.AreEqual(kept, await Phone($"/users/{made.Id()}"));
    }

    [TestMethod]
    [DataRow("1234567")]
    [DataRow("8888-88888")]
    [DataRow("ocho ocho ocho")]
    [DataRow("")]
    public async Task A_telephone_number_that_is_none_is_refused(string phone)
    {
        var seller = await _banca.Vendedor(_ventanaId);

        (await _world.Admin.Patch($"/users/{seller.Id}", new { phone }))
            .Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");
    }

    [TestMethod]
    [TestProperty("Defect", "D-07")]
    public async Task No_answer_tells_a_hash_a_telephone_number_or_a_commission()
    {
        var username = _world.Name("ana");
        var made = await _world.Admin.Post("/users", new
        {
            name = "Ana",
            username,
            password = World.Password,
            role = "VENDEDOR",
            ventanaId = _ventanaId,
            phone = "77771234",
        });
        var id = made.Data.Id();
        await _world.Host.Execute(
            """update users set commission_policy_json = '{"rules": [{"percent": 17.25}]}' where id = $1""", id);
        var hash = await _world.Host.Scalar<string>("select password_hash from users where id = $1", id);
        Answer[] answers =
        [
            made,
            await _world.Admin.Get($"/users/{id}"),
            await _world.Admin.Get($"/users?search={username}"),
            await _world.Admin.Patch($"/users/{id}", new { name = "Ana Mora" }),
            await _world.Admin.Delete($"/users/{id}"),
            await _world.Admin.Patch($"/users/{id}/restore"),
            await _world.Admin.Get($"/vendedores/{id}"),
            await _world.Admin.Get($"/vendedores?search={username}"),
            await _world.Admin.Patch($"/vendedores/{id}", new { name = "Ana Soto" }),
            await _world.Admin.Delete($"/vendedores/{id}"),
            await _world.Admin.Patch($"/vendedores/{id}/restore"),
        ];

        foreach (var answer in answers)
        {
            foreach (var secret in (string[])[hash, "77771234", "17.25", "password", "phone", "commission"])
            {
                Assert.DoesNotContain(secret, answer.Succeeded().Text, StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    [TestMethod]
    [DataRow("""{"email": "nobody"}""")]
    [DataRow("""{"name": "A"}""")]
    [DataRow("""{"username": "ab"}""")]
    [DataRow("""{"code": "X"}""")]
    [DataRow("""{"maxSessionsPerVendedor": 0}""")]
    [DataRow("""{"balance": 5}""")]
    public async Task What_makes_no_sense_is_refused(string body)
    {
        var seller = await _banca.Vendedor(_ventanaId);

        (await _world.Admin.Raw(HttpMethod.Patch, $"/users/{seller.Id}", body))
            .Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");
    }

    private static Task<string> Phone(string path) => _world.Host.Scalar<string>(
        "select coalesce(phone, '') from users where id = $1", Guid.Parse(path.Split('/')[2]));
}

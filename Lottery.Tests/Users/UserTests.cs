using System.Net;
using System.Text.Json;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Users;

[TestClass]
public sealed class UserTests
{
    private static World _world = null!;
    private static BancaWorld _banca = null!;
    private static Guid _ventanaId;
    private static Person _boss = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        _banca = await _world.Banca();
        _ventanaId = await _banca.Ventana();
        _boss = await _banca.Administrator();
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    public async Task A_user_is_made_read_changed_switched_off_and_on()
    {
        var username = _world.Name("ana");
        var made = (await _boss.Client.Post("/users", new
        {
            name = " Ana Mora ",
            username,
            password = World.Password,
            role = "VENDEDOR",
            ventanaId = _ventanaId,
            email = "Ana@Example.com",
            code = "A7",
        })).Data;

        Assert.AreEqual(("Ana Mora", "ana@example.com", "A7"), (made.Text("name"), made.Text("email"), made.Text("code")));
        Assert.AreEqual((_banca.Id, _ventanaId), (made.Id("bancaId"), made.Id("ventanaId")));
        var path = $"/users/{made.Id()}";
        Assert.AreEqual(username, (await _boss.Client.Get(path)).Data.Text("username"));
        Assert.AreEqual("Ana Soto", (await _boss.Client.Patch(path, new { name = "Ana Soto" })).Data.Text("name"));
        Assert.IsFalse((await _boss.Client.Delete(path)).Data.GetProperty("isActive").GetBoolean());
        Assert.IsTrue((await _boss.Client.Patch($"{path}/restore")).Data.GetProperty("isActive").GetBoolean());
        Assert.AreEqual("A7", (await _boss.Client.Get(path)).Data.Text("code"));
    }

    [TestMethod]
    public async Task A_list_filters_and_pages()
    {
        var ventana = await _banca.Ventana();
        var (listero, first, second) =
            (await _banca.Listero(ventana), await _banca.Vendedor(ventana), await _banca.Vendedor(ventana));
        (await _world.Admin.Delete($"/users/{second.Id}")).Succeeded();

        Assert.AreEqual("", await Names("role=VENDEDOR&isActive=true&search=nobody"));
        Assert.AreEqual(first.Username, await Names("role=VENDEDOR&isActive=true"));
        Assert.AreEqual(second.Username, await Names("isActive=0"));
        Assert.AreEqual(listero.Username, await Names("role=ventana"));
        Assert.AreEqual(first.Username, await Names($"search={first.Username.ToUpperInvariant()}"));
        var page = await _world.Admin.Get($"/users?ventanaId={ventana}&pageSize=2");
        Assert.AreEqual((2, 3), (page.Json.Rows().Count, page.Json.GetProperty("meta").GetProperty("total").GetInt32()));

        async Task<string> Names(string filter) => string.Join(
            ' ', (await _world.Admin.Get($"/users?ventanaId={ventana}&{filter}")).Succeeded().Json.Rows()
                .Select(user => user.Text("username")));
    }

    [TestMethod]
    public async Task A_listero_sees_and_makes_only_its_own_people()
    {
        var elsewhere = await _banca.Vendedor(_ventanaId);
        var ventana = await _banca.Ventana();
        var listero = await _banca.Listero(ventana);
        var made = (await listero.Client.Post(
            "/users", new { name = "Ana", username = _world.Name("ana"), password = World.Password })).Data;

        Assert.AreEqual(("VENDEDOR", ventana), (made.Text("role"), made.Id("ventanaId")));
        Assert.HasCount(2, (await listero.Client.Get("/users")).Succeeded().Json.Rows());
        (await listero.Client.Get($"/users/{elsewhere.Id}")).Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        (await listero.Client.Delete($"/users/{elsewhere.Id}")).Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        (await listero.Client.Post("/users", new
        {
            name = "Eva",
            username = _world.Name("eva"),
            password = World.Password,
            ventanaId = _ventanaId,
        })).Refused(HttpStatusCode.Forbidden, "FIELD_NOT_ALLOWED");
    }

    [TestMethod]
    public async Task Names_that_are_taken_are_refused()
    {
        var taken = await _banca.Vendedor(_ventanaId);
        (await _world.Admin.Patch($"/users/{taken.Id}", new { email = "taken@example.com", code = "T1" })).Succeeded();
        var free = await _banca.Vendedor(_ventanaId);

        (await Post(new { username = taken.Username.ToUpperInvariant(), ventanaId = _ventanaId }))
            .Refused(HttpStatusCode.Conflict, "USERNAME_EXISTS");
        (await Patch(new { username = taken.Username })).Refused(HttpStatusCode.Conflict, "USERNAME_EXISTS");
        (await Patch(new { email = "TAKEN@example.com" })).Refused(HttpStatusCode.Conflict, "EMAIL_EXISTS");
        (await Patch(new { code = "T1" })).Refused(HttpStatusCode.Conflict, "CODE_EXISTS");

        Task<Answer> Patch(object body) => _boss.Client.Patch($"/users/{free.Id}", body);
    }

    [TestMethod]
    public async Task A_code_is_free_in_another_banca()
    {
        var other = await _world.Banca();
        var (here, there) = (await _banca.Vendedor(_ventanaId), await other.Vendedor(await other.Ventana()));

        (await _world.Admin.Patch($"/users/{here.Id}", new { code = "C9" })).Succeeded();
        (await _world.Admin.Patch($"/users/{there.Id}", new { code = "C9" })).Succeeded();
    }

    [TestMethod]
    public async Task Who_works_at_a_ventana_needs_one_that_is_open()
    {
        var closed = await _banca.Ventana();
        (await _world.Admin.Delete($"/ventanas/{closed}")).Succeeded();

        (await Post(new { role = "VENDEDOR" })).Refused(HttpStatusCode.BadRequest, "VENTANA_REQUIRED");
        (await Post(new { role = "VENDEDOR", ventanaId = closed })).Refused(HttpStatusCode.NotFound, "VENTANA_NOT_FOUND");
        (await Post(new { role = "BANCA" }, _world.Admin)).Refused(HttpStatusCode.BadRequest, "BANCA_REQUIRED");
    }

    private static Task<Answer> Post(object what, ApiClient? client = null)
    {
        var body = JsonSerializer.SerializeToNode(what)!.AsObject();
        body["name"] = "Ana";
        body["username"] ??= _world.Name("ana");
        body["password"] = World.Password;
        body["role"] ??= "VENDEDOR";
        return (client ?? _boss.Client).Post("/users", body);
    }
}

using System.Text.Json;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Auth;

[TestClass]
public sealed class MeTests
{
    private static World _world = null!;
    private static BancaWorld _banca = null!;
    private static Guid _ventanaId;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        _banca = await _world.Banca();
        await _world.Banca();
        _ventanaId = await _banca.Ventana();
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    public async Task An_administrator_is_of_no_banca_and_knows_all()
    {
        var me = (await _world.Admin.Get("/auth/me")).Data;

        Assert.AreEqual("ADMIN", me.Text("role"));
        Assert.HasCount(2, me.Rows("bancas"));
        AreNull(me, "bancaId", "ventanaId", "vendedorId", "ventana", "activeBancaId");
    }

    [TestMethod]
    [TestProperty("Defect", "D-34")]
    public async Task A_banca_administrator_knows_its_bancas()
    {
        var person = await _banca.Administrator();

        var me = (await person.Client.Get("/auth/me")).Data;

        Assert.AreEqual((person.Id, person.Username), (me.Id(), me.Text("username")));
        Assert.AreEqual((_banca.Id, _banca.Id), (me.Id("bancaId"), me.Id("activeBancaId")));
        Assert.AreEqual(_banca.Id, me.Rows("bancas").Single().Id());
        AreNull(me, "ventanaId", "vendedorId", "ventana");
    }

    [TestMethod]
    [TestProperty("Defect", "D-35")]
    public async Task Looking_at_oneself_changes_nothing()
    {
        var person = await _banca.Administrator();
        await _world.Host.Execute("delete from user_bancas where user_id = $1", person.Id);
        var before = await Checksum.Of(_world.Host);

        await person.Client.Get("/auth/me");
        await _world.Admin.Get("/auth/me");

        Assert.AreEqual(before, await Checksum.Of(_world.Host));
    }

    [TestMethod]
    public async Task A_listero_knows_its_ventana()
    {
        var me = (await (await _banca.Listero(_ventanaId)).Client.Get("/auth/me")).Data;

        Assert.AreEqual((_ventanaId, _banca.Id), (me.Id("ventanaId"), me.Id("bancaId")));
        Assert.AreEqual(_ventanaId, me.GetProperty("ventana").Id());
        Assert.AreEqual(_banca.Id, me.GetProperty("ventana").GetProperty("banca").Id());
        AreNull(me, "vendedorId", "bancas");
    }

    [TestMethod]
    public async Task A_seller_is_also_told_by_the_name_it_sells_under()
    {
        var person = await _banca.Vendedor(_ventanaId);

        var me = (await person.Client.Get("/auth/me")).Data;

        Assert.AreEqual((person.Id, person.Id, _ventanaId), (me.Id(), me.Id("vendedorId"), me.Id("ventanaId")));
        AreNull(me, "bancas");
    }

    [TestMethod]
    public async Task Nobody_is_told_a_secret()
    {
        var person = await _banca.Vendedor(_ventanaId);

        foreach (var client in (ApiClient[])[_world.Admin, person.Client])
        {
            Assert.DoesNotContain("assword", (await client.Get("/auth/me")).Text);
        }
    }

    private static void AreNull(JsonElement me, params string[] names)
    {
        foreach (var name in names)
        {
            Assert.IsTrue(
                !me.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null, $"{name}: {me}");
        }
    }
}

using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Loterias;

/// <summary>Who decides about another base factor, and who reads it.</summary>
[TestClass]
[TestProperty("Defect", "DRAW-4")]
public sealed class OverrideReachTests
{
    private static World _world = null!;
    private static House _house = null!;
    private static House _other = null!;
    private static Guid _nextDoor;
    private static Person _neighbour = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        (_house, _other) = (await House.Furnish(_world), await House.Furnish(_world));
        _nextDoor = await _house.Banca.Ventana();
        _neighbour = await _house.Banca.Vendedor(_nextDoor);
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    public async Task A_banca_decides_in_its_house()
    {
        await Manages(_house.Administrator.Client, "USER", _neighbour.Id);
        await Manages(_house.Administrator.Client, "VENTANA", _nextDoor);
        await Manages(_world.Admin, "USER", _neighbour.Id);
    }

    [TestMethod]
    public async Task A_ventana_decides_for_itself_and_its_sellers()
    {
        await Manages(_house.Listero.Client, "USER", _house.Vendedor.Id);
        await Manages(_house.Listero.Client, "VENTANA", _house.VentanaId);

        (await Create(_house.Listero.Client, "USER", _neighbour.Id)).Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        (await Create(_house.Listero.Client, "VENTANA", _nextDoor)).Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        var path = $"/multiplier-overrides/{await _house.Game.Override("USER", _neighbour.Id, 91, "Q")}";
        await IsShut(_house.Listero.Client, path, HttpStatusCode.Forbidden, "FORBIDDEN");
        (await _world.Admin.Delete(path)).Succeeded();
    }

    [TestMethod]
    public async Task A_seller_reads_its_own_and_writes_none()
    {
        var theirs = await _house.Game.Override("VENTANA", _house.VentanaId, 91, "V");
        var seller = _house.Vendedor.Client;

        Assert.AreEqual(_house.OverrideId, (await seller.Get("/multiplier-overrides")).Json.Rows().Single().Id());
        Assert.IsEmpty((await seller.Get($"/multiplier-overrides?scope=VENTANA&scopeId={_house.VentanaId}")).Json.Rows());
        (await seller.Get($"/multiplier-overrides/{_house.OverrideId}")).Succeeded();
        (await seller.Get($"/multiplier-overrides/{theirs}")).Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        await IsClosed(seller, $"/multiplier-overrides/{_house.OverrideId}", HttpStatusCode.Forbidden, "FORBIDDEN");
        (await Create(seller, "USER", _house.Vendedor.Id)).Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        (await _world.Admin.Delete($"/multiplier-overrides/{theirs}")).Succeeded();
    }

    [TestMethod]
    public async Task A_ventana_that_asks_for_users_sees_its_own()
    {
        var beyond = await _house.Game.Override("USER", _neighbour.Id, 91, "B");

        var seen = (await _house.Listero.Client.Get("/multiplier-overrides?scope=USER")).Json.Rows();

        Assert.AreEqual(_house.OverrideId, seen.Single().Id());
        Assert.IsEmpty(
            (await _house.Listero.Client.Get($"/multiplier-overrides?scopeId={_neighbour.Id}")).Json.Rows());
        (await _world.Admin.Delete($"/multiplier-overrides/{beyond}")).Succeeded();
    }

    [TestMethod]
    public async Task Another_house_does_not_exist()
    {
        foreach (var client in (ApiClient[])[_house.Administrator.Client, _house.Listero.Client])
        {
            await IsShut(
                client, $"/multiplier-overrides/{_other.OverrideId}", HttpStatusCode.NotFound,
                "MULTIPLIER_OVERRIDE_NOT_FOUND");
            (await Create(client, "USER", _other.Vendedor.Id)).Refused(HttpStatusCode.NotFound, "USER_NOT_FOUND");
            (await Create(client, "VENTANA", _other.VentanaId)).Refused(HttpStatusCode.NotFound, "VENTANA_NOT_FOUND");
        }

        (await Create(_world.Admin, "VENTANA", _house.VentanaId, _other.Game))
            .Refused(HttpStatusCode.NotFound, "LOTERIA_NOT_FOUND");
    }

    private static async Task Manages(ApiClient client, string scope, Guid place)
    {
        var made = await Create(client, scope, place);
        var path = $"/multiplier-overrides/{made.Data.Id()}";
        (await client.Get(path)).Succeeded();
        Assert.AreEqual(88.5m, (await client.Put(path, new { baseMultiplierX = 88.5 })).Data.Money("baseMultiplierX"));
        (await client.Delete(path)).Succeeded();
        (await client.Patch($"{path}/restore")).Succeeded();
        (await client.Delete(path)).Succeeded();
    }

    private static async Task IsShut(ApiClient client, string path, HttpStatusCode status, string code)
    {
        (await client.Get(path)).Refused(status, code);
        await IsClosed(client, path, status, code);
    }

    private static async Task IsClosed(ApiClient client, string path, HttpStatusCode status, string code)
    {
        (await client.Put(path, new { baseMultiplierX = 1 })).Refused(status, code);
        (await client.Delete(path)).Refused(status, code);
        (await client.Patch($"{path}/restore")).Refused(status, code);
    }

    private static Task<Answer> Create(ApiClient client, string scope, Guid scopeId, GameWorld? game = null) =>
        client.Post("/multiplier-overrides", new
        {
            scope,
            scopeId,
            loteriaId = (game ?? _house.Game).LoteriaId,
            multiplierType = "NUMERO",
            baseMultiplierX = 95,
        });
}

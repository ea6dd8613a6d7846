using System.Net;
using System.Text.Json;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Tickets.Sales;

/// <summary>Who sells for whom.</summary>
[TestClass]
public sealed class SaleSellerTests
{
    private static Counter _counter = null!;
    private static Person _listero = null!;
    private static Person _colleague = null!;
    private static Person _elsewhere = null!;
    private static Person _stranger = null!;
    private static Guid _sorteo;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _counter = await Counter.Open();
        var other = await _counter.World.Banca();
        _listero = await _counter.Banca.Listero(_counter.VentanaId);
        _colleague = await _counter.Banca.Vendedor(_counter.VentanaId);
        _elsewhere = await _counter.Banca.Vendedor(await _counter.Banca.Ventana());
        _stranger = await other.Vendedor(await other.Ventana());
        _sorteo = await _counter.OpenSorteo();
    }

    [ClassCleanup]
    public static async Task Stop() => await _counter.DisposeAsync();

    [TestMethod]
    public async Task A_vendedor_sells_on_its_own_account_named_or_not()
    {
        foreach (var named in new Guid?[] { null, _counter.Seller.Id })
        {
            OnAccountOf(_counter.Seller, by: _counter.Seller, "VENDEDOR", await Sell(_counter.Seller.Client, named));
        }
    }

    [TestMethod]
    public async Task A_vendedor_never_sells_for_another()
    {
        await Refused(_counter.Seller.Client, _colleague.Id, HttpStatusCode.Forbidden, "VENDEDOR_FORBIDDEN");
        await Refused(_counter.Seller.Client, _stranger.Id, HttpStatusCode.Forbidden, "VENDEDOR_FORBIDDEN");
    }

    [TestMethod]
    public async Task A_listero_sells_for_the_vendedores_of_its_ventana()
    {
        OnAccountOf(_colleague, by: _listero, "VENTANA", await Sell(_listero.Client, _colleague.Id));

        await Refused(_listero.Client, _elsewhere.Id, HttpStatusCode.Forbidden, "RBAC_002");
        await Refused(_listero.Client, _stranger.Id, HttpStatusCode.NotFound, "VENDEDOR_NOT_FOUND");
        await Refused(_listero.Client, null, HttpStatusCode.BadRequest, "VENDEDOR_REQUIRED");
    }

    [TestMethod]
    public async Task An_administrator_sells_for_any_vendedor_and_says_for_whom()
    {
        var sold = (await Sell(_counter.Admin, _elsewhere.Id)).Data;
        Assert.AreEqual("ADMIN", sold.Text("createdByRole"));
        Assert.AreEqual(_elsewhere.Id, sold.Id("vendedorId"));

        await Refused(_counter.Admin, null, HttpStatusCode.BadRequest, "VENDEDOR_REQUIRED");
        await Refused(_counter.Admin, _listero.Id, HttpStatusCode.BadRequest, "NOT_A_VENDEDOR");
        await Refused(_counter.Admin, Guid.CreateVersion7(), HttpStatusCode.NotFound, "VENDEDOR_NOT_FOUND");
    }

    [TestMethod]
    public async Task A_banca_sells_for_nobody()
    {
        var boss = await _counter.Banca.Administrator();

        await Refused(boss.Client, null, HttpStatusCode.Forbidden, "BANCA_CANNOT_SELL");
        await Refused(boss.Client, _counter.Seller.Id, HttpStatusCode.Forbidden, "BANCA_CANNOT_SELL");
    }

    [TestMethod]
    public async Task The_ventana_of_the_body_is_ignored()
    {
        var sold = (await _counter.Seller.Client.Post("/tickets", new
        {
            loteriaId = _counter.Game.LoteriaId,
            sorteoId = _sorteo,
            ventanaId = Guid.CreateVersion7(),
            jugadas = new[] { _counter.Game.Numero("27", 100) },
        })).Data;

        Assert.AreEqual(_counter.VentanaId, sold.Id("ventanaId"));
    }

    private static void OnAccountOf(Person seller, Person by, string role, Answer answer)
    {
        JsonElement sold = answer.Data;
        Assert.AreEqual(seller.Id, sold.Id("vendedorId"));
        Assert.AreEqual(_counter.VentanaId, sold.Id("ventanaId"));
        Assert.AreEqual(by.Id, sold.Id("createdBy"));
        Assert.AreEqual(role, sold.Text("createdByRole"));
    }

    private static Task<Answer> Sell(ApiClient client, Guid? vendedorId) =>
        client.Post("/tickets", _counter.Game.Order(_sorteo, [_counter.Game.Numero("27", 100)], vendedorId));

    private static Task Refused(ApiClient client, Guid? vendedorId, HttpStatusCode status, string code) =>
        _counter.Host.RefusedWithoutTrace(() => Sell(client, vendedorId), status, code);
}

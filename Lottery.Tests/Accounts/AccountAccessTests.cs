using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Accounts;

/// <summary>Who reads whose account, and who moves money on it.</summary>
[TestClass]
public sealed class AccountAccessTests
{
    private const string Today = "2026-10-20";

    private static AccountWorld _world = null!;
    private static Person _listero = null!;
    private static Person _house = null!;
    private static Person _colleague = null!;
    private static BancaWorld _other = null!;
    private static Person _stranger = null!;
    private static Guid _strangerVentana;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await AccountWorld.Open();
        _listero = await _world.Counter.Banca.Listero(_world.Ventana);
        _house = await _world.Counter.Banca.Administrator();
        _colleague = await _world.Counter.Banca.Vendedor(await _world.Counter.Banca.Ventana());
        _other = await _world.Counter.World.Banca();
        _strangerVentana = await _other.Ventana();
        _stranger = await _other.Vendedor(_strangerVentana);
        foreach (var (id, amount) in ((Guid, decimal)[])[(_world.Seller, 100), (_colleague.Id, 200), (_stranger.Id, 400)])
        {
            (await _world.Move("payment", amount, Today, new { vendedorId = id })).Succeeded();
        }

        (await _world.Move("payment", 1_000, Today, new { ventanaId = _world.Ventana })).Succeeded();
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    public async Task A_vendedor_reads_itself_and_nothing_else()
    {
        var client = _world.Counter.Seller.Client;
        Assert.AreEqual(100m, await Saldo(client, "scope=mine&dimension=vendedor"));
        Assert.AreEqual(100m, await Saldo(client, $"scope=mine&dimension=vendedor&vendedorId={_colleague.Id}"));
        foreach (var query in (string[])["scope=all&dimension=vendedor", "scope=mine&dimension=ventana", "scope=mine&dimension=banca"])
        {
            (await client.Get($"/accounts/statement?{query}")).Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        }

        (await client.Get($"/accounts/statement/{Today}/bySorteo?dimension=ventana"))
            .Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        var own = (await client.Get($"/accounts/payment-history?date={Today}&vendedorId={_colleague.Id}")).Json.Rows();
        Assert.AreEqual(100m, own.Single().Money("amount"));
        Assert.AreEqual(HttpStatusCode.Forbidden, (await Pay(client, new { vendedorId = _world.Seller })).Status);
    }

    [TestMethod]
    public async Task A_ventana_reads_itself_and_its_vendedores()
    {
        var client = _listero.Client;
        Assert.AreEqual(1_000m, await Saldo(client, "scope=mine&dimension=ventana"));
        Assert.AreEqual(100m, await Saldo(client, "scope=ventana&dimension=vendedor"));
        Assert.AreEqual(100m, await Saldo(client, $"scope=ventana&dimension=vendedor&vendedorId={_world.Seller}"));
        (await client.Get($"/accounts/statement?scope=ventana&dimension=vendedor&vendedorId={_colleague.Id}"))
            .Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        (await client.Get("/accounts/statement?scope=all&dimension=ventana")).Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        (await client.Get("/accounts/statement?scope=mine&dimension=vendedor"))
            .Refused(HttpStatusCode.BadRequest, "INVALID_DIMENSION");
        (await client.Get($"/accounts/statement/{Today}/bySorteo?dimension=banca"))
            .Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        var current = (await client.Get("/accounts/balance/current?scope=mine&dimension=ventana")).Data;
        Assert.AreEqual(
            (1_000m, 1_000m, _world.Ventana),
            (current.Money("balance"), current.Money("remainingBalance"), current.Id("ventanaId")));
        Assert.AreEqual(HttpStatusCode.BadRequest, (await client.Get("/accounts/balance/current")).Status);
        var seen = (await client.Get($"/accounts/payment-history?date={Today}")).Json.Rows();
        CollectionAssert.AreEquivalent((decimal[])[100, 1_000], seen.Select(p => p.Money("amount")).ToArray());
    }

    [TestMethod]
    public async Task A_ventana_moves_money_of_its_own_alone()
    {
        var client = _listero.Client;
        var own = (await Pay(client, new { })).Data.GetProperty("payment");
        Assert.AreEqual(_world.Ventana, own.Id("ventanaId"));
        foreach (var whose in (object[])[new { vendedorId = _colleague.Id }, new { vendedorId = _stranger.Id },
            new { ventanaId = _strangerVentana }, new { bancaId = _other.Id }])
        {
            (await Pay(client, whose)).Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        }

        var theirs = (await Pay(_world.Admin, new { vendedorId = _colleague.Id })).Data.GetProperty("payment").Id();
        (await Reverse(client, theirs)).Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        (await Reverse(_world.Admin, theirs)).Succeeded();
        (await Reverse(client, own.Id())).Succeeded();
    }

    // Neither says whose account it is: who asks decides.
    [TestMethod]
    public async Task A_key_of_one_ventana_answers_no_other()
    {
        var other = await _world.Counter.Banca.Listero(await _world.Counter.Banca.Ventana());
        object request = new { idempotencyKey = "la-misma-clave" };
        var first = (await Pay(_listero.Client, request)).Data.GetProperty("payment");

        (await Pay(other.Client, request)).Refused(HttpStatusCode.Conflict, "IDEMPOTENCY_PAYLOAD_MISMATCH");

        Assert.AreEqual(first.Id(), (await Pay(_listero.Client, request)).Data.GetProperty("payment").Id());
        (await Reverse(_listero.Client, first.Id())).Succeeded();
    }

    [TestMethod]
    [TestProperty("Defect", "ACC-11")]
    public async Task A_house_reads_and_moves_nothing_of_another()
    {
        var client = _house.Client;
        Assert.AreEqual(300m, await Saldo(client, "scope=all&dimension=vendedor"));
        Assert.AreEqual(300m, await Saldo(client, $"scope=all&dimension=vendedor&bancaId={_other.Id}"));
        var nothing = await client.Get($"/accounts/statement?scope=all&dimension=vendedor&vendedorId={_stranger.Id}&date=today");
        Assert.AreEqual(0m, nothing.Data.Rows("statements").Single().Money("remainingBalance"));
        Assert.DoesNotContain(_stranger.Username, nothing.Text);
        Assert.IsEmpty((await client.Get(
            $"/accounts/statement/{Today}/bySorteo?dimension=vendedor&vendedorId={_stranger.Id}&bancaId={_other.Id}")).Json.Rows());
        var seen = await client.Get($"/accounts/payment-history?date={Today}&bancaId={_other.Id}");
        Assert.IsEmpty(seen.Json.Rows());
        foreach (var whose in (object[])[new { vendedorId = _stranger.Id }, new { ventanaId = _strangerVentana },
            new { bancaId = _other.Id }])
        {
            (await Pay(client, whose)).Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
        }

        var theirs = (await _world.Admin.Get($"/accounts/payment-history?date={Today}&vendedorId={_stranger.Id}")).Json.Rows()[0];
        (await Reverse(client, theirs.Id())).Refused(HttpStatusCode.NotFound, "PAYMENT_NOT_FOUND");
        (await client.Post("/accounts/reset-balance", new { vendedorId = _stranger.Id }))
            .Refused(HttpStatusCode.NotFound, "VENDEDOR_NOT_FOUND");
        (await client.Get("/accounts/monthly-closings")).Succeeded();
    }

    [TestMethod]
    public async Task Who_moves_to_another_house_leaves_its_account_behind()
    {
        var mover = await _world.Counter.Banca.Vendedor(_world.Ventana);
        (await Pay(_world.Admin, new { vendedorId = mover.Id })).Succeeded();

        (await _world.Admin.Patch($"/users/{mover.Id}", new { ventanaId = _strangerVentana })).Succeeded();

        Assert.AreEqual(5m, await Saldo(_house.Client, $"scope=all&dimension=vendedor&vendedorId={mover.Id}"));
        var known = (await _house.Client.Get("/accounts/historical-entities")).Data;
        Assert.Contains(mover.Id, known.Rows("vendedores").Select(v => v.Id()));
        Assert.DoesNotContain(_stranger.Id, known.Rows("vendedores").Select(v => v.Id()));
        var moved = await _world.Counter.World.LogIn(mover.Username);
        Assert.AreEqual(0m, await Saldo(moved, "scope=mine&dimension=vendedor"));
        (await Pay(_house.Client, new { vendedorId = mover.Id })).Succeeded();
        Assert.AreEqual(10m, await Saldo(_house.Client, $"scope=all&dimension=vendedor&vendedorId={mover.Id}"));
        Assert.AreEqual(0m, await Saldo(moved, "scope=mine&dimension=vendedor"));
    }

    [TestMethod]
    [TestProperty("Defect", "ACC-15")]
    public async Task A_statement_is_told_again_only_when_something_changed()
    {
        var path = $"/accounts/statement?scope=all&dimension=vendedor&vendedorId={_colleague.Id}";
        var first = (await _house.Client.Get(path)).Succeeded();
        var tag = first.Headers["ETag"];
        Assert.Contains("X-Active-Banca-Id", first.Headers["Vary"]);

        var same = await _house.Client.Get(path, ("If-None-Match", tag));
        Assert.AreEqual((HttpStatusCode.NotModified, ""), (same.Status, same.Text));
        Assert.AreEqual(HttpStatusCode.OK, (await _house.Client.Get(path + "&sort=asc", ("If-None-Match", tag))).Status);
        Assert.AreEqual(HttpStatusCode.OK, (await _world.Admin.Get(path, ("If-None-Match", tag))).Status);

        // The same figures by another way: a payment and a collection of one amount.
        (await Pay(_world.Admin, new { vendedorId = _colleague.Id })).Succeeded();
        var changed = await _house.Client.Get(path, ("If-None-Match", tag));
        Assert.AreEqual(HttpStatusCode.OK, changed.Status);
        Assert.AreNotEqual(tag, changed.Headers["ETag"]);
    }

    [TestMethod]
    [TestProperty("Defect", "ACC-13")]
    public async Task A_period_is_one_that_there_is()
    {
        foreach (var query in (string[])["date=range", "date=range&fromDate=2026-10-21&toDate=2026-10-20",
            "date=range&fromDate=2026-10-20", "date=month&fromDate=2026-10-01", "date=range&fromDate=2020-01-01&toDate=2026-10-20"])
        {
            var answer = await _house.Client.Get($"/accounts/statement?scope=all&dimension=vendedor&{query}&sort=asc");
            answer.Refused(HttpStatusCode.BadRequest, "SLS_2001");
        }

        (await _house.Client.Get("/accounts/statement?scope=all&dimension=loteria"))
            .Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");
        (await _house.Client.Get("/accounts/statement/2026-13-01/bySorteo?dimension=vendedor"))
            .Refused(HttpStatusCode.BadRequest, "INVALID_DATE");
        (await _house.Client.Get("/accounts/statement/2026-10-20/bySorteo?dimension=loteria"))
            .Refused(HttpStatusCode.BadRequest, "INVALID_DIMENSION");
        (await _house.Client.Get(
            "/accounts/statement?scope=all&dimension=vendedor&date=range&fromDate=9999-12-01&toDate=9999-12-31")).Succeeded();
        (await _house.Client.Get(
            "/accounts/statement?scope=all&dimension=vendedor&date=range&fromDate=0001-01-01&toDate=0001-01-31")).Succeeded();
        var past = (await _house.Client.Get("/accounts/statement?scope=all&dimension=vendedor&month=2026-01")).Data;
        Assert.AreEqual("2026-01-31", past.Rows("statements")[0].Text("date"));
        Assert.HasCount(31, past.Rows("statements"));
    }

    private static async Task<decimal> Saldo(ApiClient client, string query) =>
        (await client.Get($"/accounts/statement?{query}")).Data.GetProperty("monthlyAccumulated").Money("totalRemainingBalance");

    private static Task<Answer> Pay(ApiClient client, object whose)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToNode(whose)!.AsObject();
        (body["type"], body["amount"], body["method"], body["date"]) = ("payment", 5, "cash", Today);
        return client.Post("/accounts/payment", body);
    }

    private static Task<Answer> Reverse(ApiClient client, Guid id) =>
        client.Post("/accounts/reverse-payment", new { paymentId = id, reason = "Equivocado" });
}

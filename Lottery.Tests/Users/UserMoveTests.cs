using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Users;

/// <summary>Moving somebody to another ventana, and switching an account off and on by a change.</summary>
[TestClass]
public sealed class UserMoveTests
{
    private static World _world = null!;
    private static BancaWorld _banca = null!;

    private Guid _ventanaId;
    private Person _seller = null!;

    [ClassInitialize]
    public static async Task StartAll(TestContext context)
    {
        _world = await World.Create();
        _banca = await _world.Banca();
    }

    [ClassCleanup]
    public static async Task StopAll() => await _world.DisposeAsync();

    [TestInitialize]
    public async Task Start()
    {
        _ventanaId = await _banca.Ventana();
        _seller = await _banca.Vendedor(_ventanaId);
        await _world.Host.Execute(
            """update users set commission_policy_json = '{"version": 1}' where id = $1""", _seller.Id);
    }

    [TestMethod]
    [TestProperty("Defect", "D-23")]
    [TestProperty("Defect", "D-24")]
    public async Task A_move_to_another_banca_takes_the_banca_along_and_leaves_the_commissions_behind()
    {
        var other = await _world.Banca();
        var there = await other.Ventana();

        var moved = (await _world.Admin.Patch($"/users/{_seller.Id}", new { ventanaId = there })).Data;

        Assert.AreEqual((other.Id, there), (moved.Id("bancaId"), moved.Id("ventanaId")));
        Assert.IsFalse(await HasPolicy());
        (await _seller.Client.Get("/auth/me")).Refused(HttpStatusCode.Unauthorized, "SESSION_REVOKED");
        Assert.AreEqual("user_moved_banca", await LastEnd());
        using var again = await Device.LogIn(_world.Host, _seller.Username);
        Assert.AreEqual(other.Id, await _world.Host.Scalar<Guid>(
            "select banca_id from sessions where user_id = $1 and revoked_at is null", _seller.Id));
    }

    [TestMethod]
    [TestProperty("Defect", "D-24")]
    public async Task A_move_within_the_banca_keeps_the_commissions_and_ends_the_sessions()
    {
        (await _world.Admin.Patch($"/users/{_seller.Id}", new { ventanaId = await _banca.Ventana() })).Succeeded();

        Assert.IsTrue(await HasPolicy());
        (await _seller.Client.Get("/auth/me")).Refused(HttpStatusCode.Unauthorized, "SESSION_REVOKED");
    }

    [TestMethod]
    public async Task The_ventana_one_is_at_already_is_no_move()
    {
        (await _world.Admin.Patch($"/users/{_seller.Id}", new { ventanaId = _ventanaId, bancaId = _banca.Id })).Succeeded();

        Assert.IsTrue(await HasPolicy());
        (await _seller.Client.Get("/auth/me")).Succeeded();
    }

    [TestMethod]
    public async Task Nobody_moves_to_a_ventana_that_is_closed()
    {
        var closed = await _banca.Ventana();
        (await _world.Admin.Delete($"/ventanas/{closed}")).Succeeded();

        (await _world.Admin.Patch($"/users/{_seller.Id}", new { ventanaId = closed }))
            .Refused(HttpStatusCode.NotFound, "VENTANA_NOT_FOUND");

        (await _seller.Client.Get("/auth/me")).Succeeded();
    }

    [TestMethod]
    [TestProperty("Defect", "D-24")]
    public async Task An_account_is_switched_off_by_a_change_and_on_again()
    {
        var off = (await _world.Admin.Patch($"/users/{_seller.Id}", new { isActive = false })).Data;

        Assert.IsFalse(off.GetProperty("isActive").GetBoolean());
        (await _seller.Client.Get("/auth/me")).Refused(HttpStatusCode.Unauthorized, "USER_INACTIVE");
        Assert.AreEqual("user_deactivated", await LastEnd());

        var on = (await _world.Admin.Patch($"/users/{_seller.Id}", new { isActive = true })).Data;
        Assert.IsTrue(on.GetProperty("isActive").GetBoolean());
        (await _seller.Client.Get("/auth/me")).Refused(HttpStatusCode.Unauthorized, "SESSION_REVOKED");
    }

    [TestMethod]
    public async Task An_account_at_a_closed_ventana_stays_off()
    {
        (await _world.Admin.Delete($"/users/{_seller.Id}")).Succeeded();
        (await _world.Admin.Delete($"/ventanas/{_ventanaId}")).Succeeded();

        (await _world.Admin.Patch($"/users/{_seller.Id}", new { isActive = true }))
            .Refused(HttpStatusCode.Conflict, "VENTANA_INACTIVE");
        (await _world.Admin.Patch($"/users/{_seller.Id}/restore")).Refused(HttpStatusCode.Conflict, "VENTANA_INACTIVE");
        (await _world.Admin.Patch($"/vendedores/{_seller.Id}", new { isActive = true }))
            .Refused(HttpStatusCode.Conflict, "VENTANA_INACTIVE");
        (await _world.Admin.Patch($"/vendedores/{_seller.Id}/restore"))
            .Refused(HttpStatusCode.Conflict, "VENTANA_INACTIVE");

        await _world.Host.Execute("update bancas set is_active = false where id = $1", _banca.Id);
        (await _world.Admin.Patch($"/users/{_seller.Id}/restore")).Refused(HttpStatusCode.Conflict, "BANCA_INACTIVE");
        (await _world.Admin.Patch($"/vendedores/{_seller.Id}/restore")).Refused(HttpStatusCode.Conflict, "BANCA_INACTIVE");
        await _world.Host.Execute("update bancas set is_active = true where id = $1", _banca.Id);
    }

    private Task<bool> HasPolicy() =>
        _world.Host.Scalar<bool>("select commission_policy_json is not null from users where id = $1", _seller.Id);

    private Task<string> LastEnd() => _world.Host.Scalar<string>(
        "select revoked_reason from sessions where user_id = $1 order by created_at desc limit 1", _seller.Id);
}

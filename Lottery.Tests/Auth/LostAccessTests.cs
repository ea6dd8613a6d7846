using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Auth;

/// <summary>Whatever takes access away takes it at once, not when a token runs out.</summary>
[TestClass]
public sealed class LostAccessTests
{
    private static World _world = null!;

    private BancaWorld _banca = null!;
    private Guid _ventanaId;
    private Person _seller = null!;
    private Device _device = null!;

    [ClassInitialize]
    public static async Task StartAll(TestContext context) => _world = await World.Create();

    [ClassCleanup]
    public static async Task StopAll() => await _world.DisposeAsync();

    [TestInitialize]
    public async Task Start()
    {
        _banca = await _world.Banca();
        _ventanaId = await _banca.Ventana();
        _seller = await _banca.Vendedor(_ventanaId);
        _device = await Device.LogIn(_world.Host, _seller.Username);
    }

    [TestCleanup]
    public void Stop() => _device.Dispose();

    [TestMethod]
    public async Task A_deactivated_user_is_out()
    {
        (await _world.Admin.Delete($"/users/{_seller.Id}")).Succeeded();

        (await _device.Me()).Refused(HttpStatusCode.Unauthorized, "USER_INACTIVE");
        (await _device.Renew()).Refused(HttpStatusCode.Unauthorized, "INVALID_REFRESH_TOKEN");
    }

    [TestMethod]
    public async Task A_restored_user_logs_in_anew()
    {
        (await _world.Admin.Delete($"/users/{_seller.Id}")).Succeeded();
        (await _world.Admin.Patch($"/users/{_seller.Id}/restore")).Succeeded();

        (await _device.Me()).Refused(HttpStatusCode.Unauthorized, "SESSION_REVOKED");
        using var again = await Device.LogIn(_world.Host, _seller.Username);
        (await again.Me()).Succeeded();
    }

    [TestMethod]
    public async Task People_of_a_deactivated_ventana_are_out_and_come_back_with_it()
    {
        (await _world.Admin.Delete($"/ventanas/{_ventanaId}")).Succeeded();

        (await _device.Me()).Refused(HttpStatusCode.Unauthorized, "USER_INACTIVE");

        (await _world.Admin.Patch($"/ventanas/{_ventanaId}/restore")).Succeeded();
        (await _device.Me()).Succeeded();
    }

    [TestMethod]
    public async Task A_renewal_while_the_ventana_is_off_ends_the_session()
    {
        (await _world.Admin.Delete($"/ventanas/{_ventanaId}")).Succeeded();

        (await _device.Renew()).Refused(HttpStatusCode.Unauthorized, "INVALID_REFRESH_TOKEN");

        Assert.AreEqual(1, await _world.Host.Scalar<long>(
            "select count(*) from sessions where user_id = $1 and revoked_reason = 'user_inactive'", _seller.Id));
    }

    [TestMethod]
    public async Task People_of_a_deactivated_banca_are_out()
    {
        var banca = await _world.Banca();
        var administrator = await banca.Administrator();
        (await _world.Admin.Delete($"/bancas/{banca.Id}")).Succeeded();

        (await administrator.Client.Get("/auth/me")).Refused(HttpStatusCode.Unauthorized, "USER_INACTIVE");
    }

    [TestMethod]
    public async Task A_password_changed_by_a_superior_ends_every_session()
    {
        (await _world.Admin.Patch($"/users/{_seller.Id}", new { password = "otra-clave-larga" })).Succeeded();

        (await _device.Me()).Refused(HttpStatusCode.Unauthorized, "SESSION_REVOKED");
        (await _device.Renew()).Refused(HttpStatusCode.Unauthorized, "INVALID_REFRESH_TOKEN");
        using var anonymous = _world.Host.Anonymous();
        (await anonymous.Post("/auth/login", new { username = _seller.Username, password = World.Password }))
            .Refused(HttpStatusCode.Unauthorized, "INVALID_CREDENTIALS");
        (await anonymous.Post("/auth/login", new { username = _seller.Username, password = "otra-clave-larga" }))
            .Succeeded();
    }

    [TestMethod]
    public async Task Moving_to_another_ventana_ends_every_session()
    {
        var elsewhere = await _banca.Ventana();
        (await _world.Admin.Patch($"/users/{_seller.Id}", new { ventanaId = elsewhere })).Succeeded();

        (await _device.Me()).Refused(HttpStatusCode.Unauthorized, "SESSION_REVOKED");
        using var again = await Device.LogIn(_world.Host, _seller.Username);
        Assert.AreEqual(elsewhere, (await again.Me()).Data.Id("ventanaId"));
    }

    [TestMethod]
    public async Task A_new_name_ends_nothing()
    {
        (await _world.Admin.Patch($"/users/{_seller.Id}", new { name = "Otro Nombre" })).Succeeded();

        Assert.AreEqual("Otro Nombre", (await _device.Me()).Data.Text("name"));
    }
}

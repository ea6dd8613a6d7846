using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Auth.Sessions;

/// <summary>Seeing one's sessions and ending them.</summary>
[TestClass]
public sealed class SessionListTests
{
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
    [TestProperty("Defect", "D-32")]
    public async Task A_user_sees_its_live_sessions_and_which_one_asks()
    {
        var listero = await _house.Banca.Listero(_house.VentanaId);
        _world.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        using var phone = await Device.LogIn(
            _world.Host, listero.Username, new { deviceId = "phone-1", deviceName = "Teléfono" });
        using var client = _world.Host.WithToken(phone.AccessToken);

        var sessions = (await client.Get($"/auth/sessions/user/{listero.Id}")).Json.Rows();

        CollectionAssert.AreEqual(
            new[] { ("Teléfono", true), ("Unknown device", false) },
            sessions.Select(s => (s.Text("deviceName"), s.GetProperty("current").GetBoolean())).ToList());
        Assert.AreEqual(("phone-1", "127.0.0.1"), (sessions[0].Text("deviceId"), sessions[0].Text("ipAddress")));
        Assert.DoesNotContain(Secrets.In(phone.RefreshToken), (await client.Get($"/auth/sessions/user/{listero.Id}")).Text);
    }

    [TestMethod]
    public async Task A_session_that_is_revoked_opens_nothing_from_then_on()
    {
        var listero = await _house.Banca.Listero(_house.VentanaId);
        using var lost = await Device.LogIn(_world.Host, listero.Username, new { deviceId = "lost" });
        var id = await _world.Host.Scalar<Guid>("select id from sessions where device_id = 'lost'");
        (await lost.Me()).Succeeded();

        Assert.AreEqual("Session revoked", (await listero.Client.Delete($"/auth/sessions/{id}")).Data.Text("message"));

        (await lost.Me()).Refused(HttpStatusCode.Unauthorized, "SESSION_REVOKED");
        (await lost.Renew()).Refused(HttpStatusCode.Unauthorized, "INVALID_REFRESH_TOKEN");
        (await listero.Client.Get("/auth/me")).Succeeded();
        (await listero.Client.Delete($"/auth/sessions/{id}"))
            .Refused(HttpStatusCode.BadRequest, "SESSION_ALREADY_REVOKED");
        Assert.AreEqual("revoked_by_user", await Reason(id));
        Assert.HasCount(1, _world.Host.Log.Of("REVOKE_SESSION").Where(r => r["sessionId"] is Guid ended && ended == id));
    }

    [TestMethod]
    [DataRow("ADMIN", "BANCA VENTANA VENDEDOR")]
    [DataRow("BANCA", "VENTANA VENDEDOR")]
    [DataRow("VENTANA", "VENDEDOR")]
    [DataRow("VENDEDOR", "")]
    public async Task One_ends_the_sessions_of_those_below_in_ones_reach(string role, string below)
    {
        var peers = new Dictionary<string, Person>
        {
            ["BANCA"] = await _house.Banca.Administrator(),
            ["VENTANA"] = await _house.Banca.Listero(_house.VentanaId),
            ["VENDEDOR"] = await _house.Banca.Vendedor(_house.VentanaId),
        };
        foreach (var (rank, person) in peers)
        {
            var id = await SessionOf(person);

            var (list, end) = (
                await ClientOf(role).Get($"/auth/sessions/user/{person.Id}"),
                await ClientOf(role).Delete($"/auth/sessions/{id}"));

            if (below.Split(' ').Contains(rank))
            {
                list.Succeeded();
                end.Succeeded();
                Assert.AreEqual("revoked_by_admin", await Reason(id));
            }
            else
            {
                list.Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
                end.Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
                (await person.Client.Get("/auth/me")).Succeeded();
            }
        }
    }

    [TestMethod]
    public async Task Logging_out_everywhere_ends_every_session_of_ones_own_and_no_other()
    {
        var listero = await _house.Banca.Listero(_house.VentanaId);
        using var other = await Device.LogIn(_world.Host, listero.Username);

        Assert.AreEqual("2 sessions revoked", (await listero.Client.Post("/auth/logout/all")).Data.Text("message"));

        (await listero.Client.Get("/auth/me")).Refused(HttpStatusCode.Unauthorized, "SESSION_REVOKED");
        (await other.Me()).Refused(HttpStatusCode.Unauthorized, "SESSION_REVOKED");
        (await other.Renew()).Refused(HttpStatusCode.Unauthorized, "INVALID_REFRESH_TOKEN");
        (await _house.Listero.Client.Get("/auth/me")).Succeeded();
        Assert.AreEqual(2, await _world.Host.Scalar<long>(
            "select count(*) from sessions where user_id = $1 and revoked_reason = 'logout_all'", listero.Id));
    }

    [TestMethod]
    [TestProperty("Defect", "D-04")]
    public async Task The_token_of_a_chosen_banca_ends_with_its_session()
    {
        var person = await _house.Banca.Administrator();
        using var device = await Device.LogIn(_world.Host, person.Username);
        using var client = _world.Host.WithToken(device.AccessToken);
        var chosen = (await client.Post("/auth/set-active-banca", new { bancaId = _house.Banca.Id })).Data;
        Assert.AreEqual(
            (_house.Banca.Id, _house.Banca.Id), (chosen.Id("activeBancaId"), chosen.GetProperty("banca").Id()));
        using var moved = _world.Host.WithToken(chosen.Text("accessToken"));
        (await moved.Get("/auth/me")).Succeeded();

        (await device.LogOut()).Succeeded();

        (await moved.Get("/auth/me")).Refused(HttpStatusCode.Unauthorized, "SESSION_REVOKED");
    }

    [TestMethod]
    public async Task A_banca_that_is_not_ones_own_is_not_chosen()
    {
        var foreign = await _world.Banca();

        (await _house.Administrator.Client.Post("/auth/set-active-banca", new { bancaId = foreign.Id }))
            .Refused(HttpStatusCode.NotFound, "BANCA_NOT_FOUND");
        (await _world.Admin.Post("/auth/set-active-banca", new { bancaId = foreign.Id })).Succeeded();
        await _world.Host.Execute("update bancas set is_active = false where id = $1", foreign.Id);
        (await _world.Admin.Post("/auth/set-active-banca", new { bancaId = foreign.Id }))
            .Refused(HttpStatusCode.Conflict, "BANCA_INACTIVE");
    }

    private static ApiClient ClientOf(string role) => role == "ADMIN" ? _world.Admin : _house.People[role].Client;

    private static Task<Guid> SessionOf(Person person) => _world.Host.Scalar<Guid>(
        "select id from sessions where user_id = $1 and revoked_at is null", person.Id);

    private static Task<string> Reason(Guid id) =>
        _world.Host.Scalar<string>("select revoked_reason from sessions where id = $1", id);
}

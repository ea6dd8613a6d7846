using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Auth.Sessions;

/// <summary>How a session goes on and how it ends.</summary>
[TestClass]
public sealed class SessionTests
{
    private static World _world = null!;
    private static BancaWorld _banca = null!;
    private static Guid _ventanaId;

    private Person _seller = null!;

    [ClassInitialize]
    public static async Task StartAll(TestContext context)
    {
        _world = await World.Create();
        _banca = await _world.Banca();
        _ventanaId = await _banca.Ventana();
    }

    [ClassCleanup]
    public static async Task StopAll() => await _world.DisposeAsync();

    [TestInitialize]
    public async Task Start() => _seller = await _banca.Vendedor(_ventanaId);

    [TestMethod]
    public async Task A_spent_token_answers_with_the_same_successor_while_two_tabs_may_ask_at_once()
    {
        using var device = await LogIn();
        var first = (await device.Renew()).Data;
        _world.Host.Clock.Advance(TimeSpan.FromSeconds(29));

        var second = (await device.Renew()).Data;

        Assert.AreEqual(await Session(first.Text("refreshToken")), await Session(second.Text("refreshToken")));
        // Besides the one in which the person was made.
        Assert.AreEqual(3, await Sessions("true"));
    }

    [TestMethod]
    public async Task Two_tabs_that_renew_at_once_get_one_successor()
    {
        using var device = await LogIn();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => device.Renew()));

        var sessions = await Task.WhenAll(answers.Select(answer => Session(answer.Data.Text("refreshToken"))));
        Assert.HasCount(1, sessions.Distinct());
    }

    [TestMethod]
    [TestProperty("Defect", "D-21")]
    public async Task A_spent_token_that_comes_back_later_ends_the_whole_chain()
    {
        using var device = await LogIn();
        using var next = await device.Renewed();
        _world.Host.Clock.Advance(TimeSpan.FromSeconds(30));

        (await device.Renew()).Refused(HttpStatusCode.Unauthorized, "INVALID_REFRESH_TOKEN");

        (await next.Me()).Refused(HttpStatusCode.Unauthorized, "SESSION_REVOKED");
        (await next.Renew()).Refused(HttpStatusCode.Unauthorized, "INVALID_REFRESH_TOKEN");
        Assert.AreEqual(1, await Sessions("revoked_reason = 'token_reused'"));
        Assert.AreEqual(1, await _world.Host.Scalar<long>(
            "select count(*) from activity_logs where action = 'SYSTEM_ACTION' and target_id = $1",
            _seller.Id.ToString()));
    }

    [TestMethod]
    public async Task Requests_on_their_way_at_a_renewal_still_count()
    {
        using var device = await LogIn();
        using var next = await device.Renewed();

        _world.Host.Clock.Advance(TimeSpan.FromSeconds(59));
        (await device.Me()).Succeeded();
        _world.Host.Clock.Advance(TimeSpan.FromSeconds(1));

        (await device.Me()).Refused(HttpStatusCode.Unauthorized, "SESSION_REVOKED");
        (await next.Me()).Succeeded();
    }

    [TestMethod]
    public async Task Logging_out_ends_the_session_at_once()
    {
        using var device = await LogIn();

        (await device.LogOut()).Succeeded();

        (await device.Me()).Refused(HttpStatusCode.Unauthorized, "SESSION_REVOKED");
        (await device.Renew()).Refused(HttpStatusCode.Unauthorized, "INVALID_REFRESH_TOKEN");
        (await device.LogOut()).Succeeded();
        Assert.AreEqual(1, await _world.Host.Scalar<long>(
            "select count(*) from activity_logs where action = 'LOGOUT' and user_id = $1", _seller.Id));
    }

    [TestMethod]
    [TestProperty("Defect", "D-29")]
    [DataRow("{}")]
    [DataRow("")]
    [DataRow("""{"refreshToken": "garbage"}""")]
    public async Task Logging_out_of_nothing_succeeds(string body)
    {
        using var anonymous = _world.Host.Anonymous();

        (await anonymous.Raw(HttpMethod.Post, "/auth/logout", body)).Succeeded();
    }

    [TestMethod]
    public async Task An_access_token_renews_nothing()
    {
        using var device = await LogIn();
        using var anonymous = _world.Host.Anonymous();

        (await anonymous.Post("/auth/refresh", new { refreshToken = device.AccessToken }))
            .Refused(HttpStatusCode.Unauthorized, "INVALID_REFRESH_TOKEN");
    }

    [TestMethod]
    public async Task A_session_nobody_renews_runs_out_and_each_renewal_starts_it_anew()
    {
        await using var world = await World.Create();
        using var idle = await Device.LogIn(world.Host, "admin");
        using var used = await Device.LogIn(world.Host, "admin");
        world.Host.Clock.Advance(TimeSpan.FromDays(6));
        using var renewed = await used.Renewed();
        world.Host.Clock.Advance(TimeSpan.FromDays(2));

        (await idle.Renew()).Refused(HttpStatusCode.Unauthorized, "INVALID_REFRESH_TOKEN");
        (await renewed.Renew()).Succeeded();
    }

    [TestMethod]
    public async Task A_sellers_second_login_displaces_the_first()
    {
        using var first = await LogIn();
        using var second = await LogIn();

        (await first.Me()).Refused(HttpStatusCode.Unauthorized, "SESSION_REVOKED");
        (await second.Me()).Succeeded();
        // The person's own login displaced nobody, the first device it, the second the first.
        Assert.AreEqual(2, await Sessions("revoked_reason = 'fifo_displacement'"));
    }

    [TestMethod]
    public async Task A_seller_keeps_as_many_sessions_as_it_may()
    {
        (await _world.Admin.Patch($"/users/{_seller.Id}", new { maxSessionsPerVendedor = 2 })).Succeeded();
        using var first = await LogIn();
        _world.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        using var second = await LogIn();
        _world.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        using var third = await LogIn();

        (await first.Me()).Refused(HttpStatusCode.Unauthorized, "SESSION_REVOKED");
        (await second.Me()).Succeeded();
        (await third.Me()).Succeeded();
    }

    [TestMethod]
    public async Task On_one_device_there_is_one_session()
    {
        (await _world.Admin.Patch($"/users/{_seller.Id}", new { maxSessionsPerVendedor = 5 })).Succeeded();
        using var other = await Device.LogIn(_world.Host, _seller.Username, new { deviceId = "terminal-8" });
        using var first = await Device.LogIn(_world.Host, _seller.Username, new { deviceId = "terminal-7" });
        using var second = await Device.LogIn(_world.Host, _seller.Username, new { deviceId = "terminal-7" });

        (await first.Me()).Refused(HttpStatusCode.Unauthorized, "SESSION_REVOKED");
        (await other.Me()).Succeeded();
        Assert.AreEqual(1, await Sessions("revoked_reason = 'new_login'"));
    }

    [TestMethod]
    public async Task An_administrator_works_on_as_many_devices_as_it_likes()
    {
        using var first = await Device.LogIn(_world.Host, "admin");
        using var second = await Device.LogIn(_world.Host, "admin");

        (await first.Me()).Succeeded();
        (await second.Me()).Succeeded();
    }

    private Task<Device> LogIn() => Device.LogIn(_world.Host, _seller.Username);

    private Task<long> Sessions(string which) =>
        _world.Host.Scalar<long>($"select count(*) from sessions where user_id = $1 and {which}", _seller.Id);

    // The successor's own token may be signed anew; the session inside is what counts.
    private static async Task<Guid> Session(string refreshToken) => await _world.Host.Scalar<Guid>(
        "select id from sessions where token_hash = $1", Secrets.HashIn(refreshToken));
}

using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Auth.Sessions;

/// <summary>How many sessions the sellers of a banca have alive, all together (D-22, D-25).</summary>
[TestClass]
public sealed class SessionPoolTests
{
    private static World _world = null!;

    private BancaWorld _banca = null!;
    private Guid _ventanaId;

    [ClassInitialize]
    public static async Task StartAll(TestContext context) => _world = await World.Create();

    [ClassCleanup]
    public static async Task StopAll() => await _world.DisposeAsync();

    [TestInitialize]
    public async Task Start()
    {
        _banca = await _world.Banca();
        _ventanaId = await _banca.Ventana();
    }

    [TestMethod]
    [TestProperty("Defect", "D-22")]
    public async Task Only_live_sessions_of_the_bancas_own_sellers_take_a_place()
    {
        await _banca.Administrator();
        await _banca.Listero(_ventanaId);
        var other = await _world.Banca();
        await other.Vendedor(await other.Ventana());
        var expired = await _banca.Vendedor(_ventanaId);
        await _world.Host.Execute(
            "update sessions set expires_at = $1 where user_id = $2", _world.Now.UtcDateTime, expired.Id);
        var gone = await _banca.Vendedor(_ventanaId);
        (await gone.Client.Post("/auth/logout/all")).Succeeded();
        await Limit(1);

        (await LogIn(await _banca.NewVendedor(_ventanaId))).Succeeded();
        var full = await LogIn(await _banca.NewVendedor(_ventanaId));

        full.Refused(HttpStatusCode.TooManyRequests, "POOL_EXHAUSTED");
        var meta = full.Json.GetProperty("meta");
        Assert.AreEqual((1, 1), (meta.GetProperty("live").GetInt32(), meta.GetProperty("limit").GetInt32()));
        Assert.AreEqual("60", full.Headers["Retry-After"]);
        Assert.AreEqual(1, await Live());
    }

    [TestMethod]
    [TestProperty("Defect", "D-22")]
    public async Task No_place_at_all_is_for_sellers_only()
    {
        await Limit(0);

        (await LogIn(await _banca.NewVendedor(_ventanaId))).Refused(HttpStatusCode.TooManyRequests, "POOL_EXHAUSTED");
        (await (await _banca.Listero(_ventanaId)).Client.Get("/auth/me")).Succeeded();
        (await (await _banca.Administrator()).Client.Get("/auth/me")).Succeeded();
    }

    [TestMethod]
    [TestProperty("Defect", "D-22")]
    public async Task A_limit_that_is_lifted_is_none_and_throws_nobody_out()
    {
        await Limit(1);
        var seller = await _banca.Vendedor(_ventanaId);
        var second = await _banca.NewVendedor(_ventanaId);
        (await LogIn(second)).Refused(HttpStatusCode.TooManyRequests, "POOL_EXHAUSTED");

        await Limit(null);

        (await LogIn(second)).Succeeded();
        (await seller.Client.Get("/auth/me")).Succeeded();
    }

    [TestMethod]
    public async Task Who_makes_room_itself_is_let_in_at_the_limit()
    {
        var seller = await _banca.Vendedor(_ventanaId);
        await Limit(1);

        using var second = await Device.LogIn(_world.Host, seller.Username);

        (await seller.Client.Get("/auth/me")).Refused(HttpStatusCode.Unauthorized, "SESSION_REVOKED");
        (await second.Me()).Succeeded();
        Assert.AreEqual(1, await Live());
    }

    [TestMethod]
    public async Task Who_is_not_let_in_keeps_what_it_had()
    {
        var seller = await _banca.Vendedor(_ventanaId);
        (await _world.Admin.Patch($"/users/{seller.Id}", new { maxSessionsPerVendedor = 2 })).Succeeded();
        await Limit(1);

        (await LogIn(seller.Username)).Refused(HttpStatusCode.TooManyRequests, "POOL_EXHAUSTED");

        (await seller.Client.Get("/auth/me")).Succeeded();
    }

    [TestMethod]
    [TestProperty("Defect", "D-22")]
    public async Task A_lower_limit_ends_the_least_recently_used_sessions_and_no_others()
    {
        var people = new List<Person>();
        foreach (var _ in Enumerable.Range(0, 4))
        {
            people.Add(await _banca.Vendedor(_ventanaId));
            _world.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var (boss, listero) = (await _banca.Administrator(), await _banca.Listero(_ventanaId));
        await Limit(10);
        await Limit(4);
        foreach (var person in people)
        {
            (await person.Client.Get("/auth/me")).Succeeded();
        }

        await Limit(2);

        (await people[0].Client.Get("/auth/me")).Refused(HttpStatusCode.Unauthorized, "SESSION_REVOKED");
        (await people[1].Client.Get("/auth/me")).Refused(HttpStatusCode.Unauthorized, "SESSION_REVOKED");
        foreach (var stays in (Person[])[people[2], people[3], boss, listero])
        {
            (await stays.Client.Get("/auth/me")).Succeeded();
        }

        Assert.AreEqual(2, await _world.Host.Scalar<long>(
            "select count(*) from sessions where banca_id = $1 and revoked_reason = 'vendor_limit_reduced'", _banca.Id));
    }

    [TestMethod]
    [TestProperty("Defect", "D-22")]
    public async Task How_many_sellers_there_may_be_ends_no_session()
    {
        var seller = await _banca.Vendedor(_ventanaId);

        foreach (var sellers in (int?[])[5, 0, null])
        {
            (await _world.Admin.Patch($"/bancas/{_banca.Id}", new { vendorLimit = sellers })).Succeeded();
        }

        (await seller.Client.Get("/auth/me")).Succeeded();
        using var again = await Device.LogIn(_world.Host, seller.Username);
    }

    private async Task Limit(int? sessions) =>
        (await _world.Admin.Patch($"/bancas/{_banca.Id}", new { sessionLimit = sessions })).Succeeded();

    private static async Task<Answer> LogIn(string username)
    {
        using var anonymous = _world.Host.Anonymous();
        return await anonymous.Post("/auth/login", new { username, password = World.Password });
    }

    private Task<long> Live() => _world.Host.Scalar<long>("""
        select count(*) from sessions s join users u on u.id = s.user_id
        where s.banca_id = $1 and s.revoked_at is null and s.expires_at > $2 and u.role = 'VENDEDOR'
        """, _banca.Id, _world.Now.UtcDateTime);
}

using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Auth.Sessions;

/// <summary>Sellers of one banca who log in at the same moment (D-25).</summary>
[TestClass]
public sealed class SessionPoolRaceTests
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
    [TestProperty("Defect", "D-25")]
    public async Task Twelve_who_log_in_at_once_get_as_many_places_as_there_are()
    {
        await Limit(5);
        var sellers = new List<string>();
        while (sellers.Count < 12)
        {
            sellers.Add(await _banca.NewVendedor(_ventanaId));
        }

        var answers = await Task.WhenAll(sellers.Select(LogIn));

        Assert.HasCount(5, answers.Where(answer => answer.Status == HttpStatusCode.OK));
        foreach (var answer in answers.Where(answer => answer.Status != HttpStatusCode.OK))
        {
            answer.Refused(HttpStatusCode.TooManyRequests, "POOL_EXHAUSTED");
        }

        Assert.AreEqual(5, await Live());
    }

    [TestMethod]
    [TestProperty("Defect", "D-25")]
    public async Task Two_who_want_the_last_place_at_once_do_not_both_get_it()
    {
        await Limit(1);
        var (first, second) = (await _banca.NewVendedor(_ventanaId), await _banca.NewVendedor(_ventanaId));
        await using var stranger = await Stranger.Takes(_world.Host, "lock table sessions in share mode");
        var both = new[] { LogIn(first), LogIn(second) };
        await stranger.UntilWaiting(2);

        await stranger.Commits();

        var answers = await Task.WhenAll(both);
        answers.Single(answer => answer.Code is null).Succeeded();
        answers.Single(answer => answer.Code is not null).Refused(HttpStatusCode.TooManyRequests, "POOL_EXHAUSTED");
        Assert.AreEqual(1, await Live());
    }

    [TestMethod]
    [TestProperty("Defect", "D-25")]
    public async Task Sellers_of_a_banca_without_a_limit_do_not_wait_for_each_other()
    {
        var (first, second) = (await _banca.NewVendedor(_ventanaId), await _banca.NewVendedor(_ventanaId));
        await using var stranger = await Stranger.Takes(
            _world.Host, "select from users where username = $1 for update", first);
        var waiting = LogIn(first);
        await stranger.UntilWaiting(1);

        (await LogIn(second)).Succeeded();

        await stranger.Commits();
        (await waiting).Succeeded();
    }

    [TestMethod]
    [TestProperty("Defect", "D-25")]
    public async Task A_limit_that_is_lowered_in_the_same_moment_counts()
    {
        await Limit(3);
        await _banca.Vendedor(_ventanaId);
        var second = await _banca.NewVendedor(_ventanaId);
        // The count of the banca's live sessions, as whoever lowers the limit holds it.
        await using var lowering = await Stranger.Takes(
            _world.Host, "select pg_advisory_xact_lock(hashtextextended('sessions ' || $1, 0))", _banca.Id.ToString());
        await lowering.Does("update bancas set session_limit = 1 where id = $1", _banca.Id);
        var login = LogIn(second);
        await lowering.UntilWaiting(1);

        await lowering.Commits();

        (await login).Refused(HttpStatusCode.TooManyRequests, "POOL_EXHAUSTED");
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

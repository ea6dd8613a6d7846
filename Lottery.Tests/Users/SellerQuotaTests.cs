using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Users;

/// <summary>A banca never has more active sellers than it may, whichever way one comes in (D-55).</summary>
[TestClass]
public sealed class SellerQuotaTests
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
    [TestProperty("Defect", "D-55")]
    [TestProperty("Defect", "D-56")]
    public async Task A_full_banca_lets_a_seller_in_by_no_way()
    {
        var (gone, listero) = (await _banca.Vendedor(_ventanaId), await _banca.Listero(_ventanaId));
        (await _world.Admin.Delete($"/users/{gone.Id}")).Succeeded();
        var other = await _world.Banca();
        var mover = await other.Vendedor(await other.Ventana());
        await _banca.Vendedor(_ventanaId);
        await Limit(1);
        var before = await Checksum.Of(_world.Host);

        Answer[] ways =
        [
            await Hire(),
            await HireVendedor(),
            await _world.Admin.Patch($"/users/{gone.Id}/restore"),
            await _world.Admin.Patch($"/vendedores/{gone.Id}/restore"),
            await _world.Admin.Patch($"/users/{gone.Id}", new { isActive = true }),
            await _world.Admin.Patch($"/vendedores/{gone.Id}", new { isActive = true }),
            await _world.Admin.Patch($"/users/{listero.Id}", new { role = "VENDEDOR" }),
            await _world.Admin.Patch($"/users/{mover.Id}", new { ventanaId = _ventanaId }),
            await _world.Admin.Patch($"/vendedores/{mover.Id}", new { ventanaId = _ventanaId }),
        ];

        foreach (var way in ways)
        {
            way.Refused(HttpStatusCode.Forbidden, "QUOTA_EXCEEDED");
        }

        Assert.AreEqual(before, await Checksum.Of(_world.Host));
    }

    [TestMethod]
    [TestProperty("Defect", "D-55")]
    public async Task Who_comes_in_by_different_ways_at_once_shares_one_last_place()
    {
        var (gone, listero) = (await _banca.Vendedor(_ventanaId), await _banca.Listero(_ventanaId));
        (await _world.Admin.Delete($"/users/{gone.Id}")).Succeeded();
        await Limit(1);
        await using var stranger = await Stranger.Takes(
            _world.Host, "select from bancas where id = $1 for update", _banca.Id);
        Task<Answer>[] ways =
        [
            HireVendedor(),
            _world.Admin.Patch($"/users/{gone.Id}", new { isActive = true }),
            _world.Admin.Patch($"/users/{listero.Id}", new { role = "VENDEDOR" }),
        ];
        await stranger.UntilWaiting(3);

        await stranger.Commits();

        var answers = await Task.WhenAll(ways);
        Assert.HasCount(1, answers.Where(answer => answer.Code is null));
        Assert.HasCount(2, answers.Where(answer => answer.Code == "QUOTA_EXCEEDED"));
        Assert.AreEqual(1, await Sellers());
    }

    [TestMethod]
    [TestProperty("Defect", "D-55")]
    public async Task A_limit_that_is_lowered_in_the_same_moment_counts()
    {
        await Limit(2);
        await _banca.Vendedor(_ventanaId);
        await using var stranger = await Stranger.Takes(
            _world.Host, "update bancas set vendor_limit = 1 where id = $1", _banca.Id);
        var hire = Hire();
        await stranger.UntilWaiting(1);

        await stranger.Commits();

        (await hire).Refused(HttpStatusCode.Forbidden, "QUOTA_EXCEEDED");
    }

    [TestMethod]
    [TestProperty("Defect", "D-55")]
    public async Task Two_who_want_the_last_place_at_once_do_not_both_get_it()
    {
        await Limit(2);
        await _banca.Vendedor(_ventanaId);
        await using var stranger = await Stranger.Takes(
            _world.Host, "select from bancas where id = $1 for update", _banca.Id);
        var both = new[] { Hire(), Hire() };
        await stranger.UntilWaiting(2);

        await stranger.Commits();

        var answers = await Task.WhenAll(both);
        answers.Single(answer => answer.Code is null).Succeeded();
        answers.Single(answer => answer.Code is not null).Refused(HttpStatusCode.Forbidden, "QUOTA_EXCEEDED");
        Assert.AreEqual(2, await Sellers());
    }

    [TestMethod]
    public async Task A_place_is_free_again_when_a_seller_goes_and_taken_when_it_comes_back()
    {
        await Limit(1);
        var first = await _banca.Vendedor(_ventanaId);
        (await Hire()).Refused(HttpStatusCode.Forbidden, "QUOTA_EXCEEDED");
        (await _world.Admin.Delete($"/users/{first.Id}")).Succeeded();

        (await Hire()).Succeeded();

        (await _world.Admin.Patch($"/users/{first.Id}/restore")).Refused(HttpStatusCode.Forbidden, "QUOTA_EXCEEDED");
        Assert.AreEqual(1, await Sellers());
    }

    [TestMethod]
    public async Task A_full_banca_moves_its_own_sellers_about()
    {
        await Limit(1);
        var seller = await _banca.Vendedor(_ventanaId);

        (await _world.Admin.Patch($"/users/{seller.Id}", new { ventanaId = await _banca.Ventana() })).Succeeded();
    }

    [TestMethod]
    [TestProperty("Defect", "D-22")]
    public async Task Only_sellers_count_and_none_at_all_means_none()
    {
        await Limit(0);

        await _banca.Listero(_ventanaId);
        (await Hire()).Refused(HttpStatusCode.Forbidden, "QUOTA_EXCEEDED");
        (await HireVendedor()).Refused(HttpStatusCode.Forbidden, "QUOTA_EXCEEDED");
    }

    private async Task Limit(int sellers) =>
        (await _world.Admin.Patch($"/bancas/{_banca.Id}", new { vendorLimit = sellers })).Succeeded();

    private Task<Answer> Hire() => _world.Admin.Post("/users", new
    {
        name = "Ana",
        username = _world.Name("ana"),
        password = World.Password,
        role = "VENDEDOR",
        ventanaId = _ventanaId,
    });

    private Task<Answer> HireVendedor() => _world.Admin.Post("/vendedores", new
    {
        name = "Eva",
        username = _world.Name("eva"),
        password = World.Password,
        code = _world.Name("E"),
        ventanaId = _ventanaId,
    });

    private Task<long> Sellers() => _world.Host.Scalar<long>(
        "select count(*) from users where banca_id = $1 and role = 'VENDEDOR' and is_active", _banca.Id);
}

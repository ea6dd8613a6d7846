using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Persistence.Failures;

/// <summary>A database that has no room or no time is really filled up or held, and called by the one code.</summary>
[TestClass]
[TestProperty("Defect", "D-72")]
public sealed class CapacityFailureTests
{
    private static PrivatePostgres _postgres = null!;
    private LostDatabase _lost = null!;

    [ClassInitialize]
    public static async Task Install(TestContext _) => _postgres =
        await PrivatePostgres.Create("max_connections=30", "superuser_reserved_connections=5");

    [ClassCleanup]
    public static Task Remove() => PrivatePostgres.Remove(_postgres);

    [TestInitialize]
    public void Start() => _lost = new LostDatabase(_postgres);

    [TestCleanup]
    public Task Stop() => _lost.Close();

    [TestMethod]
    public async Task A_pool_of_ours_without_a_free_connection()
    {
        await _lost.Open("Maximum Pool Size=2;Timeout=1");
        await using (var stranger = await Stranger.Takes(_lost.World.Host, "lock table bancas"))
        {
            Task<Answer>[] readings = [_lost.World.Admin.Get("/bancas"), _lost.World.Admin.Get("/bancas")];
            await stranger.UntilWaiting(2);

            _lost.Told(await _lost.World.Admin.Get("/bancas"), "POOLER_SATURATED", null);
            await _lost.IsNotReady("POOLER_SATURATED");

            await stranger.Commits();
            foreach (var reading in readings)
            {
                (await reading).Succeeded();
            }
        }
    }

    [TestMethod]
    public async Task A_server_without_a_free_connection()
    {
        await _lost.Open();
        await _lost.FillUp(_lost.World.Host.Database, "53300");

        _lost.Told(await _lost.World.Admin.Get("/bancas"), "POOLER_SATURATED", "53300");
        await _lost.IsNotReady("POOLER_SATURATED");
    }

    [TestMethod]
    public async Task A_pooler_that_waits_in_vain()
    {
        var pooler = _lost.Opened(
            await PrivatePgBouncer.Before(_postgres, "default_pool_size = 2", "query_wait_timeout = 4"));
        await _lost.Open(through: pooler.To);
        await using var stranger = await Stranger.Takes(_lost.World.Host, "lock table bancas");
        Task<Answer>[] readings = [_lost.World.Admin.Get("/bancas"), _lost.World.Admin.Get("/bancas")];
        await stranger.UntilWaiting(2);

        _lost.Told(await _lost.World.Admin.Get("/bancas"), "POOLER_WAIT_TIMEOUT", "08P01");
        await stranger.Commits();
        await Task.WhenAll(readings);
    }

    [TestMethod]
    public async Task A_pooler_without_a_free_connection()
    {
        var pooler = _lost.Opened(await PrivatePgBouncer.Before(_postgres, "max_client_conn = 10"));
        await _lost.Open(through: pooler.To);
        await _lost.FillUp(pooler.To(_lost.World.Host.Database), "08P01");

        _lost.Told(await _lost.World.Admin.Get("/bancas"), "POOLER_SATURATED", "08P01");
        await _lost.IsNotReady("POOLER_SATURATED");
    }

    [TestMethod]
    [DataRow("Options=-c statement_timeout=2s", "57014")]
    [DataRow("Options=-c lock_timeout=2s", "55P03")]
    [DataRow("Command Timeout=2", null)]
    public async Task A_statement_that_takes_too_long(string setting, string? sqlState)
    {
        await _lost.Open(setting);
        await using var stranger = await Stranger.Takes(_lost.World.Host, "lock table bancas");

        _lost.Told(await _lost.World.Admin.Get("/bancas"), "POOLER_TIMEOUT", sqlState);
        Assert.AreEqual(1, _lost.Metrics.Failures("POOLER_TIMEOUT"));
    }
}

using System.Diagnostics;
using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Persistence.Failures;

/// <summary>A server that goes away is really taken away, and everywhere called by the one code.</summary>
[TestClass]
[TestProperty("Defect", "D-70")]
public sealed class ServerFailureTests
{
    private static PrivatePostgres _postgres = null!;
    private LostDatabase _lost = null!;

    [ClassInitialize]
    public static async Task Install(TestContext _) => _postgres = await PrivatePostgres.Create();

    [ClassCleanup]
    public static Task Remove() => PrivatePostgres.Remove(_postgres);

    [TestInitialize]
    public void Start() => _lost = new LostDatabase(_postgres);

    [TestCleanup]
    public Task Stop() => _lost.Close();

    [TestMethod]
    public async Task A_server_that_was_stopped()
    {
        await _lost.Open();
        await _postgres.Stop();
        try
        {
            await _lost.UntilTold("DB_UNREACHABLE", null);
            await _lost.IsNotReady("DB_UNREACHABLE");
        }
        finally
        {
            await _postgres.Start();
        }

        (await _lost.World.Admin.Get("/bancas")).Succeeded();
    }

    [TestMethod]
    public async Task A_server_that_dies_while_it_answers()
    {
        await _lost.Open();
        await using (var stranger = await Stranger.Takes(_lost.World.Host, "lock table bancas"))
        {
            var reading = _lost.World.Admin.Get("/bancas");
            await stranger.UntilWaiting(1);

            await _postgres.Crash();

            _lost.Told(await reading, "CONNECTION_CLOSED", null);
        }

        await _postgres.Start();
        (await _lost.World.Admin.Get("/bancas")).Succeeded();
    }

    [TestMethod]
    public async Task A_connection_whose_process_dies()
    {
        await _lost.Open();
        await using (var stranger = await Stranger.Takes(_lost.World.Host, "lock table bancas"))
        {
            var reading = _lost.World.Admin.Get("/bancas");
            await stranger.UntilWaiting(1);

            PrivatePostgres.KillBackend(await _postgres.Ask<int>(LostDatabase.WhoWaits));

            _lost.Told(await reading, "CONNECTION_CLOSED", null);
        }

        await ApiProcess.Eventually(
            async () => (await _lost.World.Admin.Get("/bancas")).Status == HttpStatusCode.OK,
            () => "It does not recover.");
    }

    [TestMethod]
    public async Task A_connection_that_the_server_ends()
    {
        await _lost.Open();
        await using var stranger = await Stranger.Takes(_lost.World.Host, "lock table bancas");
        var reading = _lost.World.Admin.Get("/bancas");
        await stranger.UntilWaiting(1);

        await _postgres.Ask<bool>($"select pg_terminate_backend(({LostDatabase.WhoWaits}))");

        _lost.Told(await reading, "CONNECTION_CLOSED", "57P01");
        Assert.AreEqual(1, _lost.Metrics.Failures("CONNECTION_CLOSED"));
    }

    [TestMethod]
    public async Task A_server_that_stands_still()
    {
        await _lost.Open("Timeout=1;Command Timeout=1");
        _postgres.StandStill(true);
        try
        {
            var since = Stopwatch.GetTimestamp();
            _lost.Told(await _lost.World.Admin.Get("/bancas"), "POOLER_TIMEOUT", null);
            Assert.IsLessThan(TimeSpan.FromSeconds(10), Stopwatch.GetElapsedTime(since));
            await _lost.UntilTold("DB_UNREACHABLE", null);
            await _lost.IsNotReady("DB_UNREACHABLE");
        }
        finally
        {
            _postgres.StandStill(false);
        }

        (await _lost.World.Admin.Get("/bancas")).Succeeded();
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task A_network_that_swallows_everything(bool taking)
    {
        FlakyProxy? line = null;
        await _lost.Open("Timeout=1", through: database => (line = _lost.Opened(FlakyProxy.To(database))).Database);
        await line!.Swallow(taking);

        await _lost.UntilTold("DB_UNREACHABLE", null);
        await _lost.IsNotReady("DB_UNREACHABLE");
    }
}

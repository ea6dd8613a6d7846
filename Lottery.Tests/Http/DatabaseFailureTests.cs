using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Http;

/// <summary>A database that is gone, or goes away in the middle, is told as such and forgotten when it is back.</summary>
[TestClass]
[TestProperty("Defect", "D-39")]
public sealed class DatabaseFailureTests
{
    private string _database = null!;
    private FlakyProxy _line = null!;
    private World _world = null!;

    [TestInitialize]
    public async Task Start()
    {
        _database = await TestPostgres.CreateDatabase();
        _line = FlakyProxy.To(_database);
        _world = await World.Create(
            await ApiHost.Start(_database, null, $"--ConnectionStrings:Lottery={_line.Database}"));
    }

    [TestCleanup]
    public async Task Stop()
    {
        _world.Host.Log.Expect(
            "DB_CONNECTION_ERROR", "HTTP_REQUEST", "FAIL_CONNECTION", "ProcessingMessageFailed");
        await _world.DisposeAsync();
        await _line.DisposeAsync();
        await TestPostgres.DropDatabase(_database);
    }

    [TestMethod]
    public async Task Without_a_database_every_answer_asks_to_come_again_later()
    {
        using var anonymous = _world.Host.Anonymous();
        await _line.Refuse();
        await UseUpBrokenConnections();

        Answer[] answers =
        [
            await _world.Admin.Get("/bancas"),
            await _world.Admin.Post("/bancas", new { name = "Banca", code = "BA" }),
            await anonymous.Post("/auth/login", new { username = "admin", password = World.Password }),
        ];

        foreach (var answer in answers)
        {
            answer.Refused(HttpStatusCode.ServiceUnavailable, "DB_UNREACHABLE");
            Assert.AreEqual("2", answer.Headers["Retry-After"]);
        }
    }

    [TestMethod]
    public async Task A_database_that_comes_back_is_used_again()
    {
        await _line.Refuse();
        await UseUpBrokenConnections();
        (await _world.Admin.Get("/bancas")).Refused(HttpStatusCode.ServiceUnavailable, "DB_UNREACHABLE");

        _line.Restore();

        (await _world.Admin.Post("/bancas", new { name = "Banca", code = "BA" })).Succeeded();
    }

    [TestMethod]
    public async Task A_reading_that_loses_its_connection_is_told_so()
    {
        await using var stranger = await Stranger.Takes(_world.Host, "lock table bancas in access exclusive mode");
        var reading = _world.Admin.Get("/bancas");
        await stranger.UntilWaiting(1);

        _line.Cut();

        var answer = (await reading).Refused(HttpStatusCode.ServiceUnavailable, "CONNECTION_CLOSED");
        Assert.AreEqual("2", answer.Headers["Retry-After"]);
    }

    [TestMethod]
    public async Task An_act_that_loses_its_connection_is_done_once_by_the_next_try()
    {
        var banca = await _world.Banca();
        await using var stranger = await Stranger.Takes(
            _world.Host, "select from bancas where id = $1 for update", banca.Id);
        var acting = _world.Admin.Patch($"/bancas/{banca.Id}", new { phone = "2222-3333" });
        await stranger.UntilWaiting(1);

        _line.Cut();
        await stranger.Commits();

        Assert.AreEqual("2222-3333", (await acting).Data.Text("phone"));
        Assert.HasCount(1, _world.Host.Log.Of("RETRY_CONNECTION"));
        var lines = await _world.Admin.Get($"/activity-logs?action=BANCA_UPDATE&targetId={banca.Id}");
        Assert.HasCount(1, lines.Succeeded().Json.Rows());
    }

    // What lay in the pool breaks at its first use and says so in its own words.
    private async Task UseUpBrokenConnections()
    {
        Answer answer;
        do
        {
            answer = await _world.Admin.Get("/bancas");
        }
        while (answer.Code == "CONNECTION_CLOSED");
    }
}

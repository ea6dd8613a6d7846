using System.Net;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Persistence.Failures;

/// <summary>A database that was restarted leaves a pool of broken connections, and they are not found one by one.</summary>
[TestClass]
public sealed class RestartTests
{
    private const int Readers = 8;

    private static PrivatePostgres _postgres = null!;
    private LostDatabase _lost = null!;

    [ClassInitialize]
    public static async Task Install(TestContext _) => _postgres = await PrivatePostgres.Create();

    [ClassCleanup]
    public static Task Remove() => PrivatePostgres.Remove(_postgres);

    [TestInitialize]
    public async Task Start()
    {
        _lost = new LostDatabase(_postgres);
        await _lost.Open();
        await ApiProcess.Eventually(
            () => Task.FromResult(_lost.World.Host.Log.Of("ANNOUNCEMENTS_HEARING").Count > 0), () => "It hears nothing.");
        await FillPool();
    }

    [TestCleanup]
    public Task Stop() => _lost.Close();

    [TestMethod]
    public async Task After_a_restart_everybody_who_reads_at_once_is_answered()
    {
        await _postgres.Stop();
        await ApiProcess.Eventually(
            () => Task.FromResult(_lost.World.Host.Log.Of("ANNOUNCEMENTS_LOST").Count > 0), () => "Nobody noticed.");
        await _postgres.Start();

        var answers = await Task.WhenAll(Enumerable.Range(0, Readers).Select(_ => _lost.World.Admin.Get("/bancas")));

        Assert.AreEqual(Readers, answers.Count(answer => answer.Status == HttpStatusCode.OK));
    }

    [TestMethod]
    public async Task Connections_that_were_ended_cost_one_answer_and_no_more()
    {
        await _postgres.Ask<long>(
            """
            select count(pg_terminate_backend(pid)) from pg_stat_activity
            where backend_type = 'client backend' and pid <> pg_backend_pid()
                and application_name <> 'lottery announcements'
            """);

        var lost = 0;
        for (var reader = 0; reader < Readers; reader++)
        {
            lost += (await _lost.World.Admin.Get("/bancas")).Status == HttpStatusCode.OK ? 0 : 1;
        }

        Assert.IsLessThanOrEqualTo(1, lost);
    }

    private async Task FillPool()
    {
        Task<Answer>[] readings;
        await using (var stranger = await Stranger.Takes(_lost.World.Host, "lock table bancas"))
        {
            readings = [.. Enumerable.Range(0, Readers).Select(_ => _lost.World.Admin.Get("/bancas"))];
            await stranger.UntilWaiting(Readers);
            await stranger.Commits();
        }

        foreach (var answer in await Task.WhenAll(readings))
        {
            answer.Succeeded();
        }
    }
}

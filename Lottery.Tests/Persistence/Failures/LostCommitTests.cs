using System.Net;
using Lottery.Data;
using Lottery.Data.Persistence;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Lottery.Tests.Persistence.Failures;

/// <summary>A connection that is lost in the middle of an act, before and after its commit was sent.</summary>
[TestClass]
public sealed class LostCommitTests
{
    private string _database = null!;
    private FlakyProxy _line = null!;
    private World _world = null!;
    private BancaWorld _banca = null!;
    private MetricWatch _metrics = null!;

    [TestInitialize]
    public async Task Start()
    {
        _database = await TestPostgres.CreateDatabase();
        _line = FlakyProxy.To(_database);
        _world = await World.Create(
            await ApiHost.Start(_database, null, $"--ConnectionStrings:Lottery={_line.Database}"));
        _banca = await _world.Banca();
        _metrics = MetricWatch.On(_world.Host.Services);
        _world.Host.Log.Expect("FAIL_CONNECTION", "DB_CONNECTION_ERROR", "HTTP_REQUEST",
            "ProcessingMessageFailed");
    }

    [TestCleanup]
    public async Task Stop()
    {
        _metrics.Dispose();
        await _world.DisposeAsync();
        await _line.DisposeAsync();
        await TestPostgres.DropDatabase(_database);
    }

    [TestMethod]
    public async Task An_act_without_a_database_is_tried_three_times_and_given_up()
    {
        await _line.Refuse();
        // A connection that was open would say that it was closed, once each.
        _world.Host.Services.GetRequiredService<NpgsqlDataSource>().Clear();

        // Not by a request, which does not even get past the door without a database.
        var failure = await Assert.ThrowsAsync<Exception>(() => _world.Host.InDatabase((db, _) =>
            db.InTransaction<bool>("probe", _ => Task.FromResult<Outcome<bool>>(true), CancellationToken.None)));

        Assert.AreEqual("DB_UNREACHABLE", TransientFailures.Classify(failure));
        var end = _world.Host.Log.Of("FAIL_CONNECTION").Single();
        Assert.AreEqual(
            ("probe", 3, 3, "DB_UNREACHABLE", false),
            (end["operation"], end["attempt"], end["maxAttempts"], end["errorType"], end["committing"]));
        CollectionAssert.AreEqual(
            (object[])[1, 2], _world.Host.Log.Of("RETRY_CONNECTION").Select(retry => retry["attempt"]).ToArray());
        Assert.AreEqual(2, Retries("retried"));
        Assert.AreEqual(1, Retries("exhausted"));
    }

    [TestMethod]
    public async Task An_act_whose_commit_was_on_its_way_is_not_tried_again()
    {
        await HoldCommits();
        await using var stranger = await Stranger.Takes(_world.Host, "select pg_advisory_xact_lock(42)");
        var acting = Change("2222-3333");
        await stranger.UntilWaiting(1);

        _line.Cut();

        (await acting).Refused(HttpStatusCode.ServiceUnavailable, "CONNECTION_CLOSED");
        Assert.IsEmpty(_world.Host.Log.Of("RETRY_CONNECTION"));
        var end = _world.Host.Log.Of("FAIL_CONNECTION").Single();
        Assert.AreEqual((1, true), (end["attempt"], end["committing"]));
        await stranger.Commits();
        await ApiProcess.Eventually(
            async () => await _world.Host.Scalar<long>(
                "select count(*) from activity_logs where action = 'BANCA_UPDATE' and target_id = $1",
                _banca.Id.ToString()) == 1,
            () => "The commit that was on its way did not happen once.");
    }

    [TestMethod]
    public async Task A_third_attempt_whose_commit_was_on_its_way_is_not_one_that_kept_nothing()
    {
        await HoldCommits();
        await using var stranger = await Stranger.Takes(_world.Host, "select pg_advisory_xact_lock(42)");
        var attempt = 0;
        var acting = _world.Host.InDatabase((db, _) => db.InTransaction<bool>(
            "probe",
            async ct =>
            {
                await (++attempt < 3
                    ? db.Database.ExecuteSqlAsync($"select pg_terminate_backend(pg_backend_pid())", ct)
                    : db.Database.ExecuteSqlAsync(
                        $"update bancas set phone = '2222-4444' where id = {_banca.Id}", ct));
                return true;
            },
            CancellationToken.None));
        await stranger.UntilWaiting(1);

        _line.Cut();

        await Assert.ThrowsAsync<Exception>(() => acting);
        var end = _world.Host.Log.Of("FAIL_CONNECTION").Single();
        Assert.AreEqual((3, true), (end["attempt"], end["committing"]));
        Assert.AreEqual((2L, 0L), (Retries("retried"), Retries("exhausted")));
        await stranger.Commits();
    }

    // A commit that changes a banca waits for the advisory lock 42.
    private async Task HoldCommits()
    {
        await _world.Host.Execute(
            """
            create function hold() returns trigger language plpgsql as $$
            begin perform pg_advisory_xact_lock(42); return null; end $$
            """);
        await _world.Host.Execute(
            "create constraint trigger hold after update on bancas initially deferred "
                + "for each row execute function hold()");
    }

    private Task<Answer> Change(string phone) => _world.Admin.Patch($"/bancas/{_banca.Id}", new { phone });

    private long Retries(string outcome) =>
        _metrics[$"lottery.database.retries{{kind=connection,operation=probe,outcome={outcome}}}"];
}

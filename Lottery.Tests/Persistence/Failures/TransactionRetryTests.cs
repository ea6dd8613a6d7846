using System.Net;
using Lottery.Data;
using Lottery.Data.Persistence;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lottery.Tests.Persistence.Failures;

/// <summary>Acts that really lose a race are done once all the same, and what it took is told and counted.</summary>
[TestClass]
[TestProperty("Defect", "D-73")]
public sealed class TransactionRetryTests
{
    private World _world = null!;
    private BancaWorld _banca = null!;
    private MetricWatch _metrics = null!;

    [TestInitialize]
    public async Task Start()
    {
        _world = await World.Create();
        _banca = await _world.Banca();
        _metrics = MetricWatch.On(_world.Host.Services);
    }

    [TestCleanup]
    public Task Stop()
    {
        _metrics.Dispose();
        return _world.DisposeAsync().AsTask();
    }

    [TestMethod]
    public async Task Of_two_acts_that_wait_for_each_other_one_is_tried_again_and_both_are_done()
    {
        await _world.Host.Execute("create table pairs (id int primary key, done int not null default 0)");
        await _world.Host.Execute("insert into pairs (id) values (1), (2)");
        using var both = new Barrier(2);

        await Task.WhenAll(InOrder("first", both, 1, 2), InOrder("second", both, 2, 1));

        Assert.AreEqual(4L, await _world.Host.Scalar<long>("select sum(done) from pairs"));
        var retry = _world.Host.Log.Of("RETRY").Single();
        Assert.AreEqual(LogLevel.Warning, retry.Level);
        Assert.AreEqual(
            (1, 3, "40P01", "UNKNOWN"),
            (retry["attempt"], retry["maxAttempts"], retry["sqlState"], retry["errorType"]));
        Assert.IsTrue(retry["operation"] is "first" or "second");
        Assert.IsTrue(retry["backoffMs"] is >= 50 and <= 100, $"{retry["backoffMs"]}");
        Assert.AreEqual(1, Retries((string)retry["operation"]!, "conflict", "retried"));
        Assert.AreEqual(0, Retries((string)retry["operation"]!, "conflict", "exhausted"));
        Assert.AreEqual(0, _metrics.Failures("UNKNOWN"));
    }

    [TestMethod]
    public async Task An_act_that_cannot_be_serialised_is_given_up_after_the_third_time()
    {
        _world.Host.Log.Expect("FAIL");
        var tries = 0;

        var failure = await Assert.ThrowsAsync<Exception>(() => _world.Host.InDatabase((db, _) =>
            db.InTransaction<bool>("probe", async ct =>
            {
                await db.Database.ExecuteSqlAsync($"set transaction isolation level repeatable read", ct);
                await db.Bancas.AsNoTracking().SingleAsync(banca => banca.Id == _banca.Id, ct);
                await _world.Host.Execute("update bancas set phone = $1 where id = $2", $"{++tries}", _banca.Id);
                await db.Bancas.Where(banca => banca.Id == _banca.Id)
                    .ExecuteUpdateAsync(change => change.SetProperty(banca => banca.Phone, "probe"), ct);
                return true;
            }, CancellationToken.None)));

        Assert.AreEqual("40001", TransientFailures.SqlState(failure));
        Assert.AreEqual(3, tries);
        Assert.AreEqual("3", await _world.Host.Scalar<string>("select phone from bancas where id = $1", _banca.Id));
        CollectionAssert.AreEqual(
            (object[])[1, 2], _world.Host.Log.Of("RETRY").Select(retry => retry["attempt"]).ToArray());
        var end = _world.Host.Log.Of("FAIL").Single();
        Assert.AreEqual(
            (LogLevel.Error, "probe", 3, "40001"), (end.Level, end["operation"], end["attempt"], end["sqlState"]));
        Assert.AreEqual(2, Retries("probe", "conflict", "retried"));
        Assert.AreEqual(1, Retries("probe", "conflict", "exhausted"));
        Assert.AreEqual(1, _metrics.Failures("UNKNOWN"));
    }

    [TestMethod]
    public async Task Whoever_lost_every_race_is_asked_to_come_again()
    {
        _world.Host.Log.Expect("FAIL", "DB_CONNECTION_ERROR", "HTTP_REQUEST");
        await _world.Host.Execute(
            """
            create function lose() returns trigger language plpgsql as $$
            begin raise exception 'lost' using errcode = '40001'; end $$
            """);
        await _world.Host.Execute("create trigger lose before update on bancas for each row execute function lose()");

        var answer = await _world.Admin.Patch($"/bancas/{_banca.Id}", new { phone = "2222-3333" });

        answer.Refused(HttpStatusCode.ServiceUnavailable, "SERVER_BUSY");
        Assert.AreEqual("1", answer.Headers["Retry-After"]);
        Assert.HasCount(2, _world.Host.Log.Of("RETRY"));
        Assert.AreEqual(1, _metrics.Failures("UNKNOWN"));
    }

    // To wait again for what was waited for in vain would only lengthen the queue.
    [TestMethod]
    [DataRow("set local statement_timeout = 1; select pg_sleep(10)", "57014", "POOLER_TIMEOUT")]
    [DataRow("set local lock_timeout = 1; lock table bancas in access exclusive mode", "55P03", "POOLER_TIMEOUT")]
    public async Task An_act_that_took_too_long_is_not_begun_again(string slow, string sqlState, string code)
    {
        _world.Host.Log.Expect("FAIL_CONNECTION");
        await using var stranger = await Stranger.Takes(_world.Host, "lock table bancas in row exclusive mode");
        var tries = 0;

        var failure = await Assert.ThrowsAsync<Exception>(() => _world.Host.InDatabase((db, _) =>
            db.InTransaction<bool>("probe", async ct =>
            {
                tries++;
                await db.Database.ExecuteSqlRawAsync(slow, ct);
                return true;
            }, CancellationToken.None)));

        Assert.AreEqual((code, sqlState), (TransientFailures.Classify(failure), TransientFailures.SqlState(failure)));
        Assert.AreEqual(1, tries);
        Assert.IsEmpty(_world.Host.Log.Of("RETRY_CONNECTION"));
        Assert.AreEqual(0, Retries("probe", "connection", "retried"));
        Assert.AreEqual(1, _world.Host.Log.Of("FAIL_CONNECTION").Single()["attempt"]);
    }

    [TestMethod]
    public async Task An_act_that_found_no_free_connection_in_time_is_not_begun_again()
    {
        await using var host = await ApiHost.Start(
            _world.Host.Database, null,
            $"--ConnectionStrings:Lottery={_world.Host.Database};Maximum Pool Size=1;Timeout=1");
        host.Log.Expect("FAIL_CONNECTION");
        using var metrics = MetricWatch.On(host.Services);
        await using var taken = await host.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();

        var failure = await Assert.ThrowsAsync<Exception>(() => host.InDatabase((db, _) =>
            db.InTransaction<bool>("probe", _ => Task.FromResult<Outcome<bool>>(true), CancellationToken.None)));

        Assert.AreEqual("POOLER_SATURATED", TransientFailures.Classify(failure));
        Assert.IsEmpty(host.Log.Of("RETRY_CONNECTION"));
        Assert.AreEqual(1, host.Log.Of("FAIL_CONNECTION").Single()["attempt"]);
        Assert.AreEqual(0, metrics["lottery.database.retries{kind=connection,operation=probe,outcome=retried}"]);
    }

    private async Task InOrder(string operation, Barrier both, params int[] ids)
    {
        var first = true;
        await Task.Run(() => _world.Host.InDatabase((db, _) => db.InTransaction<bool>(operation, async ct =>
        {
            await Take(db, ids[0], ct);
            if (first)
            {
                first = false;
                both.SignalAndWait(ct);
            }

            await Take(db, ids[1], ct);
            return true;
        }, CancellationToken.None)));
    }

    private static Task<int> Take(LotteryDbContext db, int id, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"update pairs set done = done + 1 where id = {id}", cancellationToken);

    private long Retries(string operation, string kind, string outcome) =>
        _metrics[$"lottery.database.retries{{kind={kind},operation={operation},outcome={outcome}}}"];
}

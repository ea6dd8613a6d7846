using System.Net;
using Lottery.Data;
using Lottery.Data.Activity;
using Lottery.Data.Users;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Lottery.Tests.Activity;

[TestClass]
public sealed class ActivityRetentionTests
{
    // The database goes by its own clock as well, so that these lines are really old.
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(
        TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());

    private ApiHost _host = null!;

    [TestInitialize]
    public async Task Start() => _host = await ApiHost.Start(
        clock: new FakeTimeProvider(Now), settings: "--ActivityRetention:BatchSize=2");

    [TestCleanup]
    public async Task Stop() => await _host.DisposeAsync();

    [TestMethod]
    public async Task Lines_older_than_45_days_go_in_batches_and_the_others_stay()
    {
        var (old, young) = (Now.AddDays(-45).AddTicks(-10), Now.AddDays(-45));
        await Given(old, old.AddYears(-1), old, young, old, Now);

        var purge = await Purge(CancellationToken.None);

        Assert.AreEqual(new ActivityPurge(4, young, IsComplete: true), purge);
        CollectionAssert.AreEquivalent((DateTimeOffset[])[young, Now], await Left());
    }

    [TestMethod]
    public async Task Every_batch_leaves_a_line_in_its_own_transaction()
    {
        await Given([.. Enumerable.Repeat(Now.AddDays(-100), 5)]);

        await Purge(CancellationToken.None);

        var lines = await _host.Rows(
            row => (row.GetString(0), row.GetInt32(1)),
            """
            select details ->> 'status', (details ->> 'deletedCount')::int from activity_logs
            where target_id = 'activity_log_cleanup' order by xmin::text::bigint
            """);
        CollectionAssert.AreEqual(
            (List<(string, int)>)[("partial", 2), ("partial", 2), ("success", 1)], lines.ToList());
        Assert.HasCount(3, _host.Log.Of("SYSTEM_ACTION"));
    }

    [TestMethod]
    public async Task A_purge_leaves_a_line_of_its_own()
    {
        await Given(Now.AddDays(-100));

        await Purge(CancellationToken.None);

        var line = await _host.InDatabase(db => db.ActivityLogs.SingleAsync());
        Assert.AreEqual(ActivityType.SystemAction, line.Action);
        Assert.AreEqual("activity_log_cleanup", line.TargetId);
        Assert.AreEqual("run-1", line.RequestId);
        StringAssert.Contains(line.Details, "\"deletedCount\": 1", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task Cancelled_it_leaves_the_rest_for_the_next_run()
    {
        await Given(Now.AddDays(-100));

        var purge = await Purge(new CancellationToken(canceled: true));

        Assert.IsFalse(purge.IsComplete);
        Assert.HasCount(1, await Left());
    }

    [TestMethod]
    public async Task A_banca_may_say_how_long_its_own_lines_are_kept()
    {
        var world = await World.Create(_host);
        var (shorter, longer, other) = (await world.Banca(), await world.Banca(), await world.Banca());
        (await world.Admin.Patch($"/bancas/{shorter.Id}", new { activityRetentionDays = 29 }))
            .Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");
        var own = await (await shorter.Administrator()).Client
            .Patch($"/bancas/{shorter.Id}", new { activityRetentionDays = 30 });
        Assert.AreEqual("FIELD_NOT_ALLOWED", own.Code);
        (await world.Admin.Patch($"/bancas/{shorter.Id}", new { activityRetentionDays = 31 })).Succeeded();
        (await world.Admin.Patch($"/bancas/{longer.Id}", new { activityRetentionDays = 90 })).Succeeded();
        foreach (var (banca, name) in ((Guid?, string)[])[
            (shorter.Id, "shorter"), (longer.Id, "longer"), (other.Id, "other"), (null, "nobody")])
        {
            foreach (var days in (int[])[30, 32, 60, 100])
            {
                await _host.InDatabase(db =>
                {
                    db.ActivityLogs.Add(ActivityTrail.Line(
                        Actor.System(), ActivityType.Login, name, $"{days}", banca, new { }, Now.AddDays(-days)));
                    return db.SaveChangesAsync();
                });
            }
        }

        var purge = await Purge(CancellationToken.None);

        Assert.IsTrue(purge.IsComplete);
        var left = await _host.InDatabase(db => db.ActivityLogs
            .Where(line => line.Action == ActivityType.Login && line.TargetType != "USER")
            .Select(line => line.TargetType + " " + line.TargetId).ToListAsync());
        CollectionAssert.AreEquivalent(
            (string[])["shorter 30", "longer 30", "longer 32", "longer 60", "other 30", "other 32", "nobody 30", "nobody 32"],
            left);
    }

    private Task<ActivityPurge> Purge(CancellationToken cancellationToken) => _host.InDatabase((_, services) =>
        services.GetRequiredService<ActivityRetention>().Purge(Actor.System("run-1"), cancellationToken));

    private Task<List<DateTimeOffset>> Left() => _host.InDatabase(db => db.ActivityLogs
        .Where(line => line.Action == ActivityType.Login).Select(line => line.CreatedAt).ToListAsync());

    private Task<int> Given(params DateTimeOffset[] instants) => _host.InDatabase(db =>
    {
        db.ActivityLogs.AddRange(instants.Select(at =>
            ActivityTrail.Line(Actor.System(), ActivityType.Login, "USER", null, null, new { }, at)));
        return db.SaveChangesAsync();
    });
}

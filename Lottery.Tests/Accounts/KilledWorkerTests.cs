using Lottery.Tests.Infrastructure;
using Lottery.Tests.Worker;

namespace Lottery.Tests.Accounts;

/// <summary>Two workers as processes, of which one is killed while it settles or closes.</summary>
[TestClass]
public sealed class KilledWorkerTests
{
    private const int SigKill = 9;

    [TestMethod]
    [DataRow("account-settlement", "SETTLEMENT", "select count(*) from account_statements where settled_at is not null")]
    [DataRow("monthly-closing", "MONTHLY_CLOSING", "select count(*) from monthly_closings")]
    public async Task The_other_worker_does_what_is_left_and_the_occurrence_is_served_once(
        string job, string action, string done)
    {
        // The workers go by the real clock: this is long ago for them.
        await using var world = await AccountWorld.Open();
        foreach (var day in Enumerable.Range(1, 9))
        {
            (await world.Move("payment", 100, $"2026-10-0{day}")).Succeeded();
        }

        (await world.Admin.Patch(
            "/account-statements/auto-config", new { enabled = true, settlementAgeDays = 1, batchSize = 100 })).Succeeded();
        var host = world.Counter.Host;
        await using var held = await Stranger.Takes(host, "select from accounts where entity_id = $1 for update", world.Seller);
        using var first = WorkerProcess.Start($"{host.Database};Command Timeout=60", ($"Jobs__Cron__{job}", "* * * * *"));
        await first.Until($"{action}_START");
        await held.UntilWaiting(1);
        using var second = WorkerProcess.Start($"{host.Database};Command Timeout=60", ($"Jobs__Cron__{job}", "* * * * *"));
        // What it catches up with may come to wait for the same account: it hears all the same.
        await second.Until("ANNOUNCEMENTS_HEARING");

        first.Send(SigKill);
        await first.EndUnread();
        await ApiProcess.Eventually(
            () => host.Scalar<bool>("select pg_try_advisory_xact_lock(hashtextextended($1, 0))", job),
            () => "The dead worker's lock stays.");
        await host.Execute("select pg_notify('lottery_jobs', 'look')");
        await second.Until($"{action}_ABANDONED");
        await held.DisposeAsync();
        await second.Until($"{action}_COMPLETE");

        var served = await host.Rows(
            row => row.GetInt64(0),
            "select count(*) from job_runs where job_name = $1 and outcome = 'COMPLETED' group by scheduled_at", job);
        Assert.IsNotEmpty(served);
        Assert.IsTrue(served.All(runs => runs == 1));
        Assert.IsGreaterThan(0L, await host.Scalar<long>(done));
        Assert.AreEqual(0L, await host.Scalar<long>("""
            select count(*) from account_statements s join accounts a using (banca_id, level, entity_id)
            where (s.settled_at is not null) <> (s.day <= coalesce(a.settled_through, '2000-01-01'))
            """));
        second.Terminate();
        Assert.AreEqual(0, await second.End());
    }
}

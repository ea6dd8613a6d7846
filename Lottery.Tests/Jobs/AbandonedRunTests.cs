using Lottery.Data.Jobs;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Lottery.Tests.Worker;
using Microsoft.Extensions.Time.Testing;

namespace Lottery.Tests.Jobs;

/// <summary>Two workers as processes, of which one is killed in the middle of a run.</summary>
[TestClass]
public sealed class AbandonedRunTests
{
    private const int SigKill = 9;

    [TestMethod]
    [TestProperty("Defect", "DRAW-25")]
    public async Task The_other_worker_marks_the_run_and_does_the_work_once()
    {
        await using var world = await World.Create(
            await ApiHost.Start(clock: new FakeTimeProvider(TimeProvider.System.GetUtcNow())));
        var sorteo = await (await (await world.Banca()).Loteria()).Sorteo(TimeSpan.Zero);
        await using var held = await Stranger.Takes(world.Host, "select from sorteos where id = $1 for update", sorteo);
        using var first = WorkerProcess.Start($"{world.Host.Database};Command Timeout=60");
        await first.Until("SORTEOS_AUTO_OPEN_START");
        await held.UntilWaiting(1);
        using var second = WorkerProcess.Start($"{world.Host.Database};Command Timeout=60");
        await second.Until("SORTEOS_AUTO_OPEN_SKIPPED");
        if (!second.Actions().Contains("ANNOUNCEMENTS_HEARING"))
        {
            await second.Until("ANNOUNCEMENTS_HEARING");
        }

        first.Send(SigKill);
        await first.EndUnread();
        await ApiProcess.Eventually(
            () => world.Host.Scalar<bool>(
                "select pg_try_advisory_xact_lock(hashtextextended($1, 0))", JobNames.AutoOpen),
            () => "The dead worker's lock stays.");
        // It looks every minute; whoever announces something need not wait for that.
        await world.Host.Execute("select pg_notify('lottery_jobs', 'look')");
        await second.Until("SORTEOS_AUTO_OPEN_ABANDONED");
        await held.DisposeAsync();
        await second.Until("SORTEOS_AUTO_OPEN_COMPLETE");

        var runs = await world.Host.Rows(
            row => row.GetString(0), "select trigger || ' ' || outcome from job_runs where job_name = $1 order by id", JobNames.AutoOpen);
        CollectionAssert.AreEqual((string[])["CATCH_UP ABANDONED", "CATCH_UP COMPLETED"], runs.ToArray());
        Assert.AreEqual(1L, await world.Host.Scalar<long>(
            "select count(*) from activity_logs where action = 'SORTEO_OPEN' and target_id = $1", $"{sorteo}"));
        second.Terminate();
        Assert.AreEqual(0, await second.End());
    }
}

using System.Text.Json;
using Lottery.Tests.Infrastructure;
using Lottery.Tests.Worker;

namespace Lottery.Tests.Jobs;

/// <summary>Times of jobs in the settings: refused when they are none, taken over while the worker runs.</summary>
[TestClass]
public sealed class JobSettingTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lottery-jobs-");
    private string _database = "";

    private string Settings => Path.Combine(_folder.FullName, "settings.json");

    [TestInitialize]
    public async Task Prepare() => _database = await TestPostgres.CreateDatabase();

    [TestCleanup]
    public async Task Clear()
    {
        _folder.Delete(recursive: true);
        await TestPostgres.DropDatabase(_database);
    }

    [TestMethod]
    [DataRow("nobody", "30 1 * * *", "names 'nobody', which is no job. The jobs are sorteos-auto-create, ")]
    [DataRow("exposure-check", "30 25 * * *", "must be five fields of cron that come true some day, as in '30 1 * * *', ")]
    public async Task A_time_that_is_none_refuses_the_start(string job, string cron, string said)
    {
        using var worker = WorkerProcess.Start(_database, ($"Jobs__Cron__{job}", cron));

        Assert.AreEqual(1, await worker.End());
        Assert.Contains(said, await worker.Errors());
        Assert.IsEmpty(worker.Actions());
    }

    [TestMethod]
    public async Task Another_time_is_taken_over_by_the_running_worker_and_a_wrong_one_is_told()
    {
        Write("0 4 * * *");
        using var worker = WorkerProcess.Start(_database, ("LOTTERY_CONFIG", Settings));
        await worker.Until("DATABASE_SIZE_COMPLETE");
        Assert.AreEqual("0 4 * * * America/Costa_Rica", Told(worker, "EXPOSURE_CHECK_SCHEDULED"));
        Assert.ContainsSingle(worker.Records.Where(record => record.Text("action") == "EXPOSURE_CHECK_SCHEDULED"));

        Write("0 5 * * *");
        await Look(worker);
        await worker.Next("EXPOSURE_CHECK_SCHEDULED");
        Assert.AreEqual("0 5 * * * America/Costa_Rica", Told(worker, "EXPOSURE_CHECK_SCHEDULED"));
        Write("0 50 * * *");
        await Look(worker);
        await worker.Next("JOB_SCHEDULE_INVALID");

        Assert.AreEqual(
            "0 5 * * * CONFIGURATION",
            await RestrictedRole.Scalar<string>(
                _database, "select cron || ' ' || source from job_timings where job_name = 'exposure-check'"));
        worker.Terminate();
        Assert.AreEqual(0, await worker.End());
    }

    // It looks every minute; whoever announces something need not wait for that.
    private async Task Look(WorkerProcess worker)
    {
        await worker.Next("LOTTERY_CONFIG_RELOADED");
        await RestrictedRole.Execute(_database, "select pg_notify('lottery_jobs', 'look')");
    }

    private static string Told(WorkerProcess worker, string action) =>
        worker.Records.Last(record => record.Text("action") == action).GetProperty("payload").Text("schedule");

    // In one step, as an editor does it.
    private void Write(string cron)
    {
        File.WriteAllText(
            Settings + ".new",
            JsonSerializer.Serialize(new { Jobs = new { Cron = new Dictionary<string, string> { ["exposure-check"] = cron } } }));
        File.Move(Settings + ".new", Settings, overwrite: true);
    }
}

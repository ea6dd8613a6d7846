using System.Diagnostics.Metrics;
using System.Net;
using System.Net.NetworkInformation;
using System.Text.Json;
using Lottery.Data.Persistence;
using Lottery.Tests.Infrastructure;
using Lottery.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Lottery.Tests.Worker;

/// <summary>The job that measures the database, and what it shows.</summary>
[TestClass]
public sealed class DatabaseSizeTests
{
    private static readonly ScheduledJob Scheduled =
        JobSchedule.Jobs.Single(job => job.Type.Name == "DatabaseSizeJob");

    private string _database = "";

    [TestInitialize]
    public async Task Prepare() => _database = await TestPostgres.CreateDatabase();

    [TestCleanup]
    public Task Clear() => TestPostgres.DropDatabase(_database);

    [TestMethod]
    [DataRow("107374182400", 107374182400)]
    [DataRow("200GB", 200L << 30)]
    [DataRow(" 5 TB ", 5L << 40)]
    [DataRow("900000kB", 900000L << 10)]
    [DataRow("7mb", 7L << 20)]
    public async Task Of_a_capacity_that_was_set_the_database_takes_its_share(string setting, long capacity)
    {
        await using var worker = WorkerHost.On(_database, null, $"--DatabaseDisk:Capacity={setting}");

        await worker.Run(job: Scheduled);

        var bytes = (await Counts(worker)).GetProperty("bytes").GetInt64();
        Assert.IsGreaterThan(1_000_000, bytes);
        Assert.AreEqual(bytes, Shown(worker, "lottery.database.size"));
        Assert.AreEqual(capacity, Shown(worker, "lottery.database.capacity"));
        Assert.AreEqual((double)bytes / capacity, Shown(worker, "lottery.database.disk.used_ratio")!.Value, 1e-9);
    }

    [TestMethod]
    [DataRow("0")]
    [DataRow("-1")]
    [DataRow("much")]
    [DataRow("1.5GB")]
    [DataRow("20 gigabytes")]
    [DataRow("99999999999TB")]
    [DataRow("99999999999999999999")]
    public async Task A_capacity_that_is_no_size_refuses_the_start(string setting)
    {
        await using var worker = WorkerHost.On(_database, null, $"--DatabaseDisk:Capacity={setting}");
        worker.Log.Expect("HostedServiceStartupFaulted");

        var refusal = await Assert.ThrowsExactlyAsync<OptionsValidationException>(worker.Start);

        StringAssert.StartsWith(refusal.Message, "DatabaseDisk:Capacity must be", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task Of_a_server_on_this_machine_the_file_system_says_how_much_there_is()
    {
        if (Environment.GetEnvironmentVariable("LOTTERY_TEST_POSTGRES") == "docker")
        {
            Assert.Inconclusive("The server lies in a container, with a file system of its own.");
        }

        await using var worker = WorkerHost.On(_database);

        await worker.Run(job: Scheduled);

        var capacity = Shown(worker, "lottery.database.capacity");
        Assert.IsTrue(
            DriveInfo.GetDrives().Any(drive => drive.IsReady && drive.TotalSize == capacity),
            $"{capacity} is no disk.");
        Assert.IsTrue(Shown(worker, "lottery.database.disk.used_ratio") is > 0 and < 1);
        Assert.IsEmpty(worker.Log.Of("DATABASE_DISK_UNKNOWN").ToList());
    }

    [TestMethod]
    public async Task That_nobody_knows_the_room_is_told_once_and_not_at_every_run()
    {
        await using var line = FlakyProxy.To(_database, OfTheNetwork());
        await using var worker = WorkerHost.On(line.Database);

        await worker.Run(job: Scheduled);
        worker.Clock.Advance(TimeSpan.FromMinutes(5));
        await worker.Run(job: Scheduled);

        Assert.AreEqual(2, (await worker.Runs()).Count(run => run.JobName == "database-size"));
        Assert.HasCount(1, worker.Log.Of("DATABASE_DISK_UNKNOWN").ToList());
        Assert.IsNotNull(Shown(worker, "lottery.database.size"));
        Assert.IsNull(Shown(worker, "lottery.database.capacity"));
    }

    [TestMethod]
    public async Task What_was_measured_long_ago_is_not_shown()
    {
        await using var worker = WorkerHost.On(_database);
        await worker.Run(job: Scheduled);

        worker.Clock.Advance(TimeSpan.FromMinutes(14));
        Assert.IsNotNull(Shown(worker, "lottery.database.size"));
        worker.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.IsNull(Shown(worker, "lottery.database.size"));
    }

    // An address of this machine which does not say that it is one. Whoever got the packages has one.
    private static IPAddress OfTheNetwork() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(one => one.OperationalStatus == OperationalStatus.Up)
        .SelectMany(one => one.GetIPProperties().UnicastAddresses).Select(one => one.Address)
        .First(one => !IPAddress.IsLoopback(one) && !one.IsIPv6LinkLocal);

    private static async Task<JsonElement> Counts(WorkerHost worker) =>
        JsonElement.Parse((await worker.Runs()).Single(run => run.JobName == "database-size").Counts!);

    /// <summary>What whoever listens to the meter is told now; null when nothing.</summary>
    private static double? Shown(WorkerHost worker, string instrument)
    {
        var ours = worker.Services.GetRequiredService<IMeterFactory>();
        _ = worker.Services.GetRequiredService<DatabaseMetrics>();
        double? shown = null;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (published, listening) =>
        {
            if (published.Name == instrument && published.Meter.Scope == ours)
            {
                listening.EnableMeasurementEvents(published);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => shown = value);
        listener.SetMeasurementEventCallback<double>((_, value, _, _) => shown = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return shown;
    }
}

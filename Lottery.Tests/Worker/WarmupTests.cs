using System.Diagnostics;
using System.Net;
using Lottery.Tests.Infrastructure;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Lottery.Tests.Worker;

/// <summary>Nothing runs on a cold or dead database, and nobody waits for it for ever.</summary>
[TestClass]
[TestProperty("Defect", "D-82")]
public sealed class WarmupTests
{
    private const string Dead = "Host=127.0.0.1;Port=1;Username=nobody;Database=nowhere";

    private static readonly string[] InAHurry = ["--Warmup:Attempts=2", "--Warmup:BaseDelay=00:00:00"];

    [TestMethod]
    public async Task A_job_does_not_run_on_a_dead_database_and_says_so()
    {
        await using var worker = WorkerHost.On(Dead, settings: InAHurry);
        using var metrics = MetricWatch.On(worker.Services);
        worker.Log.Expect("WARMUP_FAILED", "PROBE_SKIP");

        Assert.IsFalse(await worker.Run());

        Assert.IsEmpty(worker.Probe.Actors);
        CollectionAssert.AreEqual((string[])["SKIP"], worker.Told().ToArray());
        var retry = worker.Log.Of("WARMUP_RETRY").Single();
        Assert.AreEqual(
            (LogLevel.Warning, 1, 2, "direct", "probe", "DB_UNREACHABLE", null),
            (retry.Level, retry["attempt"], retry["maxAttempts"], retry["clientType"], retry["context"],
                retry["errorType"], retry["errorCode"]));
        var end = worker.Log.Of("WARMUP_FAILED").Single();
        Assert.AreEqual(
            (LogLevel.Error, 2, "DB_UNREACHABLE"), (end.Level, end["attempt"], end["errorType"]));
        Assert.IsTrue(end["errorMessage"] is string { Length: > 0 and <= 200 });
        Assert.AreEqual(1, Warmups(metrics, "retry"));
        Assert.AreEqual(1, Warmups(metrics, "failed"));
        Assert.AreEqual(0, Warmups(metrics, "success"));
        Assert.AreEqual(2, metrics.Failures("DB_UNREACHABLE"));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task A_network_that_swallows_everything_is_waited_for_in_bounded_time(bool taking)
    {
        await using var line = FlakyProxy.To(Dead);
        await line.Swallow(taking);
        await using var worker = WorkerHost.On($"{line.Database};Timeout=1", settings: InAHurry);
        worker.Log.Expect("WARMUP_FAILED", "PROBE_SKIP");
        var since = Stopwatch.GetTimestamp();

        Assert.IsFalse(await worker.Run());

        Assert.IsLessThan(TimeSpan.FromSeconds(20), Stopwatch.GetElapsedTime(since));
        Assert.AreEqual("DB_UNREACHABLE", worker.Log.Of("WARMUP_FAILED").Single()["errorType"]);
        Assert.IsEmpty(worker.Probe.Actors);
    }

    [TestMethod]
    public async Task A_worker_is_ready_once_its_database_has_answered()
    {
        var database = await TestPostgres.CreateDatabase();
        await using (var line = FlakyProxy.To(database))
        {
            await line.Refuse();
            await using var worker = WorkerHost.On(
                line.Database, settings: ["--Warmup:Attempts=1", $"--ConnectionStrings:LotteryDirect={database}"]);
            worker.Log.Expect("WARMUP_FAILED", "SORTEOS_AUTO_CREATE_SKIP", "HealthCheckEnd");
            await worker.Start();
            var (status, body) = await Health.Of(worker.ManagementAddress, "ready");
            Assert.AreEqual(
                (HttpStatusCode.ServiceUnavailable, "unavailable", "unavailable", "DB_UNREACHABLE"),
                (status, body.GetProperty("checks").Text("warmup"), body.GetProperty("checks").Text("database"),
                    body.GetProperty("codes").Text("database")));

            line.Restore();

            await ApiProcess.Eventually(
                async () => (await Health.Of(worker.ManagementAddress, "ready")).Status == HttpStatusCode.OK,
                () => "The worker does not become ready.");
            var success = worker.Log.Of("WARMUP_SUCCESS")[0];
            Assert.AreEqual(("server.startup", "pooler"), (success["context"], success["clientType"]));
        }

        await TestPostgres.DropDatabase(database);
    }

    [TestMethod]
    [DataRow("--Warmup:Attempts=0")]
    [DataRow("--Warmup:BaseDelay=-00:00:01")]
    public async Task Attempts_that_are_none_stop_the_start(string setting)
    {
        await using var worker = WorkerHost.On(Dead, settings: setting);
        worker.Log.Expect("HostedServiceStartupFaulted");

        var refusal = await Assert.ThrowsExactlyAsync<OptionsValidationException>(worker.Start);

        StringAssert.StartsWith(refusal.Failures.Single(), "Warmup:Attempts must be", StringComparison.Ordinal);
    }

    private static long Warmups(MetricWatch metrics, string outcome) =>
        metrics[$"lottery.database.warmups{{context=probe,outcome={outcome}}}"];
}

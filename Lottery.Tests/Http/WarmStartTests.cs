using System.Net;
using Lottery.Tests.Infrastructure;
using Microsoft.Extensions.Logging;

namespace Lottery.Tests.Http;

/// <summary>A process is alive at once, and ready when everything that a request needs is there.</summary>
[TestClass]
[TestProperty("Defect", "D-82")]
[TestProperty("Defect", "D-83")]
public sealed class WarmStartTests
{
    [TestMethod]
    public async Task A_process_without_a_database_is_alive_and_becomes_ready_with_it()
    {
        var database = await TestPostgres.CreateDatabase();
        await using (var line = FlakyProxy.To(database))
        {
            await line.Refuse();
            await using var host = await ApiHost.Start(
                database, settings: $"--ConnectionStrings:Lottery={line.Database}");
            host.Log.Expect("HealthCheckEnd", "WARMUP_FAILED");

            Assert.AreEqual(HttpStatusCode.OK, (await Health.Of(host.ManagementAddress, "live")).Status);
            var (status, body) = await Health.Of(host.ManagementAddress, "ready");
            var checks = body.GetProperty("checks");
            Assert.AreEqual(
                (HttpStatusCode.ServiceUnavailable, "unavailable", "unavailable"),
                (status, checks.Text("database"), checks.Text("warmup")));

            Assert.AreEqual("DB_UNREACHABLE", body.GetProperty("codes").Text("database"));

            line.Restore();
            await ApiProcess.Eventually(
                async () =>
                {
                    // The waits between the attempts are the business's time.
                    host.Clock.Advance(TimeSpan.FromSeconds(10));
                    return (await Health.Of(host.ManagementAddress, "ready")).Status == HttpStatusCode.OK;
                },
                () => "It does not become ready.");
            var retry = host.Log.Of("WARMUP_RETRY")[0];
            Assert.AreEqual(
                (LogLevel.Warning, "server.startup", "DB_UNREACHABLE"),
                (retry.Level, retry["context"], retry["errorType"]));
            Assert.AreEqual("server.startup", host.Log.Of("WARMUP_SUCCESS").Single()["context"]);
        }

        await TestPostgres.DropDatabase(database);
    }

    [TestMethod]
    public async Task Health_is_told_to_administrators_alone()
    {
        await using var host = await ApiHost.Start();
        using var anonymous = host.Anonymous();

        foreach (var path in (string[])["//health/live", "//health/ready", "/healthz"])
        {
            Assert.AreEqual(HttpStatusCode.Unauthorized, (await anonymous.Get(path)).Status, path);
        }

        Assert.AreEqual(HttpStatusCode.OK, (await Health.Of(host.ManagementAddress, "live")).Status);
    }
}

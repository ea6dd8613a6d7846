using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.ErrorTracking;

/// <summary>A database that is gone fails every request, and is one thing that went wrong.</summary>
[TestClass]
public sealed class OutageReportTests
{
    [TestMethod]
    public async Task An_outage_of_the_database_is_one_event_a_minute()
    {
        var database = await TestPostgres.CreateDatabase();
        await using var sentry = await SentryIngest.Start();
        await using var line = FlakyProxy.To(database);
        await using (var world = await World.Create(await ApiHost.Start(
            database, null, $"--ConnectionStrings:Lottery={line.Database}", $"--SENTRY_DSN={sentry.Dsn}")))
        {
            world.Host.Log.Expect(
                "DB_CONNECTION_ERROR", "HTTP_REQUEST", "FAIL", "ProcessingMessageFailed");
            await line.Refuse();
            while ((await world.Admin.Get("/bancas")).Code != "DB_UNREACHABLE")
            {
                // What lay in the pool breaks at its first use and says so in its own words.
            }

            for (var call = 0; call < 10; call++)
            {
                (await world.Admin.Get("/bancas")).Refused(HttpStatusCode.ServiceUnavailable, "DB_UNREACHABLE");
            }

            world.Host.Clock.Advance(TimeSpan.FromMinutes(1));
            await world.Admin.Get("/bancas");
            await ApiProcess.Eventually(
                () => Task.FromResult(sentry.Events.Any(one => one.TryGetProperty("extra", out var extra)
                    && extra.TryGetProperty("leftOut", out _))),
                () => sentry.Everything);
        }

        var events = sentry.Events.Where(one => one.Tag("code") == "DB_UNREACHABLE").ToList();
        Assert.HasCount(2, events);
        Assert.AreEqual(10, events[1].GetProperty("extra").GetProperty("leftOut").GetInt32());
        foreach (var sent in events)
        {
            Assert.AreEqual("""["DB_UNREACHABLE"]""", sent.GetProperty("fingerprint").GetRawText());
            CollectionAssert.AreEqual(
                (string[])["DB_CONNECTION_ERROR", "503", "lottery-api"], sent.Tags("action", "status", "service"));
            Assert.Contains("Npgsql.NpgsqlException", sent.GetProperty("exception").GetRawText());
        }

        await TestPostgres.DropDatabase(database);
    }
}

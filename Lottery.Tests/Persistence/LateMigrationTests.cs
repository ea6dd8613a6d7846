using System.Net;
using Lottery.Data;
using Lottery.Data.Persistence;
using Lottery.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Tests.Persistence;

[TestClass]
public sealed class LateMigrationTests
{
    [TestMethod]
    public async Task A_process_that_starts_before_the_migrations_serves_after_them()
    {
        var database = await TestPostgres.CreateEmptyDatabase();
        await using (var host = await ApiHost.Start(database))
        {
            host.Log.Expect("HealthCheckEnd");
            Assert.AreEqual(HttpStatusCode.ServiceUnavailable, await Readiness(host));

            await Migrate(database);

            await ApiProcess.Eventually(
                async () => await Readiness(host) == HttpStatusCode.OK, () => "It does not become ready by itself.");
            using var anybody = host.Anonymous();
            (await anybody.Post("/auth/login", new { username = "nadie", password = "una-clave-larga" }))
                .Refused(HttpStatusCode.Unauthorized, "INVALID_CREDENTIALS");
        }

        await TestPostgres.DropDatabase(database);
    }

    // From outside, as an administrator does it: what one process learns of types while it migrates is its own.
    private static async Task Migrate(string database)
    {
        var options = new DbContextOptionsBuilder<LotteryDbContext>()
            .UseNpgsql(database).UseSnakeCaseNamingConvention().Options;
        await using var db = new LotteryDbContext(options, new Tenant());
        await db.Database.MigrateAsync();
    }

    private static async Task<HttpStatusCode> Readiness(ApiHost host)
    {
        using var http = new HttpClient();
        return (await http.GetAsync(new Uri(host.ManagementAddress, "health/ready"))).StatusCode;
    }
}

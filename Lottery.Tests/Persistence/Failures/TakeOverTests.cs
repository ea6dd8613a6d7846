using System.Net;
using Lottery.Tests.Infrastructure;
using Lottery.Tests.Infrastructure.Databases;
using Npgsql;

namespace Lottery.Tests.Persistence.Failures;

/// <summary>A standby that takes over from a primary that is gone, as docs/scaling.md says.</summary>
[TestClass]
public sealed class TakeOverTests
{
    [TestMethod]
    public async Task A_process_finds_the_server_that_takes_writes_before_and_after()
    {
        await using var primary = await PrivatePostgres.Create();
        var given = new NpgsqlConnectionStringBuilder(await primary.CreateDatabase());
        await using var standby = await primary.Standby();
        // The standby first: it answers, and is not the one.
        var both = new NpgsqlConnectionStringBuilder(given.ConnectionString)
        {
            Host = $"127.0.0.1:{standby.Port},127.0.0.1:{primary.Port}",
            TargetSessionAttributes = "primary",
        }.ConnectionString;
        await using var api = await ApiProcess.StartEmpty(
            ("ConnectionStrings__Lottery", both), ("ConnectionStrings__LotteryDirect", both));
        using var client = new ApiClient(api.Address, null);
        Assert.AreEqual(HttpStatusCode.Unauthorized, await FailedLogin(client));
        await ApiProcess.Eventually(
            async () => await Failures(standby, given.Database!) == 1, () => "The standby does not follow.");

        await primary.Crash();
        await ApiProcess.Eventually(async () => await api.Readiness() == 503, () => api.Output);
        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, await FailedLogin(client));
        Assert.IsTrue(await standby.Ask<bool>("select pg_promote()"));
        await ApiProcess.Eventually(async () => await api.Readiness() == 200, () => api.Output);

        Assert.AreEqual(HttpStatusCode.Unauthorized, await FailedLogin(client));
        Assert.AreEqual(2, await Failures(standby, given.Database!));
    }

    private static async Task<HttpStatusCode> FailedLogin(ApiClient client) => (await client.Post(
        "/auth/login", new { username = $"nobody-{Guid.CreateVersion7():N}", password = "none of theirs" })).Status;

    // One for the name and one for the address, which both have.
    private static Task<long> Failures(PrivatePostgres server, string database) =>
        server.Ask<long>("select count(*) - 1 from login_failures", database);
}

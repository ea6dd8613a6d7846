using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Protection;

/// <summary>Whose word about a client's address counts.</summary>
[TestClass]
[TestProperty("Defect", "D-33")]
public sealed class ForwardedAddressTests
{
    private const string Client = "203.0.113.7";

    [TestMethod]
    [DataRow("127.0.0.1", 1, Client, Client)]
    [DataRow("127.0.0.0/8", 1, Client, Client)]
    // What the client wrote itself stands before what the proxy wrote.
    [DataRow("127.0.0.1", 1, $"1.1.1.1, {Client}", Client)]
    [DataRow("127.0.0.1", 2, $"1.1.1.1, {Client}", Client)]
    [DataRow("127.0.0.1, 10.0.0.0/8", 2, $"{Client}, 10.1.2.3", Client)]
    [DataRow("127.0.0.1", 1, "not an address", "127.0.0.1")]
    [DataRow("127.0.0.1", 0, Client, "127.0.0.1")]
    [DataRow("10.0.0.1", 1, Client, "127.0.0.1")]
    public async Task Only_a_trusted_proxy_says_where_a_client_is(
        string trusted, int hops, string header, string expected)
    {
        await using var world = await World.Create(await ApiHost.Start(
            settings: [$"--Proxies:Trusted={trusted}", $"--TRUST_PROXY={hops}"]));
        using var anonymous = world.Host.Anonymous();

        (await anonymous.Post(
            "/auth/login", new { username = "admin", password = World.Password }, ("X-Forwarded-For", header)))
            .Succeeded();

        Assert.AreEqual(expected, await world.Host.Scalar<string>(
            "select ip_address from sessions order by id desc limit 1"));
        Assert.AreEqual(expected, await world.Host.Scalar<string>(
            "select ip_address from activity_logs where action = 'LOGIN' order by id desc limit 1"));
        await ApiProcess.Eventually(
            () => Task.FromResult(world.Host.Log.Of("HTTP_REQUEST").Any(record =>
                record["path"] is "/api/v1/auth/login" && expected.Equals(record["clientAddress"]))),
            () => "No record of the login tells that address.");
    }
}

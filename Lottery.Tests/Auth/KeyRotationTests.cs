using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Microsoft.Extensions.Options;

namespace Lottery.Tests.Auth;

/// <summary>Secrets are replaced without logging anybody out, and what they signed ends when they are forgotten.</summary>
[TestClass]
[TestProperty("Defect", "D-30")]
public sealed class KeyRotationTests
{
    private const string NewAccess = "the-next-access-secret-of-32-bytes-or-more";
    private const string NewRefresh = "the-next-refresh-secret-of-32-bytes-or-more";

    private static readonly string[] Rotated =
        [$"--JWT_ACCESS_SECRET={NewAccess}", $"--JWT_REFRESH_SECRET={NewRefresh}"];

    [TestMethod]
    public async Task Tokens_of_the_secrets_before_are_taken_until_those_are_forgotten()
    {
        await using var world = await World.Create();
        using var device = await Device.LogIn(world.Host, "admin");
        await using var between = await ApiHost.Start(world.Host.Database, world.Host.Clock,
        [
            .. Rotated,
            $"--JWT_ACCESS_SECRET_PREVIOUS=an-even-older-secret-of-32-bytes-or-more, {ApiHost.AccessSecret}",
            $"--JWT_REFRESH_SECRET_PREVIOUS={ApiHost.RefreshSecret}",
        ]);
        await using var after = await ApiHost.Start(world.Host.Database, world.Host.Clock, Rotated);

        (await Me(between, device.AccessToken)).Succeeded();
        (await Me(after, device.AccessToken)).Refused(HttpStatusCode.Unauthorized, "INVALID_TOKEN");
        (await Renew(after, device.RefreshToken)).Refused(HttpStatusCode.Unauthorized, "INVALID_REFRESH_TOKEN");

        var renewed = (await Renew(between, device.RefreshToken)).Data;

        (await Me(after, renewed.Text("accessToken"))).Succeeded();
        (await Me(world.Host, renewed.Text("accessToken"))).Refused(HttpStatusCode.Unauthorized, "INVALID_TOKEN");
        (await Renew(after, renewed.Text("refreshToken"))).Succeeded();
    }

    [TestMethod]
    public async Task A_second_tab_is_given_a_successor_made_before_the_secrets_changed()
    {
        await using var world = await World.Create();
        using var device = await Device.LogIn(world.Host, "admin");
        (await device.Renew()).Succeeded();
        await using var between = await ApiHost.Start(world.Host.Database, world.Host.Clock,
            [.. Rotated, $"--JWT_REFRESH_SECRET_PREVIOUS={ApiHost.RefreshSecret}"]);

        var second = (await Renew(between, device.RefreshToken)).Data;
        world.Host.Clock.Advance(TimeSpan.FromMinutes(1));

        (await Renew(between, second.Text("refreshToken"))).Succeeded();
    }

    [TestMethod]
    [DataRow("--JWT_ACCESS_SECRET_PREVIOUS=short")]
    [DataRow("--JWT_REFRESH_SECRET_PREVIOUS=long-enough-to-be-taken-as-a-secret, short")]
    [DataRow($"--JWT_REFRESH_SECRET={ApiHost.AccessSecret}")]
    public async Task Secrets_that_protect_nothing_stop_the_start(string setting) =>
        await Assert.ThrowsExactlyAsync<OptionsValidationException>(
            () => ApiHost.Start("Host=nowhere", null, setting));

    private static async Task<Answer> Me(ApiHost host, string token)
    {
        using var client = host.WithToken(token);
        return await client.Get("/auth/me");
    }

    private static async Task<Answer> Renew(ApiHost host, string refreshToken)
    {
        using var anonymous = host.Anonymous();
        return await anonymous.Post("/auth/refresh", new { refreshToken });
    }
}

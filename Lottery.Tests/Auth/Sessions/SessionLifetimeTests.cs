using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Auth.Sessions;

/// <summary>A session ends some day, and what is left of it goes too.</summary>
[TestClass]
public sealed class SessionLifetimeTests
{
    [TestMethod]
    public async Task However_often_it_is_renewed_a_login_lasts_only_so_long()
    {
        await using var world = await World.Create(await ApiHost.Start(
            settings: ["--Sessions:RefreshLifetime=7.00:00:00", "--Sessions:LongestLifetime=10.00:00:00"]));
        using var device = await Device.LogIn(world.Host, "admin");
        world.Host.Clock.Advance(TimeSpan.FromDays(6));
        using var renewed = await device.Renewed();
        world.Host.Clock.Advance(TimeSpan.FromDays(3.9));
        using var last = await renewed.Renewed();
        (await last.Me()).Succeeded();
        world.Host.Clock.Advance(TimeSpan.FromDays(0.1));

        (await last.Renew()).Refused(HttpStatusCode.Unauthorized, "INVALID_REFRESH_TOKEN");
    }

    [TestMethod]
    [TestProperty("Defect", "D-36")]
    public async Task Sessions_that_ran_out_long_ago_are_forgotten_at_the_next_login()
    {
        await using var world = await World.Create();
        for (var login = 0; login < 3; login++)
        {
            using var device = await Device.LogIn(world.Host, "admin");
        }

        world.Host.Clock.Advance(TimeSpan.FromDays(36));
        using var early = await Device.LogIn(world.Host, "admin");
        Assert.AreEqual(5, await world.Host.Scalar<long>("select count(*) from sessions"));
        world.Host.Clock.Advance(TimeSpan.FromDays(1.1));
        using var late = await Device.LogIn(world.Host, "admin");

        Assert.AreEqual(2, await world.Host.Scalar<long>("select count(*) from sessions"));
        (await early.Renew()).Succeeded();
    }

    [TestMethod]
    [TestProperty("Defect", "D-20")]
    public async Task A_spent_token_answers_with_its_own_successor_and_never_with_another_devices()
    {
        await using var world = await World.Create();
        using var phone = await Device.LogIn(world.Host, "admin", new { deviceId = "phone" });
        using var renewed = await phone.Renewed();
        using var desk = await Device.LogIn(world.Host, "admin", new { deviceId = "desk" });

        using var second = await phone.Renewed();

        Assert.AreEqual("phone", await world.Host.Scalar<string>(
            "select device_id from sessions where token_hash = $1", Secrets.HashIn(second.RefreshToken)));
    }

    [TestMethod]
    [TestProperty("Defect", "D-31")]
    public async Task A_hash_of_an_older_cost_is_replaced_at_the_next_login()
    {
        await using var world = await World.Create();
        var old = new Microsoft.AspNetCore.Identity.PasswordHasher<string>(Microsoft.Extensions.Options.Options.Create(
            new Microsoft.AspNetCore.Identity.PasswordHasherOptions { IterationCount = 1000 }))
            .HashPassword("", World.Password);
        await world.Host.Execute("update users set password_hash = $1 where username = 'admin'", old);

        using var first = await Device.LogIn(world.Host, "admin");

        var fresh = await world.Host.Scalar<string>("select password_hash from users where username = 'admin'");
        Assert.AreNotEqual(old, fresh);
        // Format 1, then the function and the number of rounds: HMAC-SHA512 and what OWASP asks of it.
        var bytes = Convert.FromBase64String(fresh);
        Assert.AreEqual(
            (1, 2, 210_000),
            (bytes[0], ReadInt(bytes, 1), ReadInt(bytes, 5)));
        using var second = await Device.LogIn(world.Host, "admin");
        Assert.AreEqual(fresh, await world.Host.Scalar<string>("select password_hash from users where username = 'admin'"));
    }

    private static int ReadInt(byte[] bytes, int at) =>
        System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));
}

using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Auth;

/// <summary>Every login is counted once by what came of it, and every one that was looked at leaves its line.</summary>
[TestClass]
public sealed class LoginCountTests
{
    [TestMethod]
    public async Task Logins_are_counted_by_what_came_of_them()
    {
        await using var world = await World.Create();
        var banca = await world.Banca();
        var seller = await banca.NewVendedor(await banca.Ventana());
        using var logins = new Counted(world.Host.Services, "lottery.logins");

        (await LogIn(world, seller, World.Password)).Succeeded();
        for (var failure = 0; failure < 5; failure++)
        {
            (await LogIn(world, "nobody-here", "una-clave-mala")).Refused(HttpStatusCode.Unauthorized, "INVALID_CREDENTIALS");
        }

        (await LogIn(world, "nobody-here", "una-clave-mala")).Refused(HttpStatusCode.TooManyRequests, "TOO_MANY_ATTEMPTS");

        CollectionAssert.AreEqual(
            (string[])["outcome=succeeded", .. Enumerable.Repeat("outcome=failed", 5), "outcome=locked"], logins.Labels);
    }

    [TestMethod]
    public async Task Who_finds_no_room_is_told_of_and_need_not_wait()
    {
        await using var world = await World.Create();
        var banca = await world.Banca();
        var seller = await banca.NewVendedor(await banca.Ventana());
        (await world.Admin.Patch($"/bancas/{banca.Id}", new { sessionLimit = 0 })).Succeeded();
        using var logins = new Counted(world.Host.Services, "lottery.logins");

        var answer = await LogIn(world, seller, World.Password);

        answer.Refused(HttpStatusCode.TooManyRequests, "POOL_EXHAUSTED");
        CollectionAssert.AreEqual((string[])["outcome=failed"], logins.Labels);
        Assert.AreEqual(1, await world.Host.Scalar<long>(
            "select count(*) from activity_logs where request_id = $1 and action = 'LOGIN' and not succeeded",
            answer.Headers["X-Request-Id"]));
        Assert.AreEqual(0, await world.Host.Scalar<long>("select count(*) from login_failures"));
    }

    private static async Task<Answer> LogIn(World world, string username, string password)
    {
        using var anonymous = world.Host.Anonymous();
        return await anonymous.Post("/auth/login", new { username, password });
    }
}

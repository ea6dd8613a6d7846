using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Microsoft.Extensions.Logging;

namespace Lottery.Tests.Protection;

/// <summary>Whoever asks too often waits; nobody waits for another who shares an address.</summary>
[TestClass]
[TestProperty("Defect", "D-26")]
public sealed class RateLimitTests
{
    [TestMethod]
    public async Task A_seller_sells_so_often_in_a_minute_and_no_oftener()
    {
        await using var counter = await Counter.Open(await ApiHost.Start(settings: "--RateLimits:Sales=20"));
        var sorteo = await counter.OpenSorteo();
        var other = await counter.Banca.Vendedor(counter.VentanaId);
        for (var sale = 1; sale <= 20; sale++)
        {
            var sold = await counter.Sell(sorteo, counter.Game.Numero("27", 100));
            sold.Succeeded();
            Assert.AreEqual(
                ("20", $"{20 - sale}"), (sold.Headers["RateLimit-Limit"], sold.Headers["RateLimit-Remaining"]));
        }

        var refused = await counter.Sell(sorteo, counter.Game.Numero("27", 100));

        IsRefused(refused, "SALES_RATE_LIMITED");
        Assert.AreEqual(20, await counter.Host.Scalar<long>("select count(*) from tickets"));
        (await other.Client.Post("/tickets", counter.Game.Ticket(sorteo, counter.Game.Numero("27", 100)))).Succeeded();
        var record = counter.Host.Log.Of("RATE_LIMIT_HIT").Single();
        Assert.AreEqual(
            (LogLevel.Warning, "sales", counter.Seller.Id.ToString()),
            (record.Level, record["type"], record["userId"]));
    }

    [TestMethod]
    public async Task One_username_is_tried_so_often_from_one_address()
    {
        await using var world = await World.Create(await ApiHost.Start(settings: "--RateLimits:Auth=5"));
        var banca = await world.Banca();
        var seller = await banca.Vendedor(await banca.Ventana());
        using var anonymous = world.Host.Anonymous();
        for (var attempt = 1; attempt <= 4; attempt++)
        {
            (await LogIn(anonymous, seller.Username)).Succeeded();
        }

        IsRefused(await LogIn(anonymous, seller.Username), "LOGIN_RATE_LIMITED");
        // However it is written, it is the same account.
        IsRefused(await LogIn(anonymous, $" {seller.Username.ToUpperInvariant()} "), "LOGIN_RATE_LIMITED");
        (await LogIn(anonymous, "admin")).Succeeded();
        (await anonymous.Post(
            "/auth/login", new { username = seller.Username, password = World.Password },
            ("X-Forwarded-For", "203.0.113.9"))).Succeeded();
    }

    [TestMethod]
    public async Task All_requests_of_a_user_count_together_and_not_with_anothers()
    {
        await using var world = await World.Create(await ApiHost.Start(settings: "--RateLimits:Global=40"));
        var banca = await world.Banca();
        var ventana = await banca.Ventana();
        var (one, another) = (await banca.Vendedor(ventana), await banca.Vendedor(ventana));
        for (var request = 0; request < 40; request++)
        {
            (await one.Client.Get("/auth/me")).Succeeded();
        }

        IsRefused(await one.Client.Get("/auth/me"), "RATE_LIMITED");
        IsRefused(await one.Client.Get("/sorteos"), "RATE_LIMITED");
        (await another.Client.Get("/auth/me")).Succeeded();
    }

    [TestMethod]
    public async Task Who_is_not_logged_in_counts_by_address()
    {
        await using var host = await ApiHost.Start(settings: "--RateLimits:Global=10");
        using var anonymous = host.Anonymous();
        for (var request = 0; request < 10; request++)
        {
            (await anonymous.Get("/auth/me")).Refused(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
        }

        IsRefused(await anonymous.Get("/auth/me"), "RATE_LIMITED");
        IsRefused(await anonymous.Post("/auth/refresh", new { refreshToken = "garbage" }), "RATE_LIMITED");
        (await anonymous.Get("/auth/me", ("X-Forwarded-For", "203.0.113.9")))
            .Refused(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
    }

    private static Task<Answer> LogIn(ApiClient client, string username) =>
        client.Post("/auth/login", new { username, password = World.Password });

    private static void IsRefused(Answer answer, string code)
    {
        answer.Refused(HttpStatusCode.TooManyRequests, code);
        var wait = int.Parse(answer.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture);
        Assert.IsInRange(1, 60, wait);
        Assert.AreEqual(
            (429, wait), (answer.Json.GetProperty("statusCode").GetInt32(), answer.Json.GetProperty("retryAfter").GetInt32()));
        Assert.AreEqual("0", answer.Headers["RateLimit-Remaining"]);
    }
}

using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Protection;

/// <summary>More work than can be done is turned away at once, and only as long as there is too much.</summary>
[TestClass]
public sealed class AdmissionTests
{
    [TestMethod]
    [TestProperty("Defect", "D-79")]
    [TestProperty("Defect", "D-80")]
    public async Task Who_comes_when_every_place_is_taken_is_told_at_once()
    {
        await using var counter = await Counter.Open(
            await ApiHost.Start(settings: "--Admission:MaxConcurrentRequests=2"));
        counter.Host.Log.Expect("HTTP_REQUEST");
        var sorteo = await counter.OpenSorteo();
        using var http = new HttpClient();
        Task<Answer>[] sales;
        await using (var stranger = await Stranger.Takes(
            counter.Host, "select 1 from sorteos where id = $1 for update", sorteo))
        {
            sales = [.. Enumerable.Range(0, 2).Select(_ => counter.Sell(sorteo, counter.Game.Numero("27", 100)))];
            await stranger.UntilWaiting(2);

            var refused = await counter.Admin.Get("/auth/me");

            refused.Refused(HttpStatusCode.ServiceUnavailable, "SERVER_BUSY");
            Assert.AreEqual("1", refused.Headers["Retry-After"]);
            Assert.AreEqual(
                HttpStatusCode.OK,
                (await http.GetAsync(new Uri(counter.Host.ManagementAddress, "health/ready"))).StatusCode);
            await stranger.Commits();
        }

        foreach (var sale in await Task.WhenAll(sales))
        {
            sale.Succeeded();
        }

        (await counter.Admin.Get("/auth/me")).Succeeded();
        var record = counter.Host.Log.Of("REJECT_CONCURRENCY_LIMIT").Single();
        Assert.AreEqual((2, 2), (record["activeCount"], record["limit"]));
    }

    // A client that asks, is answered and asks again is not two.
    [TestMethod]
    public async Task One_after_the_other_is_never_too_many()
    {
        await using var world = await World.Create(await ApiHost.Start(settings: "--Admission:MaxConcurrentRequests=1"));

        for (var request = 0; request < 50; request++)
        {
            (await world.Admin.Get(request % 2 == 0 ? "/auth/me" : "/bancas?page=0"))
                .Headers.TryGetValue("Retry-After", out var wait);
            Assert.IsNull(wait);
        }
    }
}

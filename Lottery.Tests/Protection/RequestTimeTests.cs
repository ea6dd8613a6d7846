using System.Diagnostics;
using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Protection;

/// <summary>What was not done in time is not done at all; what was done is answered as done.</summary>
[TestClass]
public sealed class RequestTimeTests
{
    [TestMethod]
    [TestProperty("Defect", "D-73")]
    [TestProperty("Defect", "D-79")]
    public async Task A_sale_whose_client_was_told_of_an_error_never_happens()
    {
        await using var counter = await OpenCounter();
        counter.Host.Log.Expect("OPERATIONAL_ERROR", "HTTP_REQUEST");
        var sorteo = await counter.OpenSorteo();
        var before = await Checksum.Of(counter.Host);
        await using (var stranger = await Stranger.Takes(
            counter.Host, "select 1 from sorteos where id = $1 for update", sorteo))
        {
            var answer = await counter.Sell(sorteo, counter.Game.Numero("27", 100));

            answer.Refused(HttpStatusCode.ServiceUnavailable, "REQUEST_TIMEOUT");
            Assert.AreEqual("1", answer.Headers["Retry-After"]);
            // Nobody is left who would go on when the way is free.
            await stranger.UntilWaiting(0);
            await stranger.Commits();
        }

        Assert.AreEqual(before, await Checksum.Of(counter.Host));
        Assert.AreEqual("REQUEST_TIMEOUT_EXCEEDED", counter.Host.Log.Of("REQUEST_TIMEOUT_EXCEEDED").Single().Action);
        (await counter.Sell(sorteo, counter.Game.Numero("27", 100))).Succeeded();
    }

    [TestMethod]
    public async Task A_sale_that_takes_its_time_to_commit_is_answered_as_sold()
    {
        await using var counter = await OpenCounter();
        var sorteo = await counter.OpenSorteo();
        await counter.Host.Execute("""
            create function commit_slowly() returns trigger language plpgsql as
            $$ begin perform pg_sleep(2); return null; end $$
            """);
        await counter.Host.Execute("""
            create constraint trigger slow_commit after insert on tickets deferrable initially deferred
            for each row execute function commit_slowly()
            """);
        var since = Stopwatch.GetTimestamp();

        var answer = await counter.Sell(sorteo, counter.Game.Numero("27", 100));

        Assert.IsGreaterThan(TimeSpan.FromSeconds(2), Stopwatch.GetElapsedTime(since));
        Assert.AreEqual(1, await counter.Host.Scalar<long>(
            "select count(*) from tickets where id = $1", answer.Data.Id()));
    }

    private static async Task<Counter> OpenCounter() =>
        await Counter.Open(await ApiHost.Start(settings: "--Requests:Timeout=00:00:01"));
}

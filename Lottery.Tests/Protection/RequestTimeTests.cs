using System.Diagnostics;
using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Protection;

/// <summary>What was not done in time is not done at all; what was done is answered as done.</summary>
[TestClass]
public sealed class RequestTimeTests
{
    private static Counter _counter = null!;
    private static ApiHost _impatient = null!;
    private static ApiClient _seller = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _counter = await Counter.Open();
        _impatient = await ApiHost.Start(
            _counter.Host.Database, _counter.Host.Clock, "--Requests:Timeout=00:00:03");
        using var device = await Device.LogIn(_counter.Host, _counter.Seller.Username);
        _seller = _impatient.WithToken(device.AccessToken);
        // The first request of a process is no measure of those after it.
        (await _seller.Get("/tickets")).Succeeded();
    }

    [ClassCleanup]
    public static async Task Stop()
    {
        await _impatient.DisposeAsync();
        await _counter.DisposeAsync();
    }

    [TestMethod]
    [TestProperty("Defect", "D-73")]
    [TestProperty("Defect", "D-79")]
    public async Task A_sale_whose_client_was_told_of_an_error_never_happens()
    {
        _impatient.Log.Expect("HTTP_REQUEST");
        var sorteo = await _counter.OpenSorteo();
        // Numbers are taken in blocks, and one that was taken is gone; this sale is to find some.
        (await Sell(sorteo)).Succeeded();
        var before = await Checksum.Of(_counter.Host);
        await using (var stranger = await Stranger.Takes(
            _counter.Host, "select 1 from sorteos where id = $1 for update", sorteo))
        {
            var answer = await Sell(sorteo);

            answer.Refused(HttpStatusCode.ServiceUnavailable, "REQUEST_TIMEOUT");
            Assert.AreEqual("1", answer.Headers["Retry-After"]);
            // Nobody is left who would go on when the way is free.
            await stranger.UntilWaiting(0);
            await stranger.Commits();
        }

        Assert.AreEqual(before, await Checksum.Of(_counter.Host));
        Assert.HasCount(1, _impatient.Log.Of("REQUEST_TIMEOUT_EXCEEDED"));
        (await Sell(sorteo)).Succeeded();
    }

    [TestMethod]
    public async Task A_sale_that_takes_too_long_to_commit_is_told_so_and_never_happens()
    {
        _impatient.Log.Expect("REQUEST_TIMEOUT_EXCEEDED");
        _impatient.Log.Expect("HTTP_REQUEST");
        var sorteo = await _counter.OpenSorteo();
        await _counter.Host.Execute("""
            create function commit_slowly() returns trigger language plpgsql as
            $$ begin perform pg_sleep(30); return null; end $$;
            create constraint trigger slow_commit after insert on tickets deferrable initially deferred
            for each row execute function commit_slowly()
            """);

        (await Sell(sorteo)).Refused(HttpStatusCode.ServiceUnavailable, "REQUEST_TIMEOUT");

        await _counter.Host.Execute("drop function commit_slowly() cascade");
        Assert.AreEqual(0, await _counter.Host.Scalar<long>("select count(*) from tickets where sorteo_id = $1", sorteo));
    }

    private static Task<Answer> Sell(Guid sorteo) =>
        _seller.Post("/tickets", _counter.Game.Ticket(sorteo, _counter.Game.Numero("27", 100)));
}

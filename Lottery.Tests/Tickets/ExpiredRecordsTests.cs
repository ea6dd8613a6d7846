using Lottery.Data.Tickets;
using Lottery.Data.Users;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Lottery.Tests.Tickets;

/// <summary>What nobody can use any more is deleted, and nothing else.</summary>
[TestClass]
public sealed class ExpiredRecordsTests
{
    private static Counter _counter = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context) => _counter = await Counter.Open();

    [ClassCleanup]
    public static async Task Stop() => await _counter.DisposeAsync();

    [TestMethod]
    public async Task Sessions_and_answers_go_when_their_time_is_over()
    {
        var host = _counter.Host;
        var sorteo = await _counter.OpenSorteo();
        foreach (var key in (string[])["clave-vieja", "clave-nueva"])
        {
            (await _counter.Seller.Client.Post(
                "/tickets", _counter.Game.Order(sorteo, [_counter.Game.Numero("27", 100)], idempotencyKey: key))).Succeeded();
        }

        var now = host.Clock.GetUtcNow().UtcDateTime;
        await host.Execute(
            "update idempotency_records set created_at = $1 where key = 'clave-vieja'", now.AddDays(-7).AddSeconds(-1));
        await host.Execute(
            "update idempotency_records set created_at = $1 where key = 'clave-nueva'", now.AddDays(-7));
        var people = new List<Person>();
        foreach (var expired in (DateTime[])[now.AddDays(-30).AddSeconds(-1), now.AddDays(-30)])
        {
            people.Add(await _counter.Banca.Vendedor(_counter.VentanaId));
            await host.Execute("update sessions set expires_at = $1 where user_id = $2", expired, people[^1].Id);
        }

        var halted = await Purge(new CancellationToken(canceled: true));
        Assert.AreEqual(new ExpiredPurge(0, 0, IsComplete: false), halted);
        var purge = await Purge(CancellationToken.None);

        Assert.AreEqual(new ExpiredPurge(1, 1, IsComplete: true), purge);
        Assert.AreEqual("clave-nueva", await host.Scalar<string>("select string_agg(key, ',') from idempotency_records"));
        Assert.AreEqual(0L, await Sessions(people[0]));
        Assert.AreEqual(1L, await Sessions(people[1]));
        Assert.AreEqual("success 1 1", await host.Scalar<string>("""
            select concat_ws(' ', details->>'status', details->>'sessions', details->>'idempotencyRecords')
            from activity_logs where target_id = 'expired_records_cleanup' and details->>'status' = 'success'
            """));
        Assert.AreEqual(new ExpiredPurge(0, 0, IsComplete: true), await Purge(CancellationToken.None));
    }

    private static Task<long> Sessions(Person person) =>
        _counter.Host.Scalar<long>("select count(*) from sessions where user_id = $1", person.Id);

    private static Task<ExpiredPurge> Purge(CancellationToken cancellationToken) => _counter.Host.InDatabase(
        (_, services) => services.GetRequiredService<ExpiredRecords>().Purge(Actor.System(), cancellationToken));
}

using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Scenarios;

/// <summary>Real signals to a real process, while many sell as fast as they can.</summary>
[TestClass]
public sealed class StopUnderLoadTests : IDisposable
{
    private const int SigInt = 2;
    private const int SigTerm = 15;
    private const int Sellers = 8;
    private const int SoldBefore = 50;

    private readonly CancellationTokenSource _given = new();
    private readonly ConcurrentBag<Guid> _sold = [];
    private readonly ConcurrentBag<string> _surprises = [];

    public void Dispose() => _given.Dispose();

    /// <summary>Every seller keeps its connection, or opens one for each ticket; both kinds are told, none is cut.</summary>
    [TestMethod]
    [DataRow(SigTerm, "SIGTERM", false)]
    [DataRow(SigInt, "SIGINT", true)]
    public async Task Under_load_every_accepted_sale_is_answered_and_stored_and_nobody_is_cut_off(
        int number, string signal, bool newConnections)
    {
        await using var api = await ApiProcess.Start(
            ("RateLimits__Global", "1000000"), ("RateLimits__Sales", "1000000"));
        using var seller = await api.LogIn("VENDEDOR");
        var sorteo = (await seller.Get("/sorteos?status=OPEN&pageSize=100")).Json.Rows()
            .MaxBy(one => one.Text("scheduledAt"), StringComparer.Ordinal);
        var sellers = Enumerable.Range(0, Sellers)
            .Select(_ => Task.Run(() => SellUntilRefused(api, seller.Token, sorteo, newConnections))).ToList();
        try
        {
            await ApiProcess.Eventually(
                () => Task.FromResult(_sold.Count >= SoldBefore || !_surprises.IsEmpty),
                () => $"Nothing is sold:\n{string.Join('\n', _surprises)}\n{api.Output}");
            api.Send(number);
            await api.Record("SHUTDOWN_INITIATED");
            await Task.WhenAll(sellers);
        }
        finally
        {
            // A test that fails does not go on selling beside the next one.
            await _given.CancelAsync();
        }

        Assert.AreEqual(0, await api.End(), api.Output);
        Assert.IsEmpty(_surprises, string.Join('\n', _surprises));
        // A release under load wakes nobody.
        Assert.IsEmpty(api.Records().Where(record => record.Text("level") == "error"), api.Output);
        Assert.AreEqual(signal, (await api.Record("SHUTDOWN_INITIATED")).GetProperty("payload").Text("signal"));
        CollectionAssert.AreEquivalent(
            _sold.ToArray(), (Guid[])(await HeldSorteo.Scalar(api.Database, "select array_agg(id) from tickets"))!);
    }

    // Whoever is told that the process is stopping goes to another one, as behind a balancer.
    private async Task SellUntilRefused(ApiProcess api, string? token, JsonElement sorteo, bool newConnections)
    {
        var client = new ApiClient(api.Address, token);
        try
        {
            while (!_given.IsCancellationRequested)
            {
                var answer = await client.Post("/tickets", HeldSorteo.Ticket(sorteo));
                if (answer.Status == HttpStatusCode.ServiceUnavailable && answer.Code == "SHUTTING_DOWN")
                {
                    return;
                }

                if (answer.Status != HttpStatusCode.OK)
                {
                    _surprises.Add(answer.Text);
                    return;
                }

                _sold.Add(answer.Data.Id());
                if (newConnections)
                {
                    client.Dispose();
                    client = new ApiClient(api.Address, token);
                }
            }
        }
        catch (HttpRequestException cut)
        {
            _surprises.Add(cut.ToString());
        }
        finally
        {
            client.Dispose();
        }
    }
}

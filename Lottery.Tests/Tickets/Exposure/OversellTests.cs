using System.Collections.Concurrent;
using System.Net;
using Lottery.Tests.Infrastructure;
using Npgsql;

namespace Lottery.Tests.Tickets.Exposure;

/// <summary>
/// One number, sold by everybody at once through two processes of which one dies again and again: to its limit exactly.
/// </summary>
[TestClass]
public sealed class OversellTests
{
    private const int SigKill = 9;
    private const int Sellers = 64;
    private const int Kills = 2;
    private const decimal Most = 200_000;
    private const string Number = "27";

    // None of them divides the limit; what is left in the end is bought by whoever reads how much that is.
    private static readonly decimal[] Amounts = [300, 700, 1_100];

    private static readonly (string, string)[] Unlimited =
        [("RateLimits__Sales", "1000000"), ("RateLimits__Global", "1000000"), ("RateLimits__Auth", "1000000")];

    private readonly ConcurrentDictionary<string, Guid> _told = [];
    private readonly ConcurrentQueue<string> _unexpected = [];
    private ApiProcess _mortal = null!;
    private int _restarts;

    [TestMethod]
    [TestProperty("Defect", "DRAW-9")]
    public async Task A_number_is_sold_to_its_limit_and_not_a_colon_further()
    {
        await using var steady = await ApiProcess.Start(Unlimited);
        using var banca = await steady.LogIn("BANCA");
        using var seller = await steady.LogIn("VENDEDOR");
        var sorteo = (await banca.Get("/sorteos?status=OPEN&pageSize=100")).Json.Rows()
            .Where(row => row.GetProperty("digits").GetInt32() == 2).MaxBy(row => row.Text("scheduledAt"), StringComparer.Ordinal);
        (await banca.Post("/restrictions", new { number = Number, maxTotal = Most })).Succeeded();
        _mortal = await steady.StartBeside(Unlimited);

        var order = new Order(sorteo.Id("loteriaId"), sorteo.Id(), seller.Token!);
        var selling = Task.WhenAll(Enumerable.Range(0, Sellers).Select(one => Task.Run(() => Sell(one, steady, order))));
        for (var kill = 0; kill < Kills; kill++)
        {
            var sold = _told.Count;
            await ApiProcess.Eventually(
                () => Task.FromResult(_told.Count >= sold + 20 || selling.IsCompleted), () => "Nothing is sold any more.");
            _mortal.Send(SigKill);
            await _mortal.DisposeAsync();
            _mortal = await steady.StartBeside(Unlimited);
            _restarts++;
        }

        await selling;
        await _mortal.DisposeAsync();

        Assert.IsEmpty(_unexpected);
        Assert.AreEqual(Kills, _restarts);
        await using var database = NpgsqlDataSource.Create($"{steady.Database};Pooling=false");
        Assert.AreEqual(Most, await Ask<decimal>(
            database, "select sum(amount) from jugadas where sorteo_id = $1 and number = $2", sorteo.Id(), Number));
        Assert.AreEqual(Most, await Ask<decimal>(
            database, "select amount from number_exposures where sorteo_id = $1 and number = $2 and kind = 'ALL'",
            sorteo.Id(), Number));
        Assert.AreEqual(Most, await Ask<decimal>(
            database, "select sum(amount) from seller_sales where sorteo_id = $1", sorteo.Id()));
        // A key is one sale, and every sale that somebody was told of is there.
        Assert.AreEqual(_told.Count, _told.Values.Distinct().Count());
        Assert.AreEqual((long)_told.Count, await Ask<long>(
            database, "select count(*) from tickets where sorteo_id = $1", sorteo.Id()));
        Assert.AreEqual((long)_told.Count, await Ask<long>(
            database, "select count(*) from tickets where id = any($1)", _told.Values.ToArray()));
    }

    private async Task Sell(int one, ApiProcess steady, Order order)
    {
        var random = new Random(one);
        for (var ticket = 0; _told.Count <= Most / Amounts[0]; ticket++)
        {
            var answer = await Insist(one, ticket, steady, order, Amounts[random.Next(Amounts.Length)]);
            while (answer is { Status: HttpStatusCode.BadRequest, Code: "NUMBER_MAXTOTAL_EXCEEDED" })
            {
                if (answer.Json.GetProperty("meta").Money("available") is not (> 0 and var left))
                {
                    return;
                }

                answer = await Insist(one, ++ticket, steady, order, left);
            }

            if (answer.Status != HttpStatusCode.OK)
            {
                _unexpected.Enqueue(answer.Text);
                return;
            }
        }
    }

    // Under its key until somebody answers, by turns through both processes.
    private async Task<Answer> Insist(int one, int ticket, ApiProcess steady, Order order, decimal amount)
    {
        var key = $"seller-{one}-{ticket}";
        for (var attempt = one; ; attempt++)
        {
            try
            {
                using var client = new ApiClient((attempt % 2 == 0 ? steady : _mortal).Address, order.Token);
                var answer = await client.Post("/tickets", new
                {
                    order.LoteriaId,
                    order.SorteoId,
                    idempotencyKey = key,
                    jugadas = new[] { new { type = "NUMERO", number = Number, amount } },
                });
                if (answer.Status == HttpStatusCode.OK)
                {
                    _told[key] = answer.Data.Id();
                }

                if (answer.Status is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests))
                {
                    return answer;
                }
            }
            catch (HttpRequestException)
            {
                // The process is dead; the other one, or the next, knows what became of the sale.
            }
        }
    }

    private static async Task<T> Ask<T>(NpgsqlDataSource database, string sql, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return (T)(await command.ExecuteScalarAsync())!;
    }

    private sealed record Order(Guid LoteriaId, Guid SorteoId, string Token);
}

using System.Diagnostics;

namespace Lottery.Bench.Load;

/// <summary>What a round of selling came to.</summary>
/// <param name="PerSecond">Tickets sold in a second.</param>
/// <param name="Cpu">Processor time of the API for one ticket.</param>
/// <param name="Latencies">How long each ticket took, shortest first.</param>
internal sealed record Round(double PerSecond, TimeSpan Cpu, TimeSpan[] Latencies)
{
    public TimeSpan At(double quantile) => Latencies[(int)Math.Min(Latencies.Length - 1, quantile * Latencies.Length)];
}

/// <summary>Sellers who sell as fast as they are answered.</summary>
internal static class Sales
{
    public static async Task<Round> Sell(ApiUnderLoad api, Counter counter, TimeSpan length)
    {
        var (cpu, started) = (api.Cpu, Stopwatch.StartNew());
        var sold = await Task.WhenAll(Enumerable.Range(0, counter.Sellers)
            .Select(seller => Task.Run(() => SellAlone(api, counter, seller, started, length))));
        var (elapsed, spent) = (started.Elapsed, api.Cpu - cpu);
        TimeSpan[] latencies = [.. sold.SelectMany(one => one).Order()];
        return new Round(latencies.Length / elapsed.TotalSeconds, spent / latencies.Length, latencies);
    }

    private static async Task<List<TimeSpan>> SellAlone(
        ApiUnderLoad api, Counter counter, int seller, Stopwatch clock, TimeSpan length)
    {
        using var line = counter.Line(api.Address, seller);
        var latencies = new List<TimeSpan>();
        while (clock.Elapsed < length)
        {
            var body = counter.Sale();
            var began = clock.Elapsed;
            var (status, text) = await line.Post(body);
            latencies.Add(clock.Elapsed - began);
            if (text is not null)
            {
                throw new InvalidOperationException($"A sale was refused: {status} {text}");
            }
        }

        return latencies;
    }
}

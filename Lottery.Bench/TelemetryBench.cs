using System.Globalization;
using Lottery.Bench.Load;
using Npgsql;

namespace Lottery.Bench;

/// <summary>What it costs a sale to be watched: the same API twice on one database, by turns, so that what the machine
/// does besides meets both alike. Off: no metrics, no traces, only errors logged. On: records from info, and logs,
/// metrics and every trace sent to a collector on the same machine, whose work is part of the cost.</summary>
internal static class TelemetryBench
{
    private const int SellerCount = 32;
    private const int Lives = 8;
    private const int RoundsOfALife = 16;

    // Short, so that what the machine does besides is the same in both rounds of a pair.
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(1);

    // Until everything that a sale needs is compiled for speed; the one that is watched has more of it. The compiler
    // works on when nobody sells, so that in one go whoever is warmed up last would be measured with it.
    private const int WarmUps = 3;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(6);

    public static async Task<int> Run()
    {
        var database = Environment.GetEnvironmentVariable("LOTTERY_BENCH_DATABASE")
            ?? throw new InvalidOperationException("LOTTERY_BENCH_DATABASE names no database; start it with ./dev bench.");
        await using var collector = await Collector.Start();
        var (without, with) = (new List<Round>(), new List<Round>());
        for (var life = 0; life < Lives; life++)
        {
            await Live(await DatabaseOf(life, database), collector, without, with);
            ShowLife(life, without[^RoundsOfALife..], with[^RoundsOfALife..]);
        }

        Console.WriteLine($"{SellerCount} sellers, tickets of up to 5 jugadas, {Lives} lives of the processes, {RoundsOfALife} rounds of {Length.TotalSeconds:0} s each, by turns");
        Show("watched by nobody", without);
        Show("logs, metrics, traces", with);
        Console.WriteLine(
            $"collector took in {collector.Requests} requests of {collector.Bytes / 1024.0 / 1024:0.0} MB in all");
        var ratios = with.Zip(without, (on, off) => on.PerSecond / off.PerSecond).Order().ToList();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"ratio {Median.Of(ratios, ratio => ratio):0.000} of the throughput (target: above 0.95), half of the pairs within {ratios[ratios.Count / 4]:0.000} and {ratios[^(1 + (ratios.Count / 4))]:0.000}"));
        return 0;
    }

    // One of its own, because a database has a million numbers of tickets for a day and no more.
    private static async Task<string> DatabaseOf(int life, string database)
    {
        var own = new NpgsqlConnectionStringBuilder(database) { Database = $"telemetry_{life}" };
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {own.Database}", connection);
        await command.ExecuteNonQueryAsync();
        return own.ConnectionString;
    }

    private static async Task<Counter> OpenCounter(string database, string folder)
    {
        var users = await ApiUnderLoad.MakeDemo(database, folder);
        await using var api = await ApiUnderLoad.Start(database, Path.Combine(folder, "counter.log"));
        return await Counter.Open(api.Address, users, SellerCount);
    }

    // What the compiler and the memory of a process make of it differs from one to the next by more than what is
    // looked for.
    private static async Task Live(
        string database,
        Collector collector,
        List<Round> without,
        List<Round> with)
    {
        var folder = Directory.CreateTempSubdirectory("lottery-bench-").FullName;
        var counter = await OpenCounter(database, folder);
        await using var off = await ApiUnderLoad.Start(database, Path.Combine(folder, "off.log"),
            ("LOG_LEVEL", "error"), ("OTEL_SDK_DISABLED", "true"));
        await using var on = await ApiUnderLoad.Start(database, Path.Combine(folder, "on.log"),
            ("LOG_LEVEL", "info"), ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address.ToString()),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_TRACES_SAMPLER", "always_on"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "10000"));
        for (var turn = 0; turn < WarmUps; turn++)
        {
            _ = await Sales.Sell(off, counter, WarmUp);
            _ = await Sales.Sell(on, counter, WarmUp);
            await off.Rest();
            await on.Rest();
        }

        for (var round = 0; round < RoundsOfALife; round++)
        {
            // The one that goes second finds more rows and a warmer machine: each goes second half of the time.
            var isTurned = round % 2 == 1;
            (isTurned ? with : without).Add(await Sales.Sell(isTurned ? on : off, counter, Length));
            (isTurned ? without : with).Add(await Sales.Sell(isTurned ? off : on, counter, Length));
        }

        Directory.Delete(folder, recursive: true);
    }

    private static void Show(string name, List<Round> rounds) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-22} {Median.Of(rounds, r => r.PerSecond),6:0} tickets/s  p50 {Ms(rounds, 0.5),5:0.0} ms  p95 {Ms(rounds, 0.95),5:0.0} ms  p99 {Ms(rounds, 0.99),5:0.0} ms  CPU {Median.Of(rounds, r => r.Cpu.TotalMilliseconds):0.000} ms a ticket"));

    private static void ShowLife(int life, List<Round> without, List<Round> with) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"life {life + 1}: {Median.Of(without, r => r.PerSecond):0} and {Median.Of(with, r => r.PerSecond):0} tickets/s, ratio {Median.Of([.. with.Zip(without, (on, off) => on.PerSecond / off.PerSecond)], ratio => ratio):0.000}; {Median.Of(without, r => r.Cpu.TotalMilliseconds):0.000} and {Median.Of(with, r => r.Cpu.TotalMilliseconds):0.000} ms a ticket"));

    private static double Ms(List<Round> rounds, double quantile) =>
        Median.Of(rounds, round => round.At(quantile).TotalMilliseconds);
}

using System.Globalization;
using System.Net.Http.Json;
using Lottery.Bench.Load;
using Npgsql;

namespace Lottery.Bench.Selling;

/// <summary>
/// Tickets a second over HTTP, with limits and commissions switched on, beside a bare loop that inserts the same rows;
/// by turns, so that what the machine does besides meets both alike. Twice: numbers as they fall, and one number under
/// a limit that is on every ticket.
/// </summary>
internal static class SaleBench
{
    private const int SellerCount = 32;
    private const int Rounds = 5;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(5);

    public static async Task<int> Run()
    {
        var database = Environment.GetEnvironmentVariable("LOTTERY_BENCH_DATABASE")
            ?? throw new InvalidOperationException("LOTTERY_BENCH_DATABASE names no database; start it with ./dev bench.");
        var folder = Directory.CreateTempSubdirectory("lottery-bench-").FullName;
        var users = await ApiUnderLoad.MakeDemo(database, folder);
        await using var api = await ApiUnderLoad.Start(database, Path.Combine(folder, "api.log"), ("LOG_LEVEL", "warn"));
        var counter = await Counter.Open(api.Address, users, SellerCount);
        await SetRules(counter, database);
        await using var floor = new BareInserts(database, SellerCount);
        await using var server = await ServerLoad.Open(database);
        Console.WriteLine(
            $"{SellerCount} sellers, tickets of 5 jugadas, {Rounds} rounds of {Length.TotalSeconds:0} s each, by turns");
        await Measure("numbers as they fall", 0.6, api, counter, floor, server);
        counter.HotNumber = "007";
        await Measure("one number on every ticket", 0.3, api, counter, floor, server);
        return 0;
    }

    private static async Task Measure(
        string name, double target, ApiUnderLoad api, Counter counter, BareInserts floor, ServerLoad server)
    {
        _ = await floor.Run(counter, TimeSpan.FromSeconds(2), isBatched: false);
        _ = await Sales.Sell(api, counter, Length);
        var (floors, batches, servers) = (new List<double>(), new List<double>(), new List<double>());
        var (rounds, memory) = (new List<Round>(), 0L);
        for (var round = 0; round < Rounds; round++)
        {
            floors.Add(await floor.Run(counter, Length, isBatched: false));
            batches.Add(await floor.Run(counter, Length, isBatched: true));
            var before = server.Cpu;
            var sold = await Sales.Sell(api, counter, Length);
            servers.Add((server.Cpu - before).TotalMilliseconds / sold.Latencies.Length);
            rounds.Add(sold);
            memory = Math.Max(memory, api.Memory);
        }

        var (tickets, bare) = (Median.Of(rounds, r => r.PerSecond), Median.Of(floors, f => f));
        Console.WriteLine(name);
        var batched = Median.Of(batches, f => f);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  bare inserts {bare,6:0} tickets/s row by row, {batched:0} with the jugadas of a ticket at once"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  sales        {tickets,6:0} tickets/s  p50 {Ms(rounds, 0.5):0.0} ms  p95 {Ms(rounds, 0.95):0.0} ms  p99 {Ms(rounds, 0.99):0.0} ms  CPU a ticket: API {Median.Of(rounds, r => r.Cpu.TotalMilliseconds):0.000} ms, PostgreSQL {Median.Of(servers, s => s):0.000} ms  memory {memory / 1024 / 1024} MB"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  ratio {tickets / bare:0.000} of the floor (target: {target} or more; {tickets / batched:0.000} of the other), p99 is {Ms(rounds, 0.99) / Ms(rounds, 0.5):0.0} times p50 (target: under 10)"));
    }

    // A limit for the banca on every number, one for each seller that follows its sales, and commissions on three levels.
    private static async Task SetRules(Counter counter, string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var rules = new NpgsqlCommand(
            """
            insert into restriction_rules (id, banca_id, is_auto_date, max_total, base_amount, sales_percentage,
                applies_to_vendedor, is_active, created_at, updated_at)
            select gen_random_uuid(), banca_id, false, 900000000000, null::numeric, null::numeric, false, true, now(), now()
            from sorteos where id = $1
            union all
            select gen_random_uuid(), banca_id, false, null, 900000000000, 3, true, true, now(), now()
            from sorteos where id = $1
            """,
            connection);
        rules.Parameters.Add(new() { Value = counter.SorteoId });
        await rules.ExecuteNonQueryAsync();
        await using var policies = new NpgsqlCommand(
            """
            update bancas set commission_policy_json = '{"version": 1, "effectiveFrom": null, "effectiveTo": null,
                "defaultPercent": 8, "rules": [{"id": "r1", "loteriaId": null, "betType": "NUMERO",
                "multiplierRange": {"min": 90, "max": 90}, "percent": 12.5}]}'
            """,
            connection);
        await policies.ExecuteNonQueryAsync();
    }

    private static double Ms(List<Round> rounds, double quantile) =>
        Median.Of(rounds, round => round.At(quantile).TotalMilliseconds);
}

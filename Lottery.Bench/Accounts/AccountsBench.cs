using System.Diagnostics;
using System.Globalization;
using Lottery.Bench.Load;
using Lottery.Data.Accounts.Closings;
using Lottery.Data.Accounts.Settlement;
using Lottery.Data.Users;
using Npgsql;

namespace Lottery.Bench.Accounts;

/// <summary>
/// Settles and closes the accounts of a large banca while others sell, and tells what that costs a sale: the same sellers
/// for the same time, with the job and without, by turns. Then a statement beside the same one with ten times the history.
/// </summary>
internal static class AccountsBench
{
    private const int Accounts = 5_000;
    private const int DaysOfAnAccount = 20;
    private const int Sellers = 32;
    private const int Rounds = 5;
    private const int Reads = 200;

    public static async Task<int> Run()
    {
        var database = Environment.GetEnvironmentVariable("LOTTERY_BENCH_DATABASE")
            ?? throw new InvalidOperationException("LOTTERY_BENCH_DATABASE names no database; start it with ./dev bench.");
        var folder = Directory.CreateTempSubdirectory("lottery-bench-").FullName;
        var users = await ApiUnderLoad.MakeDemo(database, folder);
        await using var api = await ApiUnderLoad.Start(database, Path.Combine(folder, "api.log"), ("LOG_LEVEL", "warn"));
        var counter = await Counter.Open(api.Address, users, Sellers);
        await using var connection = new NpgsqlConnection($"{database};Command Timeout=120");
        await connection.OpenAsync();
        await Fill(connection);
        using var ledger = Books.Open(database);
        _ = await Sales.Sell(api, counter, TimeSpan.FromSeconds(5));

        await Beside(
            api, counter, connection, $"settling {Accounts * DaysOfAnAccount} days",
            () => ledger.Do<StatementSettlement>(settlement => settlement.Settle(Actor.System(), default)),
            "update account_statements set settled_at = null; update accounts set settled_through = null");
        await Beside(
            api, counter, connection, $"closing a month of {Accounts} accounts",
            () => ledger.Do<MonthlyClosings>(closings => closings.CloseAll(Actor.System(), default)),
            "delete from monthly_closings");
        await History(counter, connection);
        return 0;
    }

    // Old enough to be settled, and all of one banca: it is closed and settled as one.
    private static async Task Fill(NpgsqlConnection connection)
    {
        await Execute(
            connection,
            """
            insert into accounts (banca_id, level, entity_id, saldo, version)
            select (select id from bancas order by id limit 1), 'VENDEDOR', gen_random_uuid(), 0, 0
            from generate_series(1, $1);
            """,
            Accounts);
        await Execute(
            connection,
            """
            insert into account_statements (banca_id, level, entity_id, day, sales, payouts, vendedor_commission,
                listero_commission, paid, collected, reset, tickets, net, remaining, created_at, updated_at)
            select a.banca_id, a.level, a.entity_id,
                (date_trunc('month', current_date) - interval '1 month')::date + n, 1000, 400, 100, 150, 0, 0, 0, 10, 500,
                500 * (n + 1), now(), now()
            from accounts a, generate_series(0, $1 - 1) n
            """,
            DaysOfAnAccount);
        await Execute(connection, "vacuum analyze accounts, account_statements");
    }

    private static async Task Beside(
        ApiUnderLoad api, Counter counter, NpgsqlConnection connection, string what, Func<Task> job, string undo)
    {
        var (alone, without, with, beside) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            await Execute(connection, undo);
            await Execute(connection, "vacuum analyze accounts, account_statements, monthly_closings");
            var took = await Time(job);
            await Execute(connection, undo);
            await Execute(connection, "vacuum analyze accounts, account_statements, monthly_closings");
            var quiet = await Sales.Sell(api, counter, took);
            var running = Time(job);
            var busy = await Sales.Sell(api, counter, took);
            var slower = await running;
            if (round > 0)
            {
                alone.Add(took.TotalMilliseconds);
                beside.Add(slower.TotalMilliseconds);
                without.Add(quiet.At(0.99).TotalMilliseconds);
                with.Add(busy.At(0.99).TotalMilliseconds);
            }
        }

        var (before, during) = (Median.Of(without, ms => ms), Median.Of(with, ms => ms));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {Median.Of(alone, ms => ms):0} ms alone, {Median.Of(beside, ms => ms):0} ms beside {Sellers} sellers (target: below 10000)\nsale p99 {before:0.0} ms without, {during:0.0} ms during it, ratio {during / before:0.00} (target: 2 or less)"));
    }

    private static async Task History(Counter counter, NpgsqlConnection connection)
    {
        var (young, old) = (counter.SellerIds[0], counter.SellerIds[1]);
        foreach (var (seller, days) in ((Guid, int)[])[(young, 60), (old, 600)])
        {
            await Execute(
                connection,
                """
                insert into accounts (banca_id, level, entity_id, saldo, version)
                select banca_id, 'VENDEDOR', id, 500 * $2, 0 from users where id = $1
                on conflict (banca_id, level, entity_id) do update set saldo = excluded.saldo
                """,
                seller, days);
            await Execute(
                connection,
                """
                insert into account_statements (banca_id, level, entity_id, day, sales, payouts, vendedor_commission,
                    listero_commission, paid, collected, reset, tickets, net, remaining, created_at, updated_at)
                select banca_id, 'VENDEDOR', id, current_date - n, 1000, 400, 100, 150, 0, 0, 0, 10, 500,
                    500 * ($2 - n), now(), now()
                from users, generate_series(0, $2 - 1) n where id = $1
                """,
                seller, days);
        }

        await Execute(connection, "vacuum analyze accounts, account_statements");
        var (few, many) = (new List<double>(), new List<double>());
        for (var read = 0; read < Reads; read++)
        {
            few.Add((await Time(() => Read(counter, young))).TotalMilliseconds);
            many.Add((await Time(() => Read(counter, old))).TotalMilliseconds);
        }

        var (one, other) = (Median.Of(few, ms => ms), Median.Of(many, ms => ms));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"a statement of 60 days' history {one:0.00} ms, of 600 days' {other:0.00} ms, ratio {other / one:0.00} (target: 1.3 or less)"));
    }

    private static async Task Read(Counter counter, Guid seller)
    {
        using var answer = await counter.Banca.GetAsync(
            new Uri($"accounts/statement?scope=all&dimension=vendedor&vendedorId={seller}", UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        _ = await answer.Content.ReadAsByteArrayAsync();
    }

    private static async Task<TimeSpan> Time(Func<Task> act)
    {
        var began = Stopwatch.GetTimestamp();
        await act();
        return Stopwatch.GetElapsedTime(began);
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        await command.ExecuteNonQueryAsync();
    }
}

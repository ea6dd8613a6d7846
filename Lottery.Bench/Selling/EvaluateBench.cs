using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Lottery.Bench.Load;
using Npgsql;

namespace Lottery.Bench.Selling;

/// <summary>
/// The evaluation of a full draw over HTTP beside bare set-based updates of the same jugadas and tickets, by turns, each
/// on a draw of its own that was never touched.
/// </summary>
internal static class EvaluateBench
{
    private const int Tickets = 20_000;
    private const int JugadasOnATicket = 5;
    private const int Rounds = 5;
    private const string WinningNumber = "007";

    public static async Task<int> Run()
    {
        var database = Environment.GetEnvironmentVariable("LOTTERY_BENCH_DATABASE")
            ?? throw new InvalidOperationException("LOTTERY_BENCH_DATABASE names no database; start it with ./dev bench.");
        var folder = Directory.CreateTempSubdirectory("lottery-bench-").FullName;
        var users = await ApiUnderLoad.MakeDemo(database, folder);
        await using var api = await ApiUnderLoad.Start(database, Path.Combine(folder, "api.log"), ("LOG_LEVEL", "warn"));
        var counter = await Counter.Open(api.Address, users, sellers: 1);
        await using var connection = new NpgsqlConnection($"{database};Command Timeout=120");
        await connection.OpenAsync();
        var (bare, whole) = (new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            var (floor, drawn) = (await FullDraw(connection, counter), await FullDraw(connection, counter));
            await Execute(connection, "vacuum analyze tickets, jugadas");
            var floorTook = await Bare(connection, floor);
            var evaluationTook = await Evaluate(counter, drawn);
            // The first of each warms up.
            if (round > 0)
            {
                bare.Add(floorTook.TotalMilliseconds);
                whole.Add(evaluationTook.TotalMilliseconds);
            }
        }

        var (least, took) = (Median.Of(bare, ms => ms), Median.Of(whole, ms => ms));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Tickets} tickets, {Tickets * JugadasOnATicket} jugadas, {Rounds} rounds by turns\nbare updates {least:0} ms\nevaluation   {took:0} ms over HTTP\nratio {took / least:0.00} (target: 3 or less)"));
        return 0;
    }

    private static async Task<Guid> FullDraw(NpgsqlConnection connection, Counter counter)
    {
        var id = Guid.CreateVersion7();
        await Execute(
            connection,
            """
            insert into sorteos select (s).* from (select jsonb_populate_record(s, jsonb_build_object(
                'id', $1, 'name', $1::text, 'scheduled_at', now() - interval '1 day' - random() * interval '1 year')) as s
                from sorteos s where id = $2) x
            """,
            id, counter.SorteoId);
        await Execute(
            connection,
            """
            insert into tickets (id, ticket_number, banca_id, loteria_id, sorteo_id, ventana_id, vendedor_id, total_amount,
                total_commission, total_listero_commission, status, is_winner, total_payout, total_paid, cliente_nombre,
                business_date, created_by, created_by_role, print_count, created_at, updated_at)
            select gen_random_uuid(), left(n || '-' || $1::text, 24), s.banca_id, s.loteria_id, s.id, u.ventana_id, u.id,
                100 * $2, 0, 0, 'ACTIVE', false, 0, 0, 'CLIENTE CONTADO', current_date, u.id, 'VENDEDOR', 0, now(), now()
            from sorteos s, users u, generate_series(1, $3) n where s.id = $1 and u.id = $4
            """,
            id, JugadasOnATicket, Tickets, counter.SellerIds[0]);
        await Execute(
            connection,
            """
            insert into jugadas (ticket_id, sorteo_id, is_winner, line, id, type, number, amount, final_multiplier_x,
                multiplier_source, commission_percent, commission_amount, listero_commission_amount)
            select t.id, $1, false, line, gen_random_uuid(), 'NUMERO', lpad((random() * 999)::int::text, 3, '0'), 100, 90,
                'BASE', 0, 0, 0
            from tickets t, generate_series(1, $2) line where t.sorteo_id = $1
            """,
            id, JugadasOnATicket);
        return id;
    }

    private static async Task<TimeSpan> Bare(NpgsqlConnection connection, Guid draw)
    {
        var began = Stopwatch.GetTimestamp();
        await using var transaction = await connection.BeginTransactionAsync();
        await Execute(
            connection,
            "update jugadas set is_winner = true, payout = amount * final_multiplier_x where sorteo_id = $1 and number = $2",
            draw, WinningNumber);
        await Execute(
            connection,
            "update tickets set status = 'EVALUATED', updated_at = now() where sorteo_id = $1 and status = 'ACTIVE'", draw);
        await transaction.CommitAsync();
        return Stopwatch.GetElapsedTime(began);
    }

    private static async Task<TimeSpan> Evaluate(Counter counter, Guid draw)
    {
        var began = Stopwatch.GetTimestamp();
        using var answer = await counter.Banca.PatchAsJsonAsync(
            $"sorteos/{draw}/evaluate", new { winningNumber = WinningNumber });
        var took = Stopwatch.GetElapsedTime(began);
        return answer.IsSuccessStatusCode
            ? took
            : throw new InvalidOperationException(
                $"The evaluation was refused: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
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

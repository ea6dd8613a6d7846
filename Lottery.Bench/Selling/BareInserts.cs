using System.Diagnostics;
using Lottery.Bench.Load;
using Npgsql;

namespace Lottery.Bench.Selling;

/// <summary>
/// The floor under a sale: a bare loop that inserts the same ticket and its jugadas, a transaction each, and does
/// nothing else. Prepared statements; row by row, as such a loop is written, or the jugadas of a ticket in one.
/// </summary>
internal sealed class BareInserts : IAsyncDisposable
{
    private const string InsertTicket = """
        insert into tickets (id, ticket_number, banca_id, loteria_id, sorteo_id, ventana_id, vendedor_id, total_amount,
            total_commission, total_listero_commission, status, is_winner, total_payout, total_paid, cliente_nombre,
            business_date, created_by, created_by_role, print_count, created_at, updated_at)
        select $1, $2, s.banca_id, s.loteria_id, s.id, u.ventana_id, u.id, $3, $3 / 10, $3 / 10, 'ACTIVE', false, 0, 0,
            'CLIENTE CONTADO', $4, u.id, 'VENDEDOR', 0, now(), now()
        from sorteos s, users u where s.id = $5 and u.id = $6
        """;

    private const string InsertJugada = """
        insert into jugadas (ticket_id, sorteo_id, is_winner, line, id, type, number, amount, multiplier_id,
            final_multiplier_x, multiplier_source, commission_percent, commission_amount, commission_origin,
            commission_rule_id, listero_commission_amount)
        values ($1, $2, false, $3, $4, 'NUMERO', $5, $6, $7, 90, 'BASE', 12.5, $6 / 8, 'BANCA', 'r1', $6 / 8)
        """;

    private const string InsertJugadas = """
        insert into jugadas (ticket_id, sorteo_id, is_winner, line, id, type, number, amount, multiplier_id,
            final_multiplier_x, multiplier_source, commission_percent, commission_amount, commission_origin,
            commission_rule_id, listero_commission_amount)
        select $1, $2, false, line, id, 'NUMERO', number, amount, $7, 90, 'BASE', 12.5, amount / 8, 'BANCA', 'r1',
            amount / 8
        from unnest($3::smallint[], $4::uuid[], $5::text[], $6::numeric[]) as j(line, id, number, amount)
        """;

    private static readonly Guid AnyMultiplier = Guid.CreateVersion7();

    private readonly NpgsqlDataSource _database;
    private int _sequence;

    public BareInserts(string database, int sellers) =>
        _database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { MaxPoolSize = sellers });

    /// <summary>Transactions a second.</summary>
    public async Task<double> Run(Counter counter, TimeSpan length, bool isBatched)
    {
        var started = Stopwatch.StartNew();
        var made = await Task.WhenAll(Enumerable.Range(0, counter.Sellers)
            .Select(seller => Task.Run(() => Insert(counter, seller, started, length, isBatched))));
        return made.Sum() / started.Elapsed.TotalSeconds;
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task<int> Insert(Counter counter, int seller, Stopwatch clock, TimeSpan length, bool isBatched)
    {
        await using var connection = await _database.OpenConnectionAsync();
        await using var ticket = new NpgsqlCommand(InsertTicket, connection);
        await using var jugadas = new NpgsqlCommand(isBatched ? InsertJugadas : InsertJugada, connection);
        var date = DateOnly.FromDateTime(DateTime.UnixEpoch);
        var made = 0;
        for (; clock.Elapsed < length; made++)
        {
            var (id, numbers) = (Guid.CreateVersion7(), counter.Numbers());
            await using var transaction = await connection.BeginTransactionAsync();
            await Execute(
                ticket, id, $"F{Interlocked.Increment(ref _sequence):000000}-{seller}", 500m * numbers.Length, date,
                counter.SorteoId, counter.SellerIds[seller]);
            if (isBatched)
            {
                await Execute(
                    jugadas, id, counter.SorteoId, numbers.Select((_, line) => (short)(line + 1)).ToArray(),
                    numbers.Select(_ => Guid.CreateVersion7()).ToArray(), numbers, numbers.Select(_ => 500m).ToArray(),
                    AnyMultiplier);
            }

            for (var line = 0; line < numbers.Length && !isBatched; line++)
            {
                await Execute(
                    jugadas, id, counter.SorteoId, (short)(line + 1), Guid.CreateVersion7(), numbers[line], 500m, AnyMultiplier);
            }

            await transaction.CommitAsync();
        }

        return made;
    }

    private static async Task Execute(NpgsqlCommand command, params object[] values)
    {
        for (var place = 0; place < values.Length; place++)
        {
            if (command.Parameters.Count == place)
            {
                command.Parameters.Add(new NpgsqlParameter());
            }

            command.Parameters[place].Value = values[place];
        }

        if (!command.IsPrepared)
        {
            await command.PrepareAsync();
        }

        await command.ExecuteNonQueryAsync();
    }
}

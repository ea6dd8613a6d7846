using System.Text.Json;
using Lottery.Data.Activity;
using Lottery.Data.Loterias;
using Lottery.Data.Persistence;
using Lottery.Data.Users;
using Npgsql;
using NpgsqlTypes;

namespace Lottery.Data.Tickets.Sales;

/// <summary>
/// The rows of a sale: what it reads, in one round trip, and what it writes, in another. Bare Npgsql batches, because
/// this is the path that every colón comes in by.
/// </summary>
internal sealed class SaleRows(NpgsqlConnection connection, ActivityTelling telling)
{
    public async Task<SaleSearch> Load(
        Guid sorteoId, Guid vendedorId, IdempotentCall call, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                // First of all the locks: what the other statements see is then at least as new.
                new($"-- ticket.sale.read\n{RowLocks.SharedTurn}") { Parameters = { new() { Value = sorteoId } } },
                new("""
                    -- ticket.sale.read
                    select id, name, scheduled_at, status, digits, is_active and deleted_at is null, banca_id
                    from sorteos where id = $1 for share
                    """) { Parameters = { new() { Value = sorteoId } } },
                new("""
                    -- ticket.sale.read
                    select payload_hash, response from idempotency_records
                    where user_id = $1 and operation = $2 and key = $3
                    """)
                {
                    Parameters =
                    {
                        new() { Value = call.UserId },
                        new() { Value = call.Operation },
                        new() { Value = (object?)call.Key ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                    },
                },
                new("""
                    -- ticket.sale.read
                    select u.id, u.name, u.code, u.role, u.is_active, v.id, v.name, v.code, v.is_active, b.id, b.is_active,
                        b.sales_cutoff_minutes
                    from users u join ventanas v on v.id = u.ventana_id join bancas b on b.id = u.banca_id
                    where u.id = $1
                    """) { Parameters = { new() { Value = vendedorId } } },
                new("""
                    -- ticket.sale.read
                    select l.id, l.name, l.rules_json, l.is_active and l.deleted_at is null
                    from loterias l join sorteos s on s.loteria_id = l.id where s.id = $1
                    """) { Parameters = { new() { Value = sorteoId } } },
                new("""
                    -- ticket.sale.read
                    select m.id, m.name, m.value_x, m.kind, m.is_active, m.applies_to_sorteo_id, m.applies_to_date
                    from loteria_multipliers m join sorteos s on s.loteria_id = m.loteria_id
                    where s.id = $1 order by m.created_at, m.id
                    """) { Parameters = { new() { Value = sorteoId } } },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var sorteo = await One(reader, Sorteo, cancellationToken);
        var earlier = await One(reader, r => new EarlierAnswer((byte[])r[0], r.GetString(1)), cancellationToken);
        var seller = await One(reader, Seller, cancellationToken);
        var loteria = await One(reader, Loteria, cancellationToken);
        var multipliers = new List<MultiplierFacts>();
        while (await reader.ReadAsync(cancellationToken))
        {
            multipliers.Add(Multiplier(reader));
        }

        return new SaleSearch(sorteo, loteria is null ? null : loteria with { Multipliers = multipliers }, seller, earlier);
    }

    public async Task Insert<TAnswer>(
        SoldTicket sold,
        ActivityLog trail,
        IdempotentCall call,
        TAnswer answer,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(InsertTicket(sold.Ticket));
        batch.BatchCommands.Add(InsertJugadas(sold));
        batch.BatchCommands.Add(InsertTrail(trail));
        if (call.Key is { } key)
        {
            batch.BatchCommands.Add(Command(
                """
                -- ticket.sale.write
                insert into idempotency_records (user_id, operation, key, payload_hash, response, created_at)
                values ($1, $2, $3, $4, $5, $6)
                """,
                call.UserId, call.Operation, key, call.PayloadHash, JsonSerializer.Serialize(answer, Idempotency.Json), now));
        }

        try
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException failure) when (ActivityTelling.IsOfTheLine(failure))
        {
            telling.Lost(trail, failure);
            throw;
        }
    }

    private static NpgsqlBatchCommand InsertTicket(Ticket t) => Command(
        """
        -- ticket.sale.write
        insert into tickets (id, ticket_number, banca_id, loteria_id, sorteo_id, ventana_id, vendedor_id, total_amount,
            status, is_winner, total_payout, total_paid, cliente_nombre, business_date, created_by, created_by_role,
            print_count, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, 'ACTIVE', false, 0, 0, $9, $10, $11, $12, 0, $13, $13)
        """,
        t.Id, t.TicketNumber, t.BancaId, t.LoteriaId, t.SorteoId, t.VentanaId, t.VendedorId, t.TotalAmount,
        t.ClienteNombre, t.BusinessDate, t.CreatedBy, WireNames.Of(t.CreatedByRole), t.CreatedAt);

    private static NpgsqlBatchCommand InsertJugadas(SoldTicket sold)
    {
        var lines = sold.Jugadas;
        var command = Command(
            """
            -- ticket.sale.write
            insert into jugadas (ticket_id, sorteo_id, is_winner, line, id, type, number, amount, multiplier_id,
                final_multiplier_x, multiplier_source)
            select $1, $2, false, line, id, type, number, amount, multiplier_id, final_multiplier_x, multiplier_source
            from unnest($3::smallint[], $4::uuid[], $5::text[], $6::text[], $7::numeric[], $8::uuid[], $9::numeric[],
                $10::text[])
                as j(line, id, type, number, amount, multiplier_id, final_multiplier_x, multiplier_source)
            """,
            sold.Ticket.Id, sold.Ticket.SorteoId,
            lines.Select(j => j.Line).ToArray(), lines.Select(j => j.Id).ToArray(),
            lines.Select(j => WireNames.Of(j.Type)).ToArray(), lines.Select(j => j.Number).ToArray(),
            lines.Select(j => j.Amount).ToArray(), lines.Select(j => j.MultiplierId).ToArray(),
            lines.Select(j => j.FinalMultiplierX).ToArray(),
            lines.Select(j => WireNames.Of(j.MultiplierSource)).ToArray());
        return command;
    }

    private static NpgsqlBatchCommand InsertTrail(ActivityLog a) => Command(
        """
        -- ticket.sale.write
        insert into activity_logs (id, banca_id, user_id, action, succeeded, target_type, target_id, details, request_id,
            ip_address, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10, $11)
        """,
        a.Id, a.BancaId, a.UserId, WireNames.Of(a.Action), a.Succeeded, a.TargetType, a.TargetId, a.Details, a.RequestId,
        a.IpAddress, a.CreatedAt);

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        return command;
    }

    private static async Task<T?> One<T>(
        NpgsqlDataReader reader, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
        where T : class
    {
        var row = await reader.ReadAsync(cancellationToken) ? read(reader) : null;
        await reader.NextResultAsync(cancellationToken);
        return row;
    }

    private static SorteoFacts Sorteo(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetString(1), r.GetFieldValue<DateTimeOffset>(2), r.GetString(3), r.GetInt32(4), r.GetBoolean(5),
        r.IsDBNull(6) ? null : r.GetGuid(6));

    private static SellerFacts Seller(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetString(1), r.IsDBNull(2) ? null : r.GetString(2), WireNames.Parse<Role>(r.GetString(3)),
        r.GetBoolean(4), r.GetGuid(5), r.GetString(6), r.IsDBNull(7) ? null : r.GetString(7), r.GetBoolean(8),
        r.GetGuid(9), r.GetBoolean(10), r.GetInt32(11));

    private static LoteriaFacts Loteria(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetBoolean(3), []);

    private static MultiplierFacts Multiplier(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetString(1), r.GetDecimal(2), WireNames.Parse<BetType>(r.GetString(3)), r.GetBoolean(4),
        r.IsDBNull(5) ? null : r.GetGuid(5), r.IsDBNull(6) ? null : r.GetFieldValue<DateOnly>(6));
}

/// <summary>What was found for a sale; anything may be missing.</summary>
internal sealed record SaleSearch(
    SorteoFacts? Sorteo, LoteriaFacts? Loteria, SellerFacts? Seller, EarlierAnswer? Earlier);

/// <summary>The answer kept under the sale's key.</summary>
internal sealed record EarlierAnswer(byte[] PayloadHash, string Response);

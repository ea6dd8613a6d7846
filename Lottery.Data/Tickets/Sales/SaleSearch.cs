using Lottery.Data.Persistence;
using Lottery.Data.Persistence.Queries;
using Lottery.Data.Sorteos;
using Lottery.Data.Tickets.Sales.Snapshot;
using Npgsql;

namespace Lottery.Data.Tickets.Sales;

/// <summary>Asks the database what a sale needs to know beyond what the process keeps.</summary>
public sealed class SaleSearch(NpgsqlDataSource database)
{
    /// <summary>The banca in which somebody sells, for an actor who is of none.</summary>
    internal async Task<Guid?> BancaOf(Guid vendedorId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("-- ticket.sale.banca\nselect banca_id from users where id = $1");
        command.Parameters.Add(new() { Value = vendedorId });
        return await command.ExecuteScalarAsync(cancellationToken) as Guid?;
    }

    /// <summary>What the database says now of what a sale is decided by, and of an earlier answer to the same call.</summary>
    internal async Task<FoundForSale> Look(
        Guid sorteoId, Guid bancaId, IdempotentCall call, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Sql.Command(
                    """
                    -- ticket.sale.look
                    select payload_hash, response from idempotency_records
                    where user_id = $1 and operation = $2 and key = $3
                    """,
                    call.UserId, call.Operation, Sql.Text(call.Key)),
                Sql.Command(
                    """
                    -- ticket.sale.look
                    select coalesce((select version from sale_versions where banca_id = $1), 0),
                        coalesce((select version from sale_versions where banca_id = $2), 0)
                    """,
                    bancaId, Guid.Empty),
                Sql.Command(
                    """
                    -- ticket.sale.look
                    select id, name, loteria_id, scheduled_at, status, digits, is_active and deleted_at is null, banca_id
                    from sorteos where id = $1
                    """,
                    sorteoId),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var earlier = await reader.ReadAsync(cancellationToken)
            ? new EarlierAnswer((byte[])reader[0], reader.GetString(1))
            : null;
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var versions = new SaleVersions(reader.GetInt64(0), reader.GetInt64(1));
        await reader.NextResultAsync(cancellationToken);
        return new FoundForSale(versions, await reader.ReadAsync(cancellationToken) ? Sorteo(reader) : null, earlier);
    }

    private static SorteoFacts Sorteo(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetString(1), r.GetGuid(2), r.GetFieldValue<DateTimeOffset>(3),
        WireNames.Parse<SorteoStatus>(r.GetString(4)), r.GetInt32(5), r.GetBoolean(6),
        r.IsDBNull(7) ? null : r.GetGuid(7));
}

/// <summary>What the database says of a sale; anything may be missing.</summary>
internal sealed record FoundForSale(SaleVersions Versions, SorteoFacts? Sorteo, EarlierAnswer? Earlier);

/// <summary>The answer kept under the sale's key.</summary>
internal sealed record EarlierAnswer(byte[] PayloadHash, string Response);

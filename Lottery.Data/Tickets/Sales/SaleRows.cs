using System.Text.Json;
using Lottery.Data.Activity;
using Lottery.Data.Calendar;
using Lottery.Data.Persistence;
using Lottery.Data.Persistence.Queries;
using Lottery.Data.Sorteos;
using Lottery.Data.Tickets.Exposure;
using Lottery.Data.Tickets.Sales.Snapshot;
using Lottery.Data.Users;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Lottery.Data.Tickets.Sales;

/// <summary>
/// The rows of a sale. Bare Npgsql batches, prepared where no pooler stands between, because this is the path that every
/// colón comes in by.
/// </summary>
public sealed class SaleRows(
    NpgsqlDataSource database, IOptions<DatabaseOptions> options, ActivityTelling telling, BusinessCalendar calendar)
    : IDisposable
{
    /// <summary>
    /// Sales of a draw that are in the database at once, for each processor. More of them only wait for each other there,
    /// holding what others need: the counters of a number that everybody plays above all.
    /// </summary>
    private const int MostAtOnce = 4;

    /// <summary>Draws share a queue now and then; one that stands still seldom keeps another waiting.</summary>
    private const int Queues = 16;

    private readonly bool _prepares = !options.Value.IsPooled;
    private readonly SemaphoreSlim[] _queues =
        [.. Enumerable.Range(0, Queues).Select(_ => new SemaphoreSlim(MostAtOnce * Environment.ProcessorCount))];

    /// <summary>The banca in which somebody sells, for an actor who is of none.</summary>
    internal async Task<Guid?> BancaOf(Guid vendedorId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("-- ticket.sale.banca\nselect banca_id from users where id = $1");
        command.Parameters.Add(new() { Value = vendedorId });
        return await command.ExecuteScalarAsync(cancellationToken) as Guid?;
    }

    /// <summary>What the database says now of what a sale is decided by, and of an earlier answer to the same call.</summary>
    internal async Task<SaleSearch> Look(
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
        return new SaleSearch(versions, await reader.ReadAsync(cancellationToken) ? Sorteo(reader) : null, earlier);
    }

    /// <summary>The whole sale, in one round trip.</summary>
    /// <returns>Why the database refused it, or null.</returns>
    internal async Task<SaleRefusal?> Insert<TAnswer>(
        SaleDecision decision, SoldTicket sold, Actor actor, IdempotentCall call, TAnswer answer, CommitMark mark,
        CancellationToken cancellationToken)
    {
        var trail = sold.Trail(actor, calendar.Now);
        var queue = _queues[(uint)decision.Account.SorteoId.GetHashCode() % Queues];
        await queue.WaitAsync(cancellationToken);
        try
        {
            return await Insert(decision, sold, trail, call, answer, mark, cancellationToken);
        }
        finally
        {
            queue.Release();
        }
    }

    private async Task<SaleRefusal?> Insert<TAnswer>(
        SaleDecision decision, SoldTicket sold, ActivityLog trail, IdempotentCall call, TAnswer answer, CommitMark mark,
        CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in Commands(decision, sold, trail, call, answer).OfType<NpgsqlBatchCommand>())
        {
            batch.BatchCommands.Add(command);
        }

        try
        {
            if (_prepares)
            {
                await batch.PrepareAsync(cancellationToken);
            }

            // The commit travels with the rest. Under a key it may be tried again all the same: a second time finds the
            // first.
            if (call.Key is null)
            {
                mark.CommitIsOnItsWay();
            }

            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException failure) when (Exposures.Read(failure) is { } refused)
        {
            return refused;
        }
        catch (PostgresException failure) when (failure.ConstraintName == SaleWriting.KeyConstraint)
        {
            return new SaleRefusal(Stale: true);
        }
        catch (PostgresException failure) when (ActivityTelling.IsOfTheLine(failure))
        {
            telling.Lost(trail, failure);
            throw;
        }

        telling.Kept(trail);
        return null;
    }

    public void Dispose()
    {
        foreach (var queue in _queues)
        {
            queue.Dispose();
        }
    }

    /// <summary>Begins to keep the counters that these limits look at.</summary>
    internal async Task KeepCounters(SaleDecision decision, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in Exposures.Keep(
            decision.Account.SorteoId, decision.Limits, [.. decision.Facts.Snapshot.Sellers.Values]))
        {
            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    // The counters come last, and with them the only locks that sellers share: they are held for the commit alone.
    private NpgsqlBatchCommand?[] Commands<TAnswer>(
        SaleDecision decision, SoldTicket sold, ActivityLog trail, IdempotentCall call, TAnswer answer)
    {
        var (ticket, account, limits) = (sold.Ticket, decision.Account, decision.Limits);
        return
        [
            Sql.Command($"-- ticket.sale.turn\n{RowLocks.SharedTurn}", ticket.SorteoId),
            SaleWriting.Guard(decision, decision.SalesEndAt - calendar.Now),
            call.Key is { } key
                ? SaleWriting.InsertKey(call, key, JsonSerializer.Serialize(answer, Idempotency.Json), calendar.Now)
                : null,
            SaleWriting.InsertTicket(ticket),
            SaleWriting.InsertJugadas(ticket, sold.Jugadas),
            SaleWriting.InsertTrail(trail),
            Exposures.Add(account, decision.Stakes, ticket.TotalAmount),
            Exposures.Check(account, limits, ticket.TotalAmount),
        ];
    }

    private static SorteoFacts Sorteo(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetString(1), r.GetGuid(2), r.GetFieldValue<DateTimeOffset>(3),
        WireNames.Parse<SorteoStatus>(r.GetString(4)), r.GetInt32(5), r.GetBoolean(6),
        r.IsDBNull(7) ? null : r.GetGuid(7));
}

/// <summary>What the database says of a sale; anything may be missing.</summary>
internal sealed record SaleSearch(SaleVersions Versions, SorteoFacts? Sorteo, EarlierAnswer? Earlier);

/// <summary>The answer kept under the sale's key.</summary>
internal sealed record EarlierAnswer(byte[] PayloadHash, string Response);

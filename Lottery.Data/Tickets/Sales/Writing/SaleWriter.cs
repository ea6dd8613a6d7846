using System.Diagnostics.Metrics;
using Lottery.Data.Activity;
using Lottery.Data.Calendar;
using Lottery.Data.Persistence;
using Lottery.Data.Persistence.Queries;
using Lottery.Data.Tickets.Exposure;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Lottery.Data.Tickets.Sales.Writing;

/// <summary>
/// Writes sales: what is there at once for a draw in one round trip that is one transaction. Bare Npgsql batches,
/// prepared where no pooler stands between, because this is the path that every colón comes in by.
/// </summary>
public sealed class SaleWriter
{
    /// <summary>
    /// Groups of a draw's sales that are in the database at once, for each processor: while one is being committed
    /// another is worked on. More would only wait for each other, holding counters.
    /// </summary>
    private const int GroupsAtOnce = 1;

    /// <summary>Draws share a queue now and then; one that stands still seldom keeps another waiting.</summary>
    private const int Queues = 16;

    private readonly NpgsqlDataSource _database;
    private readonly BusinessCalendar _calendar;
    private readonly ActivityTelling _telling;
    private readonly bool _prepares;
    private readonly SaleQueue[] _queues;

    public SaleWriter(
        NpgsqlDataSource database, IOptions<DatabaseOptions> options, ActivityTelling telling, BusinessCalendar calendar,
        IMeterFactory meters)
    {
        (_database, _telling, _calendar, _prepares) = (database, telling, calendar, !options.Value.IsPooled);
        _queues = [.. Enumerable.Range(0, Queues)
            .Select(_ => new SaleQueue(GroupsAtOnce * Environment.ProcessorCount, Write))];
        meters.Create(DatabaseMetrics.MeterName).CreateObservableGauge(
            "lottery.sales.waiting", () => _queues.Sum(queue => queue.Length), "{sale}",
            "Sales that wait in the process until those before them are written.");
    }

    /// <summary>Writes a sale, with others that are there at once.</summary>
    /// <returns>Why the database refused it, or null.</returns>
    internal async Task<SaleRefusal?> Write(WrittenSale sale, CancellationToken cancellationToken)
    {
        var queue = _queues[(uint)sale.Ticket.SorteoId.GetHashCode() % Queues];
        try
        {
            var refusal = await queue.Write(sale, cancellationToken);
            if (refusal is null)
            {
                _telling.Kept(sale.Trail);
            }

            return refusal;
        }
        catch (PostgresException failure) when (ActivityTelling.IsOfTheLine(failure))
        {
            _telling.Lost(sale.Trail, failure);
            throw;
        }
    }

    /// <summary>Begins to keep the counters that these limits look at.</summary>
    internal async Task KeepCounters(SaleDecision decision, CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in Exposures.Keep(
            decision.Account.SorteoId, decision.Limits, [.. decision.Facts.Snapshot.Sellers.Values]))
        {
            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    // All or none. When one of several has spoilt it, the halves are tried apart, down to the one that has: the others
    // had nothing to do with it.
    private async Task<IReadOnlyList<SaleEnd>> Write(
        IReadOnlyList<WrittenSale> sales, CancellationToken cancellationToken)
    {
        try
        {
            await WriteTogether(sales, cancellationToken);
            return [.. sales.Select(_ => new SaleEnd(Refusal: null))];
        }
        catch (PostgresException failure) when (sales.Count > 1 && IsOfOne(failure))
        {
            var half = sales.Count / 2;
            var first = await Write([.. sales.Take(half)], cancellationToken);
            return [.. first, .. await Write([.. sales.Skip(half)], cancellationToken)];
        }
        catch (PostgresException failure) when (RefusalOf(failure) is { } refusal)
        {
            return [.. sales.Select(_ => new SaleEnd(refusal))];
        }
        catch (Exception failure)
        {
            return [.. sales.Select(_ => new SaleEnd(Refusal: null, failure))];
        }
    }

    // Something stale, or counters that are not kept, are the same for all; so is a server that cannot go on.
    private static bool IsOfOne(PostgresException failure) =>
        RefusalOf(failure) is { } refusal
            ? refusal.Passed is not null || failure.ConstraintName == SaleStatements.KeyConstraint
            : ActivityTelling.IsOfTheLine(failure) || failure.SqlState is ['2', '2' or '3', ..];

    // A key that is there is an earlier sale of the same request, to be looked at.
    private static SaleRefusal? RefusalOf(PostgresException failure) =>
        Exposures.Read(failure)
            ?? (failure.ConstraintName == SaleStatements.KeyConstraint ? new SaleRefusal(Stale: true) : null);

    private async Task WriteTogether(IReadOnlyList<WrittenSale> sales, CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in SaleStatements.Of(sales, _calendar.Now))
        {
            batch.BatchCommands.Add(command);
        }

        if (_prepares)
        {
            await batch.PrepareAsync(cancellationToken);
        }

        // The commit travels with the rest. Under a key it may be tried again all the same: a second time finds the
        // first.
        foreach (var sale in sales.Where(sale => sale.Call.Key is null))
        {
            sale.Mark.CommitIsOnItsWay();
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}

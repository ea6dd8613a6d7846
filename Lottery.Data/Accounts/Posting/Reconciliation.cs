using System.Diagnostics.Metrics;
using Lottery.Data.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Accounts.Posting;

/// <summary>
/// Holds the ledger against what it comes from, and everything that is derived from it against the ledger: entries against
/// tickets and movements, days and saldos against entries, closed months against days. All change in the transaction of
/// every act, so there is never a difference: one is a defect, or somebody's hand in the database.
/// </summary>
public sealed class Reconciliation(LotteryDbContext db, LedgerMetrics metrics)
{
    /// <summary>Differences that are told; all of them are counted.</summary>
    public const int MostTold = 100;

    // It reads every ticket that was ever evaluated, at night; what a request may take is no measure.
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    /// <summary>Every difference there is, found in one statement, so that all of it is of one moment.</summary>
    public async Task<Reconciled> Find(CancellationToken cancellationToken)
    {
        db.Database.SetCommandTimeout(Patience);
        var found = await db.Database.SqlQueryRaw<LedgerDifference>(ReconciliationSql.Differences, MostTold)
            .TagWith("ledger.reconcile").ToListAsync(cancellationToken);
        var entries = await db.AccountEntries.LongCountAsync(cancellationToken);
        var count = found.Count == 0 ? 0 : found[0].Total;
        metrics.Differ(count);
        return new Reconciled(entries, count, found);
    }
}

/// <summary>What a reconciliation found.</summary>
/// <param name="Entries">Lines in the ledger.</param>
/// <param name="Count">All differences; zero is the only good answer.</param>
/// <param name="Differences">The first hundred of them.</param>
public sealed record Reconciled(long Entries, long Count, IReadOnlyList<LedgerDifference> Differences);

/// <summary>Something that is not what it is derived from, colones.</summary>
/// <param name="Check">ENTRIES, MOVEMENTS, STATEMENTS, REMAINING, ACCOUNTS or CLOSINGS.</param>
/// <param name="What">The figure, and what it belongs to.</param>
public sealed record LedgerDifference(
    string Check, Guid BancaId, string Level, Guid EntityId, DateOnly? Day, string What, decimal Stored, decimal Ought,
    long Total);

/// <summary>What is shown of the ledger.</summary>
public sealed class LedgerMetrics
{
    private readonly Gauge<long> _differences;

    public LedgerMetrics(IMeterFactory meters) => _differences = meters.Create(DatabaseMetrics.MeterName).CreateGauge<long>(
        "lottery.ledger.differences", "{difference}",
        "Figures of the accounts that were not what they are derived from at the last reconciliation.");

    public void Differ(long figures) => _differences.Record(figures);
}

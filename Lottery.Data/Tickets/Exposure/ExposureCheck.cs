using System.Diagnostics.Metrics;
using Lottery.Data.Activity;
using Lottery.Data.Persistence;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Tickets.Exposure;

/// <summary>
/// Holds the counters against what they count. They change in the transaction of every act, so there is never a
/// difference: one is a defect, or somebody's hand in the database.
/// </summary>
public sealed class ExposureCheck(LotteryDbContext db, ExposureMetrics metrics)
{
    /// <summary>Draws that are looked at: sold now, or a few days old, so that a missed run misses nothing.</summary>
    private static readonly TimeSpan Back = TimeSpan.FromDays(3);

    /// <summary>
    /// Every counter that differs from its live jugadas, and every seller's sales that differ from them, of the
    /// draws that are not older than a few days. One statement, so that both are of one moment.
    /// </summary>
    public async Task<IReadOnlyList<ExposureDifference>> Find(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = now - Back;
        var found = await db.Database.SqlQueryRaw<ExposureDifference>(
            $"""
            with draws as materialized (select id from sorteos where scheduled_at > @since),
            live as ({ExposureSql.Live} where s.sorteo_id in (select id from draws) group by 1, 2, 3, 4),
            sold as (
                select t.sorteo_id, t.vendedor_id, sum(j.amount) as amount
                from tickets t
                join jugadas j on j.ticket_id = t.id and not j.is_excluded
                where t.status not in ('CANCELLED', 'EXCLUDED') and t.sorteo_id in (select id from draws)
                group by 1, 2)
            select sorteo_id, scope_id, kind, number, coalesce(e.amount, 0) as counted, coalesce(l.amount, 0) as live
            from live l full join (select * from number_exposures where sorteo_id in (select id from draws)) e
                using (sorteo_id, scope_id, kind, number)
            where coalesce(e.amount, 0) <> coalesce(l.amount, 0)
            union all
            select sorteo_id, vendedor_id, 'SALES', null, coalesce(s.amount, 0), coalesce(l.amount, 0)
            from sold l
            full join (
                select sorteo_id, vendedor_id, sum(amount) as amount from seller_sales
                where sorteo_id in (select id from draws) group by 1, 2) s using (sorteo_id, vendedor_id)
            where coalesce(s.amount, 0) <> coalesce(l.amount, 0)
            """,
            new Npgsql.NpgsqlParameter("since", since)).TagWith("exposure.find").ToListAsync(cancellationToken);
        metrics.Differ(found.Count);
        return found;
    }

    /// <summary>Makes the counters of a draw what they ought to be, for who asks for it by hand.</summary>
    /// <returns>How many were wrong; null when there is no such draw.</returns>
    public async Task<int?> Rebuild(Guid sorteoId, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransaction<int?>("exposure.rebuild", async ct =>
        {
            await db.TakeTurn(sorteoId, alone: true, ct);
            if (await db.Sorteos.AsNoTracking().SingleOrDefaultAsync(s => s.Id == sorteoId, ct) is not { } sorteo)
            {
                return (int?)null;
            }

            var corrected = await Correct(sorteoId, ct);
            db.ActivityLogs.Add(ActivityTrail.Line(
                actor, ActivityType.SystemAction, "SORTEO", sorteoId.ToString(), sorteo.BancaId,
                new { op = "rehydrate", corrected, description = $"Acumulados recalculados: {sorteo.Name}" }, now));
            return corrected;
        }, cancellationToken);
        return outcome.IsRefused(out _, out var corrected) ? null : corrected;
    }

    /// <summary>The same in the open transaction, which has the draw's turn alone.</summary>
    internal async Task<int> Correct(Guid sorteoId, CancellationToken cancellationToken)
    {
        var counters = await db.Database.ExecuteSqlRawAsync(ExposureSql.Correct, [sorteoId], cancellationToken);
        return counters + await db.Database.ExecuteSqlRawAsync(ExposureSql.CorrectSales, [sorteoId], cancellationToken);
    }
}

/// <summary>A counter that is not what it counts, colones.</summary>
/// <param name="ScopeId">Vendedor, ventana or banca.</param>
/// <param name="Kind">See <see cref="ExposureKind"/>; SALES for what a seller has sold in all.</param>
public sealed record ExposureDifference(
    Guid SorteoId, Guid ScopeId, string Kind, string? Number, decimal Counted, decimal Live);

/// <summary>What is shown of the counters.</summary>
public sealed class ExposureMetrics
{
    private readonly Gauge<long> _differences;

    public ExposureMetrics(IMeterFactory meters) => _differences = meters.Create(DatabaseMetrics.MeterName).CreateGauge<long>(
        "lottery.exposure.differences", "{counter}", "Counters of limits that were not what they count at the last check.");

    public void Differ(int counters) => _differences.Record(counters);
}

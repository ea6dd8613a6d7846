using Lottery.Data.Activity;
using Lottery.Data.Calendar;
using Lottery.Data.Persistence;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Lottery.Data.Accounts.Settlement;

/// <summary>
/// Locks old days, the oldest first, in batches of one transaction each: an account takes nothing more on a settled day or
/// before it. The saldo need not be zero; it carries over as it is.
/// </summary>
public sealed class StatementSettlement(
    LotteryDbContext db, BusinessCalendar calendar, ILogger<StatementSettlement> log)
{
    // The accounts first, in the order in which everybody takes them. Whoever posts to one meanwhile is waited for, and
    // sees the day settled when it comes later. {0} cut-off, {1} batch, {2} now, {3} by whom, {4} banca or null.
    private const string Batch = """
        -- settlement.batch
        with due as materialized (
            select banca_id, level, entity_id, day from account_statements
            where settled_at is null and day < {0} and ({4} is null or banca_id = {4})
            order by day, banca_id, level, entity_id limit {1}),
        held as materialized (
            select a.banca_id, a.level, a.entity_id from accounts a
            where (a.banca_id, a.level, a.entity_id) in (select banca_id, level, entity_id from due)
            order by a.banca_id, a.level, a.entity_id for update),
        settled as (
            update account_statements s set settled_at = {2}, settled_by = {3}, updated_at = {2}
            from due d join held h using (banca_id, level, entity_id)
            where s.banca_id = d.banca_id and s.level = d.level and s.entity_id = d.entity_id and s.day = d.day
                and s.settled_at is null
            returning s.banca_id, s.level, s.entity_id, s.day),
        through as (
            update accounts a set settled_through = greatest(a.settled_through, l.day), version = a.version + 1
            from (select banca_id, level, entity_id, max(day) as day from settled group by 1, 2, 3) l
            where a.banca_id = l.banca_id and a.level = l.level and a.entity_id = l.entity_id)
        select count(*)::int as "Value" from settled
        """;

    /// <summary>
    /// Settles everything that is older than the configuration says; of every banca, or of the one that the actor works
    /// in. Cancelling ends it between two batches.
    /// </summary>
    public async Task<Settled> Settle(Actor actor, CancellationToken cancellationToken)
    {
        var config = await db.SettlementConfigs.AsNoTracking().SingleAsync(cancellationToken);
        var cutoff = calendar.Today.AddDays(-config.SettlementAgeDays);
        var (settled, last) = (0, config.BatchSize);
        SettlementLog.Begun(log, $"{cutoff:yyyy-MM-dd}", config.SettlementAgeDays, config.BatchSize);
        while (last == config.BatchSize && !cancellationToken.IsCancellationRequested)
        {
            last = await SettleBatch(cutoff, config.BatchSize, actor);
            settled += last;
            if (last > 0)
            {
                SettlementLog.Batch(log, last, settled);
            }
        }

        var pending = last == config.BatchSize
            ? await db.AccountStatements.CountAsync(s => s.SettledAt == null && s.Day < cutoff, CancellationToken.None)
            : 0;
        if (pending > 0)
        {
            SettlementLog.More(log, config.BatchSize, pending);
        }

        db.ActivityLogs.Add(ActivityTrail.Line(
            actor, ActivityType.SystemAction, "CRON_JOB", "account_statement_settlement", actor.BancaId,
            new
            {
                status = pending == 0 ? "success" : "partial",
                affectedRows = settled,
                cutoffDateCR = cutoff,
                description = $"Asentamiento: {settled} estados de cuenta",
            },
            calendar.Now));
        await db.SaveChangesAsync(CancellationToken.None);
        return new Settled(settled, pending, cutoff);
    }

    // Not cancellable: a batch is short, and a shutdown waits for it.
    private async Task<int> SettleBatch(DateOnly cutoff, int size, Actor actor)
    {
        var outcome = await db.InTransaction<int>("settlement.batch", async ct =>
            (await db.Database.SqlQueryRaw<int>(
                Batch, cutoff, size, calendar.Now, Uuid(actor.UserId), Uuid(db.Tenant.ActiveBancaId)).ToListAsync(ct))[0],
            CancellationToken.None);
        return outcome.IsRefused(out _, out var settled) ? 0 : settled;
    }

    private static Npgsql.NpgsqlParameter Uuid(Guid? id) =>
        new() { Value = (object?)id ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid };
}

/// <summary>What a settlement did.</summary>
/// <param name="Pending">Days that it was to settle and did not, because it was cancelled.</param>
/// <param name="CutOff">Every day before it was to be settled.</param>
public sealed record Settled(int Count, int Pending, DateOnly CutOff);

internal static partial class SettlementLog
{
    [LoggerMessage(EventName = "ACCOUNT_STATEMENT_SETTLEMENT_CONFIG_UPDATE", Level = LogLevel.Information,
        Message = "The settings of the settlement were changed")]
    public static partial void ConfigChanged(
        ILogger log, bool enabled, int settlementAgeDays, string? cronSchedule, int batchSize);

    [LoggerMessage(EventName = "SETTLEMENT_CUTOFF", Level = LogLevel.Information,
        Message = "Days before {cutoffDateCR} are being settled")]
    public static partial void Begun(ILogger log, string cutoffDateCR, int settlementAgeDays, int batchSize);

    [LoggerMessage(EventName = "STATEMENTS_SETTLED", Level = LogLevel.Debug,
        Message = "{settledCount} days were settled, {totalSettled} in all")]
    public static partial void Batch(ILogger log, int settledCount, int totalSettled);

    [LoggerMessage(EventName = "SETTLEMENT_MORE_RECORDS_AVAILABLE", Level = LogLevel.Information,
        Message = "{totalPending} days are left for the next run")]
    public static partial void More(ILogger log, int batchSize, int totalPending);

    [LoggerMessage(EventName = "SETTLEMENT_REOPENED", Level = LogLevel.Warning,
        Message = "{reopenedCount} settled days from {date} on are open again")]
    public static partial void Reopened(ILogger log, string date, Guid bancaId, int reopenedCount);
}

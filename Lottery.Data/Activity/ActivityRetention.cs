using Lottery.Data.Calendar;
using Lottery.Data.Persistence;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Lottery.Data.Activity;

/// <summary>Deletes what the audit trail need not keep any longer, of every banca, and leaves a line about it.</summary>
public sealed class ActivityRetention(
    LotteryDbContext db, BusinessCalendar calendar, IOptions<ActivityRetentionOptions> options)
{
    /// <summary>Deletes in batches, oldest first. Cancelling ends it between two batches.</summary>
    public async Task<ActivityPurge> Purge(Actor actor, CancellationToken cancellationToken)
    {
        var before = calendar.Now - options.Value.KeepFor;
        var (deleted, isComplete) = (0L, false);
        while (!isComplete && !cancellationToken.IsCancellationRequested)
        {
            var batch = await DeleteBatch(before);
            deleted += batch;
            isComplete = batch < options.Value.BatchSize;
        }

        var purge = new ActivityPurge(deleted, before, isComplete);
        db.ActivityLogs.Add(ActivityTrail.Line(
            actor, ActivityType.SystemAction, "CRON_JOB", "activity_log_cleanup", null,
            new
            {
                status = isComplete ? "success" : "partial",
                deletedCount = deleted,
                before,
                description = $"Limpieza de auditoría: {deleted} registros eliminados",
            },
            calendar.Now));
        await db.SaveChangesAsync(CancellationToken.None);
        return purge;
    }

    // Not cancellable: a batch is short, and a shutdown waits for it.
    private Task<int> DeleteBatch(DateTimeOffset before) => db.Database.ExecuteSqlAsync(
        $"""
        delete from activity_logs where id in (
            select id from activity_logs where created_at < {before}
            order by created_at limit {options.Value.BatchSize})
        """,
        CancellationToken.None);
}

/// <summary>What a purge did.</summary>
/// <param name="Before">Everything older than this instant was to go.</param>
/// <param name="IsComplete">False when it was cancelled before everything was gone.</param>
public sealed record ActivityPurge(long Deleted, DateTimeOffset Before, bool IsComplete);

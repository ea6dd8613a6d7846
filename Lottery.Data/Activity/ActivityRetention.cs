using Lottery.Data.Calendar;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Lottery.Data.Activity;

/// <summary>
/// Deletes what the audit trail need not keep any longer, and leaves a line about it: of the banca that the actor works
/// in, or of every banca when it works in none.
/// </summary>
public sealed class ActivityRetention(
    LotteryDbContext db, BusinessCalendar calendar, IOptions<ActivityRetentionOptions> options)
{
    /// <summary>
    /// Keeps what is younger than <paramref name="keepFor"/>, or than the retention that is configured when it is null.
    /// Refused below <see cref="ActivityRetentionOptions.Shortest"/>.
    /// </summary>
    public async Task<Outcome<ActivityPurge>> Purge(
        Actor actor, TimeSpan? keepFor, CancellationToken cancellationToken) =>
        keepFor < ActivityRetentionOptions.Shortest
            ? ActivityRefusals.RetentionTooShort
            : await Delete(actor, calendar.Now - (keepFor ?? options.Value.KeepFor), cancellationToken);

    /// <summary>As the configuration says.</summary>
    public Task<ActivityPurge> Purge(Actor actor, CancellationToken cancellationToken) =>
        Delete(actor, calendar.Now - options.Value.KeepFor, cancellationToken);

    // In batches, oldest first. Cancelling ends it between two batches.
    private async Task<ActivityPurge> Delete(Actor actor, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var (deleted, isComplete) = (0L, false);
        while (!isComplete && !cancellationToken.IsCancellationRequested)
        {
            var batch = await DeleteBatch(before, actor.BancaId);
            deleted += batch;
            isComplete = batch < options.Value.BatchSize;
        }

        db.ActivityLogs.Add(ActivityTrail.Line(
            actor, ActivityType.SystemAction, actor.UserId is null ? "CRON_JOB" : "ACTIVITY_LOG",
            "activity_log_cleanup", null,
            new
            {
                status = isComplete ? "success" : "partial",
                deletedCount = deleted,
                before,
                description = $"Limpieza de auditoría: {deleted} registros eliminados",
            },
            calendar.Now));
        await db.SaveChangesAsync(CancellationToken.None);
        return new ActivityPurge(deleted, before, isComplete);
    }

    // Not cancellable: a batch is short, and a shutdown waits for it.
    private Task<int> DeleteBatch(DateTimeOffset before, Guid? bancaId) => db.Database.ExecuteSqlAsync(
        $"""
        delete from activity_logs where id in (
            select id from activity_logs
            where created_at < {before} and ({bancaId}::uuid is null or banca_id = {bancaId}::uuid)
            order by created_at limit {options.Value.BatchSize})
        """,
        CancellationToken.None);
}

/// <summary>What a purge did.</summary>
/// <param name="Before">Everything older than this instant was to go.</param>
/// <param name="IsComplete">False when it was cancelled before everything was gone.</param>
public sealed record ActivityPurge(long Deleted, DateTimeOffset Before, bool IsComplete);

using Lottery.Data.Activity;
using Lottery.Data.Calendar;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Lottery.Data.Tickets;

/// <summary>
/// Deletes what nobody can use any more: sessions that expired long ago, and the answers that are kept for whoever asks
/// twice. In batches, each a transaction of its own.
/// </summary>
public sealed class ExpiredRecords(
    LotteryDbContext db, BusinessCalendar calendar, IOptions<ExpiredRecordsOptions> options)
{
    private const int BatchSize = 5_000;

    /// <summary>Deletes all of it, and leaves a line that says how much. Cancelling ends it between two batches.</summary>
    public async Task<ExpiredPurge> Purge(Actor actor, CancellationToken cancellationToken)
    {
        var (now, kept) = (calendar.Now, options.Value);
        var (sessionsBefore, answersBefore) = (now - kept.KeepSessionsFor, now - kept.KeepAnswersFor);
        var (sessions, noSessionLeft) = await Delete(
            () => db.Database.ExecuteSqlAsync(
                $"""
                -- session.purge
                delete from sessions where id in (
                    select id from sessions where expires_at < {sessionsBefore} order by expires_at limit {BatchSize})
                """,
                CancellationToken.None),
            cancellationToken);
        // Without an index, which every sale would pay for: the old ones lie together.
        var (answers, noAnswerLeft) = await Delete(
            () => db.Database.ExecuteSqlAsync(
                $"""
                -- idempotency.purge
                delete from idempotency_records where ctid = any (array(
                    select ctid from idempotency_records where created_at < {answersBefore} limit {BatchSize}))
                """,
                CancellationToken.None),
            cancellationToken);
        db.ActivityLogs.Add(ActivityTrail.Line(
            actor, ActivityType.SystemAction, "CRON_JOB", "expired_records_cleanup", null,
            new
            {
                status = noSessionLeft && noAnswerLeft ? "success" : "partial",
                sessions,
                idempotencyRecords = answers,
                description = $"Limpieza: {sessions} sesiones y {answers} respuestas vencidas",
            },
            now));
        await db.SaveChangesAsync(CancellationToken.None);
        return new ExpiredPurge(sessions, answers, noSessionLeft && noAnswerLeft);
    }

    // Not cancellable: a batch is short, and a shutdown waits for it.
    private static async Task<(long Deleted, bool IsComplete)> Delete(
        Func<Task<int>> batch, CancellationToken cancellationToken)
    {
        var (deleted, last) = (0L, BatchSize);
        while (last == BatchSize && !cancellationToken.IsCancellationRequested)
        {
            last = await batch();
            deleted += last;
        }

        return (deleted, last < BatchSize);
    }
}

/// <summary>What a purge deleted.</summary>
/// <param name="IsComplete">False when it was cancelled before everything was gone.</param>
public sealed record ExpiredPurge(long Sessions, long Answers, bool IsComplete);

using Lottery.Data.Calendar;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Lottery.Data.Activity;

/// <summary>
/// Deletes what the audit trail need not keep any longer: of the banca that the actor works in, or of every banca when it
/// works in none. The database does it, in batches; each is one transaction and leaves a line of its own.
/// </summary>
public sealed class ActivityRetention(
    LotteryDbContext db, BusinessCalendar calendar, IOptions<ActivityRetentionOptions> options, ActivityTelling telling)
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

    /// <summary>As each banca says, and for the rest as the configuration does.</summary>
    public async Task<ActivityPurge> Purge(Actor actor, CancellationToken cancellationToken)
    {
        var bancas = await db.Bancas.Where(b => b.ActivityRetentionDays != null)
            .OrderBy(b => b.Id).Select(b => new { b.Id, Days = b.ActivityRetentionDays!.Value })
            .TagWith("activity.retention").ToListAsync(CancellationToken.None);
        var (deleted, complete) = (0L, true);
        foreach (var banca in bancas)
        {
            var own = await Delete(
                actor with { BancaId = banca.Id }, calendar.Now.AddDays(-banca.Days), cancellationToken);
            (deleted, complete) = (deleted + own.Deleted, complete && own.IsComplete);
        }

        var rest = await Delete(actor, calendar.Now - options.Value.KeepFor, cancellationToken);
        return rest with { Deleted = deleted + rest.Deleted, IsComplete = complete && rest.IsComplete };
    }

    // Oldest first. Cancelling ends it between two batches.
    private async Task<ActivityPurge> Delete(Actor actor, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var purge = new ActivityPurge(0, before, IsComplete: false);
        while (!purge.IsComplete && !cancellationToken.IsCancellationRequested)
        {
            var batch = await DeleteBatch(actor, before);
            purge = new ActivityPurge(purge.Deleted + batch.Deleted, batch.CutOff, batch.IsComplete);
        }

        return purge;
    }

    // Not cancellable: a batch is short, and a shutdown waits for it. The cut-off may come out older than asked for: the
    // database keeps the last thirty days by its own clock.
    private async Task<Batch> DeleteBatch(Actor actor, DateTimeOffset before)
    {
        var line = ActivityTrail.Line(
            actor, ActivityType.SystemAction, actor.UserId is null ? "CRON_JOB" : "ACTIVITY_LOG",
            "activity_log_cleanup", null, new { }, calendar.Now);
        var batches = await db.Database.SqlQuery<Batch>(
            $"""
            -- activity.cleanup
            select deleted, cut_off, is_complete from purge_activity_logs({before}, {line.BancaId}::uuid,
                {options.Value.BatchSize}, {line.Id}, {line.UserId}::uuid, {line.TargetType}, {line.RequestId}::text,
                {line.IpAddress}::text)
            """).ToListAsync(CancellationToken.None);
        telling.Kept(line);
        return batches.Single();
    }

    private sealed record Batch(int Deleted, DateTimeOffset CutOff, bool IsComplete);
}

/// <summary>What a purge did.</summary>
/// <param name="Before">Everything older than this instant was to go.</param>
/// <param name="IsComplete">False when it was cancelled before everything was gone.</param>
public sealed record ActivityPurge(long Deleted, DateTimeOffset Before, bool IsComplete);

using Lottery.Data;
using Lottery.Data.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Worker.Times;

/// <summary>The times of jobs as the database has them: what an administrator says, and what the workers have.</summary>
internal sealed class JobTimetable(LotteryDbContext db, JobTimings timings)
{
    /// <summary>Takes what is agreed now and shows it to whoever asks.</summary>
    public async Task Read(CancellationToken cancellationToken)
    {
        var config = await db.SorteosAutoConfigs.AsNoTracking().SingleAsync(cancellationToken);
        var settlement = await db.SettlementConfigs.AsNoTracking().SingleAsync(cancellationToken);
        var agreed = new Dictionary<string, string?>
        {
            [JobNames.AutoOpen] = config.OpenCronSchedule,
            [JobNames.AutoCreate] = config.CreateCronSchedule,
            [JobNames.AutoClose] = config.CloseCronSchedule,
            [JobNames.Settlement] = settlement.CronSchedule,
        };
        var known = await db.JobTimings.AsNoTracking().ToDictionaryAsync(timing => timing.JobName, cancellationToken);
        foreach (var change in timings.Take(agreed, known))
        {
            // Of several workers the last one writes; they say the same.
            await db.Database.ExecuteSqlAsync(
                $"""
                -- job.timing
                insert into job_timings (job_name, cron, zone, source, changed_at)
                values ({change.JobName}, {change.Cron}, {change.Zone}, {WireNames.Of(change.Source)}, {change.ChangedAt})
                on conflict (job_name) do update set cron = excluded.cron, zone = excluded.zone,
                    source = excluded.source, changed_at = excluded.changed_at
                """,
                cancellationToken);
        }
    }
}

using Lottery.Data.Jobs;
using Lottery.Data.Restrictions;
using Lottery.Worker.Accounts;
using Lottery.Worker.Activity;
using Lottery.Worker.Database;
using Lottery.Worker.Restrictions;
using Lottery.Worker.Sorteos;
using static Lottery.Worker.JobClock;

namespace Lottery.Worker;

/// <summary>
/// The whole timetable: minute, hour, day of month, month, day of week, by the clock that is named. The configuration and
/// an administrator may say otherwise (<see cref="Times.JobTimings"/>). What was missed is made good from top to bottom, one
/// after the other: nothing long stands above what somebody waits for.
/// </summary>
internal static class JobSchedule
{
    public static readonly IReadOnlyList<ScheduledJob> Jobs =
    [
        // Before the first draw of the day is sold: the day's draws first, then their sales.
        new(JobNames.AutoCreate, typeof(AutoCreateJob), "0 1 * * *", CostaRica),
        new(JobNames.AutoOpen, typeof(AutoOpenJob), "30 1 * * *", CostaRica),
        // When the day of month changes.
        new(AutoDateNumbers.JobName, typeof(UpdateAutoRestrictionsJob), "0 0 * * *", CostaRica),
        // After the last draw of the day.
        new(JobNames.AutoClose, typeof(AutoCloseJob), "0 22 * * *", CostaRica),
        // The next night would do as well, but whoever is called because one was missed need not wait for it.
        new("activity-log-cleanup", typeof(ActivityLogCleanupJob), "0 2 * * *", Utc),
        new("expired-records-cleanup", typeof(ExpiredRecordsJob), "30 2 * * *", Utc),
        // When hardly anybody sells.
        new("exposure-check", typeof(ExposureCheckJob), "0 3 * * *", CostaRica),
        // Just after the day is over.
        new(JobNames.Settlement, typeof(SettlementJob), "10 0 * * *", CostaRica),
        // When the month is over.
        new("monthly-closing", typeof(MonthlyClosingJob), "0 2 1 * *", CostaRica),
        // After everything else that the night brings to the accounts.
        new(JobNames.Reconciliation, typeof(ReconciliationJob), "0 4 * * *", CostaRica),
        // At the start too, so that whoever watches the disk need not wait for it.
        new("database-size", typeof(DatabaseSizeJob), "*/5 * * * *", Utc) { KeepRunsFor = TimeSpan.FromDays(1) },
    ];
}

/// <summary>Whose clock a job goes by.</summary>
internal enum JobClock
{
    Utc,

    /// <summary>That of the business, see <c>BusinessCalendar</c>.</summary>
    CostaRica,
}

/// <summary>A job and its time.</summary>
/// <param name="Name">Stable: key of the lock, of the history and of the configuration.</param>
/// <param name="Type">Class of the <see cref="Job"/>.</param>
internal sealed record ScheduledJob(string Name, Type Type, string Cron, JobClock Clock)
{
    /// <summary>How long the history keeps a run; null for ever. What runs often would bury everything else.</summary>
    public TimeSpan? KeepRunsFor { get; init; }
}

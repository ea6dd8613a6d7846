using Lottery.Worker.Activity;
using Lottery.Worker.Database;
using Lottery.Worker.Restrictions;
using Lottery.Worker.Sorteos;

namespace Lottery.Worker;

/// <summary>
/// The whole timetable. Times are UTC; the clock in Costa Rica shows six hours less. What was missed is made good from
/// top to bottom, one after the other: nothing long stands above what somebody waits for.
/// </summary>
internal static class JobSchedule
{
    public static readonly IReadOnlyList<ScheduledJob> Jobs =
    [
        // 01:30 in Costa Rica, before the first draw of the day is sold.
        new(typeof(AutoOpenJob), new Daily(07, 30), CatchUp: true),
        // Midnight in Costa Rica, when the day of month changes.
        new(typeof(UpdateAutoRestrictionsJob), new Daily(06, 00), CatchUp: true),
        // 20:00 in Costa Rica. The next night would do as well, but whoever is called because one was missed need not
        // wait for it.
        new(typeof(ActivityLogCleanupJob), new Daily(02, 00), CatchUp: true),
        // 03:00 in Costa Rica, when hardly anybody sells.
        new(typeof(ExposureCheckJob), new Daily(09, 00), CatchUp: true),
        // At the start too, so that whoever watches the disk need not wait for it.
        new(typeof(DatabaseSizeJob), new Every(TimeSpan.FromMinutes(5)), CatchUp: true),
    ];
}

/// <summary>A job and its time.</summary>
/// <param name="Type">Class of the <see cref="Job"/>.</param>
/// <param name="At">When it is due.</param>
/// <param name="CatchUp">A run that was missed is made good when the worker starts.</param>
internal sealed record ScheduledJob(Type Type, Recurrence At, bool CatchUp);

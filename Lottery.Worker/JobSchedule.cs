using Lottery.Worker.Activity;
using Lottery.Worker.Sorteos;

namespace Lottery.Worker;

/// <summary>The whole timetable. Times are UTC; the clock in Costa Rica shows six hours less.</summary>
internal static class JobSchedule
{
    public static readonly IReadOnlyList<ScheduledJob> Jobs =
    [
        // 20:00 in Costa Rica. A night that was missed is made good by the next one.
        new(typeof(ActivityLogCleanupJob), new Daily(02, 00), CatchUp: false),
        // 01:30 in Costa Rica, before the first draw of the day is sold.
        new(typeof(AutoOpenJob), new Daily(07, 30), CatchUp: true),
    ];
}

/// <summary>A job and its time.</summary>
/// <param name="Type">Class of the <see cref="Job"/>.</param>
/// <param name="At">When it is due.</param>
/// <param name="CatchUp">A run that was missed is made good when the worker starts.</param>
internal sealed record ScheduledJob(Type Type, Daily At, bool CatchUp);

/// <summary>A time of every day, UTC.</summary>
internal sealed record Daily(int Hour, int Minute)
{
    /// <summary>The last occurrence that is due at <paramref name="now"/>.</summary>
    public DateTimeOffset LastUntil(DateTimeOffset now)
    {
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero) + new TimeSpan(Hour, Minute, 0);
        return today <= now ? today : today.AddDays(-1);
    }

    public DateTimeOffset NextAfter(DateTimeOffset now) => LastUntil(now).AddDays(1);

    public override string ToString() => $"{Hour:00}:{Minute:00} UTC";
}

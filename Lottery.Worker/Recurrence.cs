using Coravel.Scheduling.Schedule.Interfaces;

namespace Lottery.Worker;

/// <summary>When a job is due, in UTC. Every worker counts the same occurrences, whenever it was started.</summary>
internal abstract record Recurrence
{
    /// <summary>How long the history keeps a run; null for ever. What runs often would bury everything else.</summary>
    public abstract TimeSpan? KeepRunsFor { get; }

    /// <summary>The last occurrence that is due at <paramref name="now"/>.</summary>
    public abstract DateTimeOffset LastUntil(DateTimeOffset now);

    /// <summary>The first occurrence that is not yet due at <paramref name="now"/>.</summary>
    public abstract DateTimeOffset NextAfter(DateTimeOffset now);

    /// <summary>Tells the scheduler.</summary>
    public abstract void ApplyTo(IScheduleInterval schedule);

    protected static DateTimeOffset MidnightOf(DateTimeOffset now) => new(now.UtcDateTime.Date, TimeSpan.Zero);
}

/// <summary>A time of every day.</summary>
internal sealed record Daily(int Hour, int Minute) : Recurrence
{
    public override TimeSpan? KeepRunsFor => null;

    public override DateTimeOffset LastUntil(DateTimeOffset now)
    {
        var today = MidnightOf(now) + new TimeSpan(Hour, Minute, 0);
        return today <= now ? today : today.AddDays(-1);
    }

    public override DateTimeOffset NextAfter(DateTimeOffset now) => LastUntil(now).AddDays(1);

    public override void ApplyTo(IScheduleInterval schedule) => schedule.DailyAt(Hour, Minute);

    public override string ToString() => $"{Hour:00}:{Minute:00} UTC";
}

/// <summary>
/// Again and again, counted from midnight: minutes that divide an hour, or hours that divide a day, so that the last
/// occurrence of a day is as far from the next as any other.
/// </summary>
internal sealed record Every : Recurrence
{
    private readonly TimeSpan _interval;

    public Every(TimeSpan interval)
    {
        var (minutes, hours) = (interval.Ticks / TimeSpan.TicksPerMinute, interval.Ticks / TimeSpan.TicksPerHour);
        if (!(interval == TimeSpan.FromMinutes(minutes) && minutes is > 0 and < 60 && 60 % minutes == 0)
            && !(interval == TimeSpan.FromHours(hours) && hours is > 0 and < 24 && 24 % hours == 0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(interval), interval, "Minutes that divide an hour, or hours that divide a day.");
        }

        _interval = interval;
    }

    public override TimeSpan? KeepRunsFor => TimeSpan.FromDays(1);

    public override DateTimeOffset LastUntil(DateTimeOffset now)
    {
        var midnight = MidnightOf(now);
        var passed = (now - midnight).Ticks;
        return midnight.AddTicks(passed - (passed % _interval.Ticks));
    }

    public override DateTimeOffset NextAfter(DateTimeOffset now) => LastUntil(now) + _interval;

    public override void ApplyTo(IScheduleInterval schedule) => schedule.Cron(
        _interval < TimeSpan.FromHours(1) ? $"*/{_interval.Minutes} * * * *" : $"0 */{_interval.Hours} * * *");

    public override string ToString() => $"every {_interval:hh\\:mm} hours from 00:00 UTC";
}

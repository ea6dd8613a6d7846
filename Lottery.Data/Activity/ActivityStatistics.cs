using Lottery.Data.Calendar;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Activity;

/// <summary>How much of what was done in the tenant, by act and by business day. Counted by the database.</summary>
public sealed class ActivityStatistics(LotteryDbContext db, BusinessCalendar calendar)
{
    /// <summary>Business days that may be asked for at once.</summary>
    public const int LongestPeriod = 366;

    /// <summary>Business days that are shown when nobody says which.</summary>
    private const int UsualPeriod = 30;

    /// <summary>From one business day to another, both included: the last 30 up to today unless it is said.</summary>
    public async Task<Outcome<ActivityCounts>> Of(DateOnly? first, DateOnly? last, CancellationToken cancellationToken)
    {
        var to = last ?? calendar.Today;
        var from = first ?? to.AddDays(1 - UsualPeriod);
        if (from > to)
        {
            return ActivityRefusals.DatesCross;
        }

        var length = to.DayNumber - from.DayNumber + 1;
        if (length > LongestPeriod)
        {
            return ActivityRefusals.PeriodTooLong;
        }

        DateOnly[] days = [.. Enumerable.Range(0, length).Select(from.AddDays)];
        var groups = await Groups(days, cancellationToken);
        var byDay = groups.Where(group => group.Day is not null).ToDictionary(group => days[group.Day!.Value - 1]);
        return new ActivityCounts(
            from,
            to,
            byDay.Values.Sum(group => group.Count),
            [
                .. groups.Where(group => group.Action is not null)
                    .OrderByDescending(group => group.Count).ThenBy(group => group.Action)
                    .Select(group => new ActionCount(
                        WireNames.Parse<ActivityType>(group.Action!), group.Count, group.Failed)),
            ],
            [.. days.Select(day => new DayCount(day, byDay.GetValueOrDefault(day)?.Count ?? 0))]);
    }

    // A day is the place of an instant among the first instants of the days: only the calendar knows the zone.
    private Task<List<Group>> Groups(DateOnly[] days, CancellationToken cancellationToken)
    {
        DateTimeOffset[] starts = [.. days.Select(day => calendar.BoundsOf(day).From)];
        var end = calendar.BoundsOf(days[^1]).To;
        var (all, banca) = (db.Tenant.SeesAll, db.Tenant.BancaId);
        return db.Database.SqlQuery<Group>($"""
            select action, day, count(*) as count, count(*) filter (where not succeeded) as failed
            from (
                select action, succeeded, width_bucket(created_at, {starts}) as day
                from activity_logs
                where created_at >= {starts[0]} and created_at < {end} and ({all} or banca_id = {banca})) lines
            group by grouping sets ((action), (day))
            """).TagWith("activity.statistics").ToListAsync(cancellationToken);
    }

    private sealed record Group(string? Action, int? Day, long Count, long Failed);
}

/// <summary>What was counted, for the business days from <paramref name="From"/> to <paramref name="To"/>.</summary>
/// <param name="ByDay">Every day of the period, also one without a line.</param>
public sealed record ActivityCounts(
    DateOnly From, DateOnly To, long Total, IReadOnlyList<ActionCount> ByAction, IReadOnlyList<DayCount> ByDay);

/// <summary>Lines of one act; <paramref name="Failed"/> of them tell of one that was refused.</summary>
public sealed record ActionCount(ActivityType Action, long Count, long Failed);

/// <summary>Lines of one business day.</summary>
public sealed record DayCount(DateOnly Date, long Count);

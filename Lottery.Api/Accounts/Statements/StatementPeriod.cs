using System.Globalization;
using Lottery.Data;
using Lottery.Data.Calendar;

namespace Lottery.Api.Accounts.Statements;

/// <summary>The days that a statement is asked for, and the month that its running saldo is of.</summary>
/// <param name="From">First day; after <paramref name="To"/> when there is none yet.</param>
/// <param name="To">Last day, today at the latest.</param>
internal sealed record StatementPeriod(DateOnly From, DateOnly To, DateOnly Month, DateOnly MonthTo)
{
    // A year and a day: longer statements are read in parts.
    private const int MostDays = 366;

    public static Outcome<StatementPeriod> Of(StatementQuery query, BusinessCalendar calendar)
    {
        var today = calendar.Today;
        var asked = DateRange.Of(calendar, query.Date, query.FromDate, query.ToDate, null, futureAllowed: true);
        if (asked.IsRefused(out var refusal, out var range))
        {
            return refusal;
        }

        var month = query.Month is { } text
            ? MonthAttribute.FirstDayOf(text)
            : range is { } days ? MonthOf(days, today)
            : Months.Of(today);
        var monthTo = Least(month.AddMonths(1).AddDays(-1), today);
        var (from, to) = range is { } wanted ? (wanted.From, Least(wanted.To, today)) : (month, monthTo);
        return to.DayNumber - from.DayNumber >= MostDays
            ? DateRange.Invalid
            : new StatementPeriod(from, to, month, monthTo);
    }

    private static DateOnly MonthOf(DateRange range, DateOnly today) =>
        range.From <= today && today <= range.To ? Months.Of(today) : Months.Of(Least(range.To, today));

    private static DateOnly Least(DateOnly one, DateOnly other) => one < other ? one : other;
}

namespace Lottery.Data.Calendar;

/// <summary>Business days from <paramref name="From"/> to <paramref name="To"/>, both included.</summary>
public readonly record struct DateRange(DateOnly From, DateOnly To)
{
    public static readonly Refusal Invalid = Refusal.Invalid(
        "SLS_2001", "Filtro de fechas inválido: date, o fromDate y toDate en orden y juntos con date=range.");

    /// <summary>
    /// The days a filter means: <c>today</c>, <c>yesterday</c>, <c>week</c> (Monday to Sunday), <c>month</c> (the 1st
    /// to today), <c>year</c> (calendar year) or <c>range</c> with both bounds. Bounds alone mean <c>range</c>.
    /// </summary>
    /// <param name="token">Null takes <paramref name="otherwise"/>, or no filter at all when that is null too.</param>
    /// <param name="futureAllowed">False when a range may not end after today.</param>
    public static Outcome<DateRange?> Of(
        BusinessCalendar calendar,
        string? token,
        DateOnly? from,
        DateOnly? to,
        string? otherwise,
        bool futureAllowed)
    {
        var today = calendar.Today;
        var bounded = from is not null || to is not null;
        token ??= bounded ? "range" : otherwise;
        if (bounded != (token == "range"))
        {
            return Invalid;
        }

        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        return token switch
        {
            null => (DateRange?)null,
            "today" => new DateRange(today, today),
            "yesterday" => new DateRange(today.AddDays(-1), today.AddDays(-1)),
            "week" => new DateRange(monday, monday.AddDays(6)),
            "month" => new DateRange(new DateOnly(today.Year, today.Month, 1), today),
            "year" => new DateRange(new DateOnly(today.Year, 1, 1), new DateOnly(today.Year, 12, 31)),
            "range" when from is { } first && to is { } last && first <= last && (futureAllowed || last <= today) =>
                new DateRange(first, last),
            _ => Invalid,
        };
    }
}

namespace Lottery.Data.Calendar;

/// <summary>Months are known by their first day.</summary>
public static class Months
{
    /// <summary>The month that <paramref name="day"/> is of.</summary>
    public static DateOnly Of(DateOnly day) => new(day.Year, day.Month, 1);
}

using System.Globalization;
using Lottery.Data.Calendar;

namespace Lottery.Data.Loterias;

/// <summary>One block of a lotería's timetable: at which times, on which days, by the wall clock.</summary>
public sealed record DrawSchedule
{
    /// <summary>Most occurrences that one look ahead may give.</summary>
    public const int MostOccurrences = 1000;

    private const string EveryDay = "diario";

    /// <summary><c>diario</c> is every day; <c>semanal</c> and <c>personalizado</c> are the days listed.</summary>
    public string Frequency { get; init; } = EveryDay;

    /// <summary>Draw times, <c>HH:mm</c>.</summary>
    public IReadOnlyList<string> Times { get; init; } = [];

    /// <summary>0 = Sunday … 6 = Saturday; missing means all seven.</summary>
    public IReadOnlyList<int>? DaysOfWeek { get; init; }

    /// <summary>
    /// The draws of <paramref name="loteria"/> in the <paramref name="days"/> days that start on
    /// <paramref name="first"/>, in time order, one per instant (the later block names it).
    /// </summary>
    public static IReadOnlyList<Occurrence> Occurrences(
        Loteria loteria, DateOnly first, int days, BusinessCalendar calendar)
    {
        var found = new SortedDictionary<DateTimeOffset, Occurrence>();
        foreach (var block in loteria.Rules.Schedules)
        {
            foreach (var day in Enumerable.Range(0, days).Select(first.AddDays).Where(block.Draws))
            {
                foreach (var time in block.Times)
                {
                    var at = calendar.InstantOf(day, TimeOf(time));
                    found[at] = new Occurrence(at, $"{loteria.Name} {time}");
                }
            }
        }

        return [.. found.Values.Take(MostOccurrences)];
    }

    internal static bool IsTime(string text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    internal static TimeOnly TimeOf(string text) =>
        TimeOnly.ParseExact(text, "HH:mm", CultureInfo.InvariantCulture);

    internal string? Wrong() =>
        Frequency is not (EveryDay or "semanal" or "personalizado")
            ? "frequency debe ser diario, semanal o personalizado"
        : Times.Any(time => !IsTime(time)) ? "times lleva horas HH:mm"
        : DaysOfWeek?.Any(day => day is < 0 or > 6) is true ? "daysOfWeek va de 0 a 6"
        : null;

    private bool Draws(DateOnly day) =>
        Frequency == EveryDay || DaysOfWeek is null || DaysOfWeek.Contains((int)day.DayOfWeek);
}

/// <summary>A draw that a schedule calls for.</summary>
/// <param name="ScheduledAt">Instant, UTC.</param>
/// <param name="Name">Lotería and wall clock time, e.g. <c>TICA 12:55</c>.</param>
public sealed record Occurrence(DateTimeOffset ScheduledAt, string Name);

/// <summary>What one bets on.</summary>
public enum BetType
{
    /// <summary>Straight bet on a number.</summary>
    Numero,

    /// <summary>Side bet on a number that also carries a NUMERO; pays only when the draw brings a reventado.</summary>
    Reventado,
}

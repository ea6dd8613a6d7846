using System.Globalization;
using Microsoft.Extensions.Options;

namespace Lottery.Data.Calendar;

/// <summary>
/// The only code that knows the time zone and the business date. Fed by <see cref="TimeProvider"/>, never by the
/// machine's clock or zone.
/// </summary>
public sealed class BusinessCalendar(TimeProvider clock, IOptions<BusinessCalendarOptions> options)
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone);

    /// <summary>The zone of the clock on the wall.</summary>
    public TimeZoneInfo Zone => _zone;

    /// <summary>The instant, UTC.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The business day that is running.</summary>
    public DateOnly Today => DateOf(Now);

    /// <summary>The business day that <paramref name="instant"/> belongs to.</summary>
    public DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(WallClock(instant));

    /// <summary>What the clock on the counter's wall shows at <paramref name="instant"/>.</summary>
    public DateTime WallClock(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, _zone).DateTime;

    /// <summary>The instant, UTC, at which the wall clock shows <paramref name="time"/> on <paramref name="day"/>.</summary>
    public DateTimeOffset InstantOf(DateOnly day, TimeOnly time) => InstantOf(day.ToDateTime(time));

    /// <summary>The instant, UTC, of what a client sent: as given, or by the wall clock when it named no offset.</summary>
    public DateTimeOffset InstantOf(Moment moment) => moment.Instant ?? InstantOf(moment.WallClock);

    /// <summary>First instant of the day (inclusive) and of the next (exclusive), UTC.</summary>
    public (DateTimeOffset From, DateTimeOffset To) BoundsOf(DateOnly day) =>
        (InstantOf(day, TimeOnly.MinValue), InstantOf(day.AddDays(1), TimeOnly.MinValue));

    /// <summary>Wall clock time without an offset, as draws travel on the wire: <c>2026-10-20T12:55:00.000</c>.</summary>
    public string Local(DateTimeOffset instant) =>
        WallClock(instant).ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture);

    private DateTimeOffset InstantOf(DateTime wallClock)
    {
        // A wall time skipped by a change of summer time does not exist; it is read with the offset that held before.
        var offset = _zone.GetUtcOffset(DateTime.SpecifyKind(wallClock, DateTimeKind.Unspecified));
        return new DateTimeOffset(DateTime.SpecifyKind(wallClock, DateTimeKind.Unspecified), offset).ToUniversalTime();
    }
}

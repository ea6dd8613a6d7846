using Cronos;

namespace Lottery.Data.Jobs;

/// <summary>
/// When something is due: five fields of cron (minute, hour, day of month, month, day of week) by the clock of one zone.
/// Every worker counts the same occurrences, whenever it was started.
/// </summary>
public sealed record CronTime
{
    /// <summary>Longest expression that is read.</summary>
    public const int LongestText = 100;

    // From what is due every minute to what is due on a leap day.
    private static readonly TimeSpan[] Looks =
        [TimeSpan.FromHours(1), TimeSpan.FromDays(1), TimeSpan.FromDays(32), TimeSpan.FromDays(366), TimeSpan.FromDays(8 * 366)];

    private readonly CronExpression _expression;
    private readonly TimeZoneInfo _zone;

    private CronTime(string text, CronExpression expression, TimeZoneInfo zone) =>
        (Text, _expression, _zone) = (text, expression, zone);

    public string Text { get; }

    /// <summary>Its id, e.g. <c>America/Costa_Rica</c>.</summary>
    public string Zone => _zone.Id;

    /// <summary>Reads an expression; null when it is none, or names a day that never comes.</summary>
    public static CronTime? Read(string text, TimeZoneInfo zone) =>
        text.Length <= LongestText && CronExpression.TryParse(text, out var expression)
            && expression.GetNextOccurrence(DateTimeOffset.UnixEpoch, zone) is not null
            ? new CronTime(text.Trim(), expression, zone)
            : null;

    /// <summary>The last occurrence that is due at <paramref name="now"/>, UTC.</summary>
    public DateTimeOffset LastUntil(DateTimeOffset now)
    {
        foreach (var look in Looks)
        {
            var last = _expression.GetOccurrences(now - look, now, _zone, fromInclusive: true, toInclusive: true)
                .LastOrDefault();
            if (last != default)
            {
                return last.ToUniversalTime();
            }
        }

        throw new InvalidOperationException($"'{Text}' was never due.");
    }

    /// <summary>The first occurrence that is not yet due at <paramref name="now"/>, UTC.</summary>
    public DateTimeOffset NextAfter(DateTimeOffset now) =>
        _expression.GetNextOccurrence(now, _zone)?.ToUniversalTime()
            ?? throw new InvalidOperationException($"'{Text}' is never due again.");

    public override string ToString() => $"{Text} {Zone}";
}

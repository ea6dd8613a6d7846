using Lottery.Data.Calendar;

namespace Lottery.Data.Sorteos;

/// <summary>
/// When sales of a draw stop. The one resolver behind sale, cancellation, restoration, the revert of an evaluation,
/// and what is told of it.
/// </summary>
public static class SalesCutoff
{
    /// <summary>A sale that arrives within this of the cutoff still counts: the second is the customer's.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>First instant at which nothing is sold any more.</summary>
    public static DateTimeOffset At(DateTimeOffset scheduledAt, int cutoffMinutes) =>
        scheduledAt - TimeSpan.FromMinutes(cutoffMinutes) + Grace;

    /// <summary>True once nothing is sold any more.</summary>
    public static bool IsOver(DateTimeOffset scheduledAt, int cutoffMinutes, DateTimeOffset now) =>
        now >= At(scheduledAt, cutoffMinutes);

    /// <summary>The refusal once sales are over, else null.</summary>
    public static Refusal? Check(DateTimeOffset scheduledAt, int cutoffMinutes, BusinessCalendar calendar) =>
        IsOver(scheduledAt, cutoffMinutes, calendar.Now)
            ? SorteoRefusals.SalesCutoffReached(scheduledAt - calendar.Now)
            : null;
}

using Lottery.Data.Calendar;

namespace Lottery.Data.Sorteos;

/// <summary>
/// When sales of a draw stop. The one resolver behind sale, cancellation, restoration and the revert of an evaluation.
/// </summary>
public static class SalesCutoff
{
    /// <summary>A sale that arrives within this of the cutoff still counts: the second is the customer's.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>First instant at which nothing is sold any more.</summary>
    public static DateTimeOffset At(DateTimeOffset scheduledAt, int cutoffMinutes) =>
        scheduledAt - TimeSpan.FromMinutes(cutoffMinutes) + Grace;

    /// <summary>The refusal once sales are over, else null.</summary>
    public static Refusal? Check(DateTimeOffset scheduledAt, int cutoffMinutes, BusinessCalendar calendar) =>
        calendar.Now >= At(scheduledAt, cutoffMinutes)
            ? SorteoRefusals.SalesCutoffReached(scheduledAt - calendar.Now)
            : null;
}

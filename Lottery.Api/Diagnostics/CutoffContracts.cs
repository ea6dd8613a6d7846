using Lottery.Data.Calendar;
using Lottery.Data.Restrictions;
using Lottery.Data.Sorteos;
using Microsoft.Extensions.Validation;

namespace Lottery.Api.Diagnostics;

[ValidatableType]
public sealed record CutoffQuery
{
    public required Guid VentanaId { get; init; }

    public required Guid SorteoId { get; init; }

    public Guid? UserId { get; init; }
}

/// <summary>When sales of a draw stop at a ventana, and by what; times are the wall clock's.</summary>
public sealed record CutoffResponse(
    CutoffInput Input,
    string Now,
    string ScheduledAt,
    int CutoffMinutes,
    CutoffSource CutoffSource,
    int GraceMs,
    string LimitTime,
    string EffectiveLimitTime,
    int SecondsUntilLimit,
    int SecondsUntilScheduled,
    SorteoStatus SorteoStatus,
    bool Blocks)
{
    internal static CutoffResponse Of(CutoffInput input, Sorteo sorteo, Cutoff cutoff, BusinessCalendar calendar)
    {
        var now = calendar.Now;
        var over = SalesCutoff.At(sorteo.ScheduledAt, cutoff.Minutes);
        var limit = over - SalesCutoff.Grace;
        return new CutoffResponse(
            input, calendar.Local(now), calendar.Local(sorteo.ScheduledAt), cutoff.Minutes, cutoff.Source,
            (int)SalesCutoff.Grace.TotalMilliseconds, calendar.Local(limit), calendar.Local(over),
            SecondsUntil(limit), SecondsUntil(sorteo.ScheduledAt), sorteo.Status,
            SalesCutoff.IsOver(sorteo.ScheduledAt, cutoff.Minutes, now));

        int SecondsUntil(DateTimeOffset instant) => Math.Max(0, (int)Math.Ceiling((instant - now).TotalSeconds));
    }
}

public sealed record CutoffInput(Guid VentanaId, Guid SorteoId, Guid UserId);

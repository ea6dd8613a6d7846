using Lottery.Data.Calendar;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Accounts.Statements;

/// <summary>What made a day of an account what it is: its draws, its movements and what was let off, in their order.</summary>
public sealed class DayTimeline(LotteryDbContext db, StatementReport report, BusinessCalendar calendar)
{
    // {4} day. What was taken back in full leaves nothing.
    private const string Draws = $$"""
        -- account.draws
        with {{AccountSelection.Chosen}}
        select e.sorteo_id, s.name, s.scheduled_at, s.loteria_id, l.name as loteria_name,
            coalesce(sum(e.amount) filter (where e.kind = 'SALES'), 0) as sales,
            coalesce(sum(e.amount) filter (where e.kind = 'PAYOUT'), 0) as payouts,
            coalesce(sum(e.amount) filter (where e.kind = 'LISTERO_COMMISSION'), 0) as listero_commission,
            coalesce(sum(e.amount) filter (where e.kind = 'VENDEDOR_COMMISSION'), 0) as vendedor_commission,
            sum(e.tickets)::int as tickets, sum(e.effect) as effect
        from chosen c join account_entries e using (banca_id, level, entity_id)
        join sorteos s on s.id = e.sorteo_id
        join loterias l on l.id = s.loteria_id
        where e.day = {4}
        group by e.sorteo_id, s.id, l.id
        having sum(e.tickets) <> 0 or sum(e.effect) <> 0
        """;

    private const string Movements = $$"""
        -- account.movements
        with {{AccountSelection.Chosen}}
        select p.id, p.type, p.method, p.amount, p.time, p.notes, p.is_reversed, p.created_at
        from chosen c join account_payments p using (banca_id, level, entity_id)
        where p.day = {4}
        """;

    private const string Resets = $$"""
        -- account.resets
        with {{AccountSelection.Chosen}}
        select e.id, e.effect, e.posted_at
        from chosen c join account_entries e using (banca_id, level, entity_id)
        where e.day = {4} and e.kind = 'RESET'
        """;

    /// <summary>
    /// The day's events, oldest first, each with the saldo after it. On the first of a month what the month before left
    /// comes first, as an event of its own; on other days it is what the first event adds to.
    /// </summary>
    public async Task<IReadOnlyList<TimelineEvent>> Of(
        AccountSelection accounts, DateOnly day, CancellationToken cancellationToken)
    {
        var opening = await report.OpeningOf(accounts, day, ignoreReset: false, cancellationToken);
        var draws = await db.Database.SqlQueryRaw<DrawRow>(Draws, accounts.Parameters(day)).ToListAsync(cancellationToken);
        var movements =
            await db.Database.SqlQueryRaw<MovementRow>(Movements, accounts.Parameters(day)).ToListAsync(cancellationToken);
        var resets = await db.Database.SqlQueryRaw<ResetRow>(Resets, accounts.Parameters(day)).ToListAsync(cancellationToken);

        var events = new List<TimelineEvent>();
        if (day.Day == 1 && opening != 0)
        {
            var start = calendar.BoundsOf(day).From;
            events.Add(new TimelineEvent(TimelineKind.Opening, Id: null, start, opening) { CreatedAt = start });
            opening = 0;
        }

        events.AddRange(draws.Select(Drawn).Concat(movements.Select(row => Moved(row, day))).Concat(resets.Select(LetOff))
            .OrderBy(e => e.At).ThenBy(e => e.CreatedAt).ThenBy(e => e.Id, StringComparer.Ordinal));
        var saldo = opening;
        return [.. events.Select(e => e with { Accumulated = saldo += e.Effect })];
    }

    private static TimelineEvent Drawn(DrawRow row) =>
        new(TimelineKind.Draw, row.SorteoId.ToString(), row.ScheduledAt, row.Effect)
        {
            CreatedAt = row.ScheduledAt,
            Draw = new TimelineDraw(
                row.Name, row.LoteriaId, row.LoteriaName, row.Sales, row.Payouts, row.ListeroCommission,
                row.VendedorCommission, row.Tickets),
        };

    private TimelineEvent Moved(MovementRow row, DateOnly day)
    {
        var isPayment = row.Type == WireNames.Of(MovementType.Payment);
        var effect = row.IsReversed ? 0 : isPayment ? row.Amount : -row.Amount;
        return new TimelineEvent(
            isPayment ? TimelineKind.Payment : TimelineKind.Collection, row.Id.ToString(),
            calendar.InstantOf(day, row.Time), effect)
        {
            CreatedAt = row.CreatedAt,
            Movement = new TimelineMovement(
                row.Amount, WireNames.Parse<PaymentMethod>(row.Method), row.Notes, row.IsReversed),
        };
    }

    private static TimelineEvent LetOff(ResetRow row) =>
        new(TimelineKind.Reset, $"{row.Id}", row.PostedAt, row.Effect) { CreatedAt = row.PostedAt };

    private sealed record DrawRow(
        Guid SorteoId, string Name, DateTimeOffset ScheduledAt, Guid LoteriaId, string LoteriaName, decimal Sales,
        decimal Payouts, decimal ListeroCommission, decimal VendedorCommission, int Tickets, decimal Effect);

    private sealed record MovementRow(
        Guid Id, string Type, string Method, decimal Amount, TimeOnly Time, string? Notes, bool IsReversed,
        DateTimeOffset CreatedAt);

    private sealed record ResetRow(long Id, decimal Effect, DateTimeOffset PostedAt);
}

/// <summary>Something that changed the saldo, or would have if it had not been taken back.</summary>
/// <param name="Id">Draw, movement or line; null for the opening.</param>
/// <param name="Effect">What the saldo changed by, colones.</param>
public sealed record TimelineEvent(TimelineKind Kind, string? Id, DateTimeOffset At, decimal Effect)
{
    /// <summary>Saldo after it, colones.</summary>
    public decimal Accumulated { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public TimelineDraw? Draw { get; init; }

    public TimelineMovement? Movement { get; init; }
}

/// <summary>The figures of a draw, colones.</summary>
public sealed record TimelineDraw(
    string Name, Guid LoteriaId, string LoteriaName, decimal Sales, decimal Payouts, decimal ListeroCommission,
    decimal VendedorCommission, int Tickets);

public sealed record TimelineMovement(decimal Amount, PaymentMethod Method, string? Notes, bool IsReversed);

public enum TimelineKind
{
    /// <summary>What the month before left.</summary>
    Opening,
    Draw,
    Payment,
    Collection,
    Reset,
}

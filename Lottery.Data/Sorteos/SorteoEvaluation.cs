using Lottery.Data.Accounts.Posting;
using Lottery.Data.Activity;
using Lottery.Data.Calendar;
using Lottery.Data.Loterias;
using Lottery.Data.Persistence;
using Lottery.Data.Restrictions;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Sorteos;

/// <summary>
/// Turns a drawn number into prizes, and both into lines of the accounts. One transaction under the sorteo's row lock, a
/// handful of set-based statements whatever the number of tickets.
/// </summary>
public sealed class SorteoEvaluation(LotteryDbContext db, Ledger ledger, BusinessCalendar calendar)
{
    /// <summary>Takes the result, marks the winners and writes every ticket's prize.</summary>
    public Task<Outcome<Sorteo>> Evaluate(
        Guid sorteoId, DrawnResult drawn, Actor actor, CancellationToken cancellationToken) =>
        db.InTransaction<Sorteo>("sorteo.evaluate", async ct =>
        {
            if ((await db.SorteoForChange(sorteoId, actor, ct)).IsRefused(out var no, out var sorteo))
            {
                return no;
            }

            var extra = await db.LoteriaMultipliers.SingleOrDefaultAsync(m => m.Id == drawn.ExtraMultiplierId, ct);
            if (extra is null && drawn.ExtraMultiplierId is not null)
            {
                return SorteoRefusals.ExtraInvalid;
            }

            var (now, businessDate) = (calendar.Now, calendar.DateOf(sorteo.ScheduledAt));
            if (sorteo.Evaluate(drawn.WinningNumber, extra, drawn.OutcomeCode, businessDate, now) is { } refusal)
            {
                return refusal;
            }

            var prizes = await MarkWinners(sorteo, now, ct);
            sorteo.Announce(prizes.Winners > 0);
            db.SorteoResults.Add(Result(sorteo, prizes, actor, now));
            db.Record(
                actor, ActivityType.SorteoEvaluate, sorteo,
                $"Sorteo {sorteo.Name} evaluado con {sorteo.WinningNumber}", now,
                new { prizes.Tickets, prizes.Winners, prizes.TotalPayout });
            return await Post(sorteo, actor, ct) is { } settled ? settled : sorteo;
        }, cancellationToken);

    /// <summary>
    /// Takes a result back: prizes are undone, payments stay on record as reversed. Needs a reason once anything was
    /// paid.
    /// </summary>
    public Task<Outcome<Sorteo>> Revert(
        Guid sorteoId, string? reason, Actor actor, CancellationToken cancellationToken) =>
        db.InTransaction<Sorteo>("sorteo.revert-evaluation", async ct =>
        {
            if ((await db.SorteoForChange(sorteoId, actor, ct)).IsRefused(out var no, out var sorteo))
            {
                return no;
            }

            var (now, previous) = (calendar.Now, sorteo.WinningNumber);
            var cutoff = await CutoffMinutes(sorteo, ct);
            if (sorteo.RevertEvaluation(salesAreOver: now >= SalesCutoff.At(sorteo.ScheduledAt, cutoff)) is { } refusal)
            {
                return refusal;
            }

            var reversed = await UndoPrizes(sorteo, reason, actor, now, ct);
            if (reversed.Payments > 0 && string.IsNullOrWhiteSpace(reason))
            {
                return SorteoRefusals.RevertNeedsReason;
            }

            var result = await db.SorteoResults.SingleAsync(r => r.SorteoId == sorteo.Id && r.RevertedAt == null, ct);
            result.Revert(actor.UserId, reason, now);
            db.Record(
                actor, ActivityType.SorteoReopen, sorteo, $"Evaluación revertida del sorteo {sorteo.Name}", now,
                new { reason, previousWinningNumber = previous, reversed.Payments, reversed.Amount });
            return await Post(sorteo, actor, ct) is { } settled ? settled : sorteo;
        }, cancellationToken);

    private async Task<Refusal?> Post(Sorteo sorteo, Actor actor, CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        return await ledger.PostSorteo(sorteo.Id, calendar.DateOf(sorteo.ScheduledAt), actor, cancellationToken);
    }

    private static SorteoResult Result(Sorteo sorteo, Prizes prizes, Actor actor, DateTimeOffset now) => new()
    {
        SorteoId = sorteo.Id,
        WinningNumber = sorteo.WinningNumber!,
        ExtraMultiplierId = sorteo.ExtraMultiplierId,
        ExtraMultiplierX = sorteo.ExtraMultiplierX!.Value,
        WinningTickets = prizes.Winners,
        TotalPayout = prizes.TotalPayout,
        EvaluatedBy = actor.UserId,
        EvaluatedAt = now,
    };

    // Only ACTIVE tickets are evaluated, and an ACTIVE ticket has no prize: the check constraints say so. Payouts are
    // rounded half away from zero, which is how PostgreSQL rounds numeric. Two statements, and every ticket sums its
    // own lines by their key: a join of all tickets with all winners is left to a planner that has seen neither, and it
    // compares each with each.
    private async Task<Prizes> MarkWinners(
        Sorteo sorteo, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"""
            -- sorteo.evaluate.jugadas
            update jugadas j
            set is_winner = true,
                payout = round(
                    j.amount * case j.type when 'REVENTADO' then {sorteo.ExtraMultiplierX} else j.final_multiplier_x end,
                    2),
                final_multiplier_x =
                    case j.type when 'REVENTADO' then {sorteo.ExtraMultiplierX} else j.final_multiplier_x end,
                multiplier_id =
                    case j.type when 'REVENTADO' then {sorteo.ExtraMultiplierId}::uuid else j.multiplier_id end
            from tickets t
            where j.sorteo_id = {sorteo.Id} and j.number = {sorteo.WinningNumber}
                and (j.type = 'NUMERO' or {sorteo.ExtraMultiplierX} > 0)
                and not j.is_excluded and t.id = j.ticket_id and t.status = 'ACTIVE'
            """, cancellationToken);
        return (await db.Database.SqlQuery<Prizes>($"""
            with evaluated as (
                update tickets t
                set (status, total_payout, is_winner, updated_at) = (
                    select 'EVALUATED', coalesce(sum(j.payout), 0), coalesce(sum(j.payout), 0) > 0, {now}
                    from jugadas j where j.ticket_id = t.id and j.is_winner)
                where t.sorteo_id = {sorteo.Id} and t.status = 'ACTIVE'
                returning t.total_payout
            )
            select count(*)::int as tickets,
                count(*) filter (where total_payout > 0)::int as winners,
                coalesce(sum(total_payout), 0) as total_payout
            from evaluated
            """).TagWith("sorteo.evaluate.tickets").ToListAsync(cancellationToken)).Single();
    }

    // The tickets first: their locks keep a payment from coming in between.
    private async Task<Reversal> UndoPrizes(
        Sorteo sorteo, string? reason, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"""
            -- sorteo.revert.tickets
            update tickets
            set status = 'ACTIVE', is_winner = false, total_payout = 0, total_paid = 0, updated_at = {now}
            where sorteo_id = {sorteo.Id} and status in ('EVALUATED', 'PAID')
            """, cancellationToken);
        await db.Database.ExecuteSqlAsync($"""
            -- sorteo.revert.jugadas
            update jugadas
            set is_winner = false, payout = null,
                final_multiplier_x = case type when 'REVENTADO' then 0 else final_multiplier_x end,
                multiplier_id = case type when 'REVENTADO' then null else multiplier_id end
            where sorteo_id = {sorteo.Id} and is_winner
            """, cancellationToken);
        return (await db.Database.SqlQuery<Reversal>($"""
            with reversed as (
                update ticket_payments p
                set is_reversed = true, reversed_at = {now}, reversed_by = {actor.UserId}, reverse_reason = {reason}
                from tickets t
                where t.sorteo_id = {sorteo.Id} and p.ticket_id = t.id and not p.is_reversed
                returning p.amount_paid
            )
            select count(*)::int as payments, coalesce(sum(amount_paid), 0) as amount from reversed
            """).TagWith("sorteo.revert.payments").ToListAsync(cancellationToken)).Single();
    }

    // When the banca as a whole stops selling; rules for one ventana or seller do not keep a draw open or closed.
    private async Task<int> CutoffMinutes(Sorteo sorteo, CancellationToken cancellationToken)
    {
        var minutes = await db.Bancas.Where(b => b.Id == sorteo.BancaId).Select(b => (int?)b.SalesCutoffMinutes)
            .SingleOrDefaultAsync(cancellationToken);
        var rules = await db.RestrictionRules.AsNoTracking()
            .Where(r => r.IsActive && r.BancaId == sorteo.BancaId && r.SalesCutoffMinutes != null)
            .ToListAsync(cancellationToken);
        return CutoffRules.Resolve(rules, minutes, null, null, calendar.WallClock(calendar.Now)).Minutes;
    }

    private sealed record Prizes(int Tickets, int Winners, decimal TotalPayout);

    private sealed record Reversal(int Payments, decimal Amount);
}

/// <summary>What the draw brought.</summary>
/// <param name="WinningNumber">Exactly as many digits as the sorteo has.</param>
/// <param name="ExtraMultiplierId">Reventado drawn; without one every REVENTADO loses.</param>
/// <param name="OutcomeCode">Label of the outcome; the multiplier's name when there is none.</param>
public sealed record DrawnResult(string WinningNumber, Guid? ExtraMultiplierId, string? OutcomeCode);

using Lottery.Data.Activity;
using Lottery.Data.Calendar;
using Lottery.Data.Persistence;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Restrictions;

/// <summary>A change of rules, as asked for: each part from what it is now to what it is to be.</summary>
/// <param name="IsActive">Null leaves it.</param>
public sealed record RestrictionEdit(
    Func<RestrictionTerms, RestrictionTerms> Terms, Func<AskedScope, AskedScope> Scope, bool? IsActive);

/// <summary>
/// Changing rules, switching them off and on: one or several at once, all or none. A changed rule says nothing that a
/// new one might not.
/// </summary>
public sealed class RestrictionChange(LotteryDbContext db, RestrictionPlacement placement, BusinessCalendar calendar)
{
    public Task<Outcome<IReadOnlyList<Guid>>> Apply(
        IReadOnlyList<Guid> ids, RestrictionEdit edit, Actor actor, CancellationToken cancellationToken) =>
        Change("restriction.update", ids, actor, async (rule, ct) =>
        {
            if (await Edit(rule, edit, actor, ct) is { } refusal)
            {
                return refusal;
            }

            Note(rule, ActivityType.SystemAction, "modificada", actor, new { op = "update" });
            return null;
        }, cancellationToken);

    /// <summary>Switches rules off; one that is off stays so.</summary>
    public Task<Outcome<IReadOnlyList<Guid>>> Delete(
        IReadOnlyList<Guid> ids, string? reason, Actor actor, CancellationToken cancellationToken) =>
        Change("restriction.delete", ids, actor, (rule, _) =>
        {
            if (rule.IsActive)
            {
                rule.IsActive = false;
                Note(rule, ActivityType.SoftDelete, "eliminada", actor, new { reason });
            }

            return Task.FromResult<Refusal?>(null);
        }, cancellationToken);

    /// <summary>Switches a rule on again, unless another says the same by now.</summary>
    public Task<Outcome<IReadOnlyList<Guid>>> Restore(Guid id, Actor actor, CancellationToken cancellationToken) =>
        Change("restriction.restore", [id], actor, (rule, _) =>
        {
            if (!rule.IsActive)
            {
                rule.IsActive = true;
                Note(rule, ActivityType.Restore, "restaurada", actor, new { });
            }

            return Task.FromResult<Refusal?>(null);
        }, cancellationToken);

    private async Task<Refusal?> Edit(
        RestrictionRule rule, RestrictionEdit edit, Actor actor, CancellationToken cancellationToken)
    {
        var (was, scope) = (RestrictionTerms.Of(rule), AskedScope.Of(rule));
        var (terms, asked) = (edit.Terms(was), edit.Scope(scope));
        if ((terms.Wrong() ?? terms.ForbiddenTo(actor)) is { } wrong)
        {
            return wrong;
        }

        var bancaId = rule.BancaId;
        if (asked != scope)
        {
            if ((await placement.Place(asked, terms, actor, cancellationToken)).IsRefused(out var no, out var place))
            {
                return no;
            }

            place.Take(rule);
        }

        // What is as it was is not judged again: its multiplier may be switched off by now.
        var isKept = (terms.LoteriaId, terms.MultiplierId, rule.BancaId) == (was.LoteriaId, was.MultiplierId, bancaId)
            && rule.Loteria is { } loteria && loteria.BancaId == rule.BancaId;
        var settled = isKept
            ? terms with { Message = terms.Message ?? RestrictionTerms.SentenceOf(rule.Multiplier!.Name) }
            : await db.WithBets(terms, rule.BancaId, cancellationToken);
        if (settled.IsRefused(out var refusal, out var final))
        {
            return refusal;
        }

        final.Describe(rule, calendar.Today);
        rule.IsActive = edit.IsActive ?? rule.IsActive;
        return null;
    }

    private void Note(RestrictionRule rule, ActivityType action, string what, Actor actor, object details) => db.Record(
        actor, action, rule, $"Restricción {what}: {rule.Described()}", calendar.Now, details);

    private Task<Outcome<IReadOnlyList<Guid>>> Change(
        string operation,
        IReadOnlyList<Guid> ids,
        Actor actor,
        Func<RestrictionRule, CancellationToken, Task<Refusal?>> change,
        CancellationToken cancellationToken) =>
        db.InTransaction<IReadOnlyList<Guid>>(operation, async ct =>
        {
            await db.LockRules(ct);
            var wanted = ids.Distinct().ToArray();
            var rules = await db.RestrictionRules
                .FromSql($"select * from restriction_rules where id = any({wanted}) order by id for no key update")
                .TagWith("restriction.lock")
                .Include(r => r.Loteria).Include(r => r.Multiplier)
                .ToListAsync(ct);
            if (rules.Count < wanted.Length)
            {
                return RestrictionRefusals.NotFound;
            }

            foreach (var rule in rules)
            {
                if ((await db.OutOfReach(rule, actor, ct) ?? await change(rule, ct)) is { } refusal)
                {
                    return refusal;
                }
            }

            return wanted;
        }, cancellationToken);
}

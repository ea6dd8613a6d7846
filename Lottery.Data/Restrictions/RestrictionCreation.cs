using System.Globalization;
using Lottery.Data.Activity;
using Lottery.Data.Calendar;
using Lottery.Data.Persistence;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Restrictions;

/// <summary>Making rules: one, or the same for each of several numbers, all or none.</summary>
public sealed class RestrictionCreation(
    LotteryDbContext db, RestrictionPlacement placement, BusinessCalendar calendar)
{
    /// <param name="numbers">A rule for each, in the order of their value; empty for one rule of every number.</param>
    public async Task<Outcome<IReadOnlyList<Guid>>> Create(
        RestrictionTerms terms, IReadOnlyList<string> numbers, AskedScope scope, Actor actor,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<RestrictionTerms> wanted = numbers.Count == 0
            ? [terms]
            : [.. numbers.OrderBy(n => int.Parse(n, CultureInfo.InvariantCulture)).ThenBy(n => n, StringComparer.Ordinal)
                .Select(number => terms with { Number = number })];
        if (wanted[0].Wrong() is { } wrong)
        {
            return wrong;
        }

        var rules = new List<RestrictionRule>();
        var outcome = await db.InTransaction<IReadOnlyList<RestrictionRule>>(
            "restriction.create", ct => Add(wanted, scope, actor, rules, ct), cancellationToken);
        return outcome.Refusal == RestrictionRefusals.Duplicate
            ? await Taken(rules, cancellationToken)
            : outcome.Select<IReadOnlyList<Guid>>(made => [.. made.Select(rule => rule.Id)]);
    }

    private async Task<Outcome<IReadOnlyList<RestrictionRule>>> Add(
        IReadOnlyList<RestrictionTerms> wanted, AskedScope scope, Actor actor, List<RestrictionRule> rules,
        CancellationToken cancellationToken)
    {
        rules.Clear();
        await db.LockRules(cancellationToken);
        if (wanted[0].ForbiddenTo(actor) is { } forbidden)
        {
            return forbidden;
        }

        if ((await placement.Place(scope, wanted[0], actor, cancellationToken)).IsRefused(out var no, out var place)
            || (await db.WithBets(wanted[0], place.BancaId, cancellationToken)).IsRefused(out no, out var settled))
        {
            return no;
        }

        foreach (var terms in wanted)
        {
            var rule = new RestrictionRule();
            place.Take(rule);
            (settled with { Number = terms.Number }).Describe(rule, calendar.Today);
            rules.Add(rule);
            db.RestrictionRules.Add(rule);
            db.Record(
                actor, ActivityType.SystemAction, rule, $"Restricción creada: {rule.Described()}", calendar.Now,
                new { op = "create" });
        }

        return rules;
    }

    // The database refused all of them for one; the person is told which.
    private async Task<Refusal> Taken(List<RestrictionRule> rules, CancellationToken cancellationToken)
    {
        foreach (var rule in rules)
        {
            if (await db.RestrictionRules.SameAs(rule).AnyAsync(cancellationToken))
            {
                return RestrictionRefusals.Taken(rule.IsAutoDate ? null : rule.Number);
            }
        }

        return RestrictionRefusals.Duplicate;
    }
}

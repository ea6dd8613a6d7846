using Lottery.Data.Activity;
using Lottery.Data.Calendar;
using Lottery.Data.Jobs;
using Lottery.Data.Persistence;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Restrictions;

/// <summary>
/// Writes the day of month into the active automatic rules, for whoever reads them. No sale depends on it: that takes
/// the day of its draw. It is of every banca, whichever an administrator works in.
/// </summary>
public sealed class AutoDateNumbers(LotteryDbContext db, BusinessCalendar calendar, JobHistory history)
{
    /// <summary>Name of the job that does it every day.</summary>
    public const string JobName = "update_auto_restrictions";

    /// <summary>Longest time since the last success that is not yet a fault: a day, and an hour to get it done.</summary>
    public static readonly TimeSpan Overdue = TimeSpan.FromHours(25);

    /// <summary>Sets the number of every active automatic rule to the business day's, and tells how many changed.</summary>
    public async Task<AutoDateFilling> Fill(Actor actor, CancellationToken cancellationToken)
    {
        var number = RestrictionTerms.NumberOf(calendar.Today);
        var outcome = await db.InTransaction<AutoDateFilling>("restriction.auto-date", async ct =>
        {
            var rules = await db.RestrictionRules
                .FromSql($"""
                    select * from restriction_rules
                    where is_auto_date and is_active and number is distinct from {number}
                    order by id for no key update
                    """)
                .TagWith("restriction.auto-date")
                .IgnoreQueryFilters([LotteryDbContext.TenantFilter])
                .ToListAsync(ct);
            foreach (var rule in rules)
            {
                rule.Number = number;
                db.Record(
                    actor, ActivityType.SystemAction, rule, $"Restricción por fecha: número {number}", calendar.Now,
                    new { op = "auto-date" });
            }

            return new AutoDateFilling(rules.Count, number);
        }, cancellationToken);
        return outcome.IsRefused(out var refusal, out var filling)
            ? throw new InvalidOperationException($"The numbers of the day were refused: {refusal.Code}.")
            : filling;
    }

    /// <summary>As <see cref="Fill"/>, asked for by a person, and kept like a run of the job.</summary>
    public async Task<AutoDateFilling> FillNow(Actor actor, CancellationToken cancellationToken)
    {
        var run = new JobRun
        {
            JobName = JobName,
            ScheduledAt = calendar.BoundsOf(calendar.Today).From,
            StartedAt = calendar.Now,
            Trigger = JobTrigger.Manual,
            Worker = $"{Environment.MachineName}:{Environment.ProcessId}",
            RequestId = actor.RequestId ?? "",
        };
        await history.Begin(run, cancellationToken);
        try
        {
            var filling = await Fill(actor, cancellationToken);
            await history.End(run, JobOutcome.Completed, filling.Counts);
            return filling;
        }
        catch (Exception failure)
        {
            await history.End(
                run, JobOutcome.Failed, errorCode: TransientFailures.Classify(failure) ?? TransientFailures.Unknown);
            throw;
        }
    }

    /// <summary>When it was done last, and whether what the rules show is of today.</summary>
    public async Task<AutoDateHealth> Health(CancellationToken cancellationToken)
    {
        var last = await db.JobRuns.Where(run => run.JobName == JobName && run.Outcome == JobOutcome.Completed)
            .MaxAsync(run => run.FinishedAt, cancellationToken);
        var expected = RestrictionTerms.NumberOf(calendar.Today);
        var shown = await db.RestrictionRules.IgnoreQueryFilters([LotteryDbContext.TenantFilter])
            .Where(r => r.IsAutoDate && r.IsActive)
            .Select(r => r.Number).Distinct().ToListAsync(cancellationToken);
        var wrong = shown.Where(number => number != expected).Order(StringComparer.Ordinal).ToList();
        return new AutoDateHealth(
            last, calendar.Now - last, last is { } done && calendar.Now - done < Overdue, expected,
            wrong.Count > 0 ? wrong[0] : shown.FirstOrDefault(), wrong.Count > 0);
    }
}

/// <summary>What was done.</summary>
/// <param name="Affected">Rules that showed another number before.</param>
/// <param name="Number">What they show now.</param>
public sealed record AutoDateFilling(int Affected, string Number)
{
    public IReadOnlyDictionary<string, long> Counts => new Dictionary<string, long> { ["affectedRows"] = Affected };
}

/// <summary>How the automatic rules stand.</summary>
/// <param name="LastSuccess">Null when it was never done.</param>
/// <param name="CurrentNumber">What the rules show; one that is wrong when there is one. Null without rules.</param>
public sealed record AutoDateHealth(
    DateTimeOffset? LastSuccess, TimeSpan? Since, bool IsHealthy, string ExpectedNumber, string? CurrentNumber,
    bool IsMismatched);

using Lottery.Api.Http;
using Lottery.Data;
using Lottery.Data.Accounts;
using Lottery.Data.Accounts.Movements;
using Lottery.Data.Accounts.Statements;
using Lottery.Data.Activity;
using Lottery.Data.Calendar;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Accounts.Statements;

/// <summary>Reads a statement once it is known whose, and of which days.</summary>
internal static class StatementReader
{
    public static async Task<Outcome<StatementResponse>> Read(
        StatementAsked asked, StatementReport report, LotteryDbContext db, CurrentActor current, BusinessCalendar calendar,
        CancellationToken cancellationToken)
    {
        var (accounts, period, level) = (asked.Accounts, asked.Period, asked.Accounts.Level);
        var days = await Days(asked, report, db, calendar, cancellationToken);
        var wanted = days.Where(day => day.Day >= period.From && day.Day <= period.To).ToList();
        var month = days.Where(day => day.Day >= period.Month && day.Day <= period.MonthTo).ToList();
        if (current.Actor.Role is Role.Admin or Role.Banca)
        {
            db.ActivityLogs.Add(ActivityTrail.Line(
                current.Actor, ActivityType.AccountStatementView, "ACCOUNT_STATEMENT", accounts.EntityId?.ToString(),
                accounts.BancaId,
                new { level, period.From, period.To, description = "Estado de cuenta consultado" }, calendar.Now));
            await db.SaveChangesAsync(cancellationToken);
        }

        IEnumerable<StatementDay> ordered = asked.OldestFirst ? wanted : Enumerable.Reverse(wanted);
        return new StatementResponse(
            [.. ordered.Select(day => DayStatementResponse.Of(day, level, accounts.IsOne, asked.Names))],
            StatementTotals.Of(wanted, level),
            MonthlyAccumulated.Of(month, level),
            new StatementMeta(
                $"{period.Month:yyyy-MM}", period.From, period.To, level.ToString().ToLowerInvariant(), month.Count,
                period.Month, period.MonthTo));
    }

    // What was before a vendedor was let off is not told, unless somebody asks for it.
    private static async Task<IReadOnlyList<StatementDay>> Days(
        StatementAsked asked, StatementReport report, LotteryDbContext db, BusinessCalendar calendar,
        CancellationToken cancellationToken)
    {
        var (accounts, period) = (asked.Accounts, asked.Period);
        var from = period.From < period.Month ? period.From : period.Month;
        var to = period.To > period.MonthTo ? period.To : period.MonthTo;
        if (from > to)
        {
            return [];
        }

        var days = await report.Between(accounts, from, to, asked.IgnoreReset, cancellationToken);
        if (asked.IgnoreReset || accounts is not { Level: AccountLevel.Vendedor, EntityId: { } vendedorId })
        {
            return days;
        }

        var settings = await db.Users.IgnoreQueryFilters([LotteryDbContext.TenantFilter])
            .Where(u => u.Id == vendedorId).Select(u => u.Settings).TagWith("account.reset-at")
            .SingleOrDefaultAsync(cancellationToken);
        return BalanceReset.Of(settings) is { } at
            ? [.. days.Where(day => day.Day >= calendar.DateOf(at))]
            : days;
    }
}

internal sealed record StatementAsked(
    AccountSelection Accounts, AccountNames Names, StatementPeriod Period, bool OldestFirst, bool IgnoreReset);

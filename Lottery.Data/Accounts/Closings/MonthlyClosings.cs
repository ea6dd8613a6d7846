using Lottery.Data.Accounts.Posting;
using Lottery.Data.Activity;
using Lottery.Data.Calendar;
using Lottery.Data.Persistence;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Lottery.Data.Accounts.Closings;

/// <summary>
/// Closes months that are over, banca by banca: whoever posts to one of its accounts waits that long, and a sale does not
/// wait at all. Closing a month again changes nothing.
/// </summary>
public sealed class MonthlyClosings(LotteryDbContext db, BusinessCalendar calendar, ILogger<MonthlyClosings> log)
{
    // A banca is one statement, whatever its size.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Closes every month that is over and not yet closed, the oldest first; at least the last one.</summary>
    public async Task<ClosedMonths> CloseAll(Actor actor, CancellationToken cancellationToken)
    {
        var last = Months.Of(calendar.Today).AddMonths(-1);
        // The newest that is closed may be so in part.
        var first = await db.MonthlyClosings.MaxAsync(c => (DateOnly?)c.Month, cancellationToken)
            ?? await db.AccountStatements.MinAsync(s => (DateOnly?)s.Day, cancellationToken);
        var month = first < last ? Months.Of(first.Value) : last;
        var (total, errors, complete) = (0, new List<ClosingError>(), true);
        for (; month <= last && complete; month = month.AddMonths(1))
        {
            var closed = await Close(month, actor, cancellationToken);
            (total, complete) = (total + closed.Accounts, closed.IsComplete);
            errors.AddRange(closed.Errors);
        }

        return new ClosedMonths(last, total, errors, complete);
    }

    /// <summary>Closes one month of every banca. Cancelling ends it between two bancas.</summary>
    public async Task<ClosedMonths> Close(DateOnly month, Actor actor, CancellationToken cancellationToken)
    {
        var bancas = await db.Accounts.Select(a => a.BancaId).Distinct().OrderBy(id => id).ToListAsync(cancellationToken);
        ClosingLog.Start(log, $"{month:yyyy-MM}", bancas.Count);
        var (byLevel, errors, done) = (new Dictionary<string, int>(), new List<ClosingError>(), 0);
        foreach (var bancaId in bancas)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                break;
            }

            done++;
            try
            {
                foreach (var level in await CloseBanca(month, bancaId))
                {
                    byLevel[level.Level] = byLevel.GetValueOrDefault(level.Level) + level.Count;
                }
            }
            catch (Exception failure) when (TransientFailures.Classify(failure) is { } code
                && code != TransientFailures.Unreachable)
            {
                db.ChangeTracker.Clear();
                ClosingLog.BancaFailed(log, $"{month:yyyy-MM}", bancaId, failure);
                errors.Add(new ClosingError(bancaId, $"{month:yyyy-MM}", code));
            }
        }

        var total = byLevel.Values.Sum();
        ClosingLog.Complete(
            log, $"{month:yyyy-MM}", total, errors.Count, byLevel.GetValueOrDefault("VENDEDOR"),
            byLevel.GetValueOrDefault("VENTANA"), byLevel.GetValueOrDefault("BANCA"));
        db.ActivityLogs.Add(ActivityTrail.Line(
            actor, ActivityType.SystemAction, "CRON_JOB", "monthly_closing", null,
            new
            {
                status = errors.Count == 0 ? "success" : "partial",
                closingMonth = $"{month:yyyy-MM}",
                affectedRows = total,
                errorsCount = errors.Count,
                description = $"Cierre mensual {month:yyyy-MM}: {total} cuentas",
            },
            calendar.Now));
        await db.SaveChangesAsync(CancellationToken.None);
        return new ClosedMonths(month, total, errors, done == bancas.Count);
    }

    // Not cancellable: what has begun is brought to its end.
    private async Task<IReadOnlyList<ClosedLevel>> CloseBanca(DateOnly month, Guid bancaId)
    {
        db.Database.SetCommandTimeout(Patience);
        var outcome = await db.InTransaction<IReadOnlyList<ClosedLevel>>("closing.month", async ct =>
        {
            await db.TakeAccountsOf(bancaId, ct);
            return new(await db.Database
                .SqlQueryRaw<ClosedLevel>(ClosingSql.CloseBanca, calendar.Now, month, bancaId).ToListAsync(ct));
        }, CancellationToken.None);
        return outcome.IsRefused(out _, out var levels) ? [] : levels;
    }
}

/// <summary>What a closing did.</summary>
/// <param name="Month">The newest month that was to be closed.</param>
/// <param name="Accounts">Months of accounts that were written.</param>
/// <param name="IsComplete">False when it was cancelled.</param>
public sealed record ClosedMonths(DateOnly Month, int Accounts, IReadOnlyList<ClosingError> Errors, bool IsComplete);

/// <summary>A banca whose month was not closed, and the code of the failure.</summary>
public sealed record ClosingError(Guid BancaId, string ClosingMonth, string Error);

internal static partial class ClosingLog
{
    [LoggerMessage(EventName = "MONTHLY_CLOSING_MONTH_BEGUN", Level = LogLevel.Information,
        Message = "{closingMonth} is being closed for {totalBancas} bancas")]
    public static partial void Start(ILogger log, string closingMonth, int totalBancas);

    [LoggerMessage(EventName = "MONTHLY_CLOSING_MONTH_CLOSED", Level = LogLevel.Information,
        Message = "{closingMonth} is closed for {totalSuccess} accounts, {totalErrors} bancas failed")]
    public static partial void Complete(
        ILogger log, string closingMonth, int totalSuccess, int totalErrors, int vendedores, int ventanas, int bancas);

    [LoggerMessage(EventName = "MONTHLY_CLOSING_BANCA_ERROR", Level = LogLevel.Error,
        Message = "{closingMonth} could not be closed for a banca")]
    public static partial void BancaFailed(ILogger log, string closingMonth, Guid bancaId, Exception failure);
}

using Lottery.Data.Activity;
using Lottery.Data.Calendar;
using Lottery.Data.Persistence;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Lottery.Data.Sorteos;

/// <summary>What is done to draws without a person asking for each, of every banca and the global ones.</summary>
public sealed class SorteoAutomation(LotteryDbContext db, BusinessCalendar calendar, ILogger<SorteoAutomation> log)
{
    /// <summary>
    /// Starts sales of every draw of the business day that waits for it, one transaction each: one that cannot be
    /// opened does not keep the others shut. Cancelling ends it between two draws.
    /// </summary>
    public async Task<AutoOpening> OpenToday(Actor actor, CancellationToken cancellationToken)
    {
        var (from, to) = calendar.BoundsOf(calendar.Today);
        var due = await db.Sorteos.DueToOpen(from, to).Select(s => new DueSorteo(s.Id, s.Name))
            .ToListAsync(cancellationToken);
        var (opened, errors) = (0, new List<AutoOpeningError>());
        foreach (var sorteo in due)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                break;
            }

            if (await Open(sorteo, actor) is { } error)
            {
                errors.Add(new AutoOpeningError(sorteo.Id, error));
            }
            else
            {
                opened++;
            }
        }

        var opening = new AutoOpening(opened, errors, due.Count - opened - errors.Count);
        await RecordSummary(opening, actor);
        return opening;
    }

    /// <summary>The code of what went wrong, or null. Not cancellable: what has begun is brought to its end.</summary>
    private async Task<string?> Open(DueSorteo due, Actor actor)
    {
        try
        {
            var outcome = await db.InTransaction<Sorteo>(
                "sorteo.auto-open", ct => OpenLocked(due.Id, actor, ct), CancellationToken.None);
            if (outcome.Refusal is { } refusal)
            {
                SorteoAutomationLog.NotOpened(log, due.Id, due.Name, refusal.Code, null);
                return refusal.Code;
            }

            SorteoAutomationLog.Opened(log, due.Id, due.Name);
            return null;
        }
        catch (Exception failure) when (TransientFailures.Classify(failure) is not TransientFailures.Unreachable)
        {
            var code = TransientFailures.Classify(failure) ?? TransientFailures.Unknown;
            SorteoAutomationLog.NotOpened(log, due.Id, due.Name, code, failure);
            return code;
        }
    }

    private async Task<Outcome<Sorteo>> OpenLocked(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        if ((await db.SorteoForChange(id, actor, cancellationToken)).IsRefused(out var no, out var sorteo))
        {
            return no;
        }

        if (sorteo.Open() is { } refusal)
        {
            return refusal;
        }

        db.Record(actor, ActivityType.SorteoOpen, sorteo, $"Sorteo abierto: {sorteo.Name}", calendar.Now);
        return sorteo;
    }

    private async Task RecordSummary(AutoOpening opening, Actor actor)
    {
        // What a failed opening left in the context is not to be saved with the summary.
        db.ChangeTracker.Clear();
        db.ActivityLogs.Add(ActivityTrail.Line(
            actor, ActivityType.SystemAction, "CRON_JOB", "sorteos_auto_open", null,
            new
            {
                status = opening.Errors.Count == 0 ? "success" : "partial",
                affectedRows = opening.Opened,
                errorsCount = opening.Errors.Count,
                description = $"Apertura automática: {opening.Opened} sorteos abiertos",
            },
            calendar.Now));
        await db.SaveChangesAsync(CancellationToken.None);
    }

    private sealed record DueSorteo(Guid Id, string Name);
}

/// <summary>What an automatic opening did.</summary>
/// <param name="Left">Draws that were not reached because it was cancelled.</param>
public sealed record AutoOpening(int Opened, IReadOnlyList<AutoOpeningError> Errors, int Left);

/// <summary>A draw that stayed shut.</summary>
/// <param name="Error">Code of the refusal or of the failure.</param>
public sealed record AutoOpeningError(Guid SorteoId, string Error);

internal static partial class SorteoAutomationLog
{
    [LoggerMessage(EventName = "SORTEO_AUTO_OPENED", Level = LogLevel.Information, Message = "{name} is open for sale")]
    public static partial void Opened(ILogger log, Guid sorteoId, string name);

    [LoggerMessage(EventName = "SORTEO_AUTO_OPEN_ERROR", Level = LogLevel.Warning,
        Message = "{name} stays shut: {error}")]
    public static partial void NotOpened(ILogger log, Guid sorteoId, string name, string error, Exception? failure);
}

using System.Globalization;
using Lottery.Data.Calendar;
using Lottery.Data.Loterias;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Lottery.Data.Sorteos.Automation;

/// <summary>
/// Creates the draws that the timetables of the loterías call for in the next days: of every banca and the global ones,
/// or of the one banca that the scope sees. A lotería whose timetable is broken keeps no other from its draws.
/// </summary>
public sealed class SorteoCreation(
    LotteryDbContext db, ItemByItem items, SorteoSeeding seeding, BusinessCalendar calendar,
    ILogger<SorteoCreation> log)
{
    /// <summary>Days ahead when nobody says how many: today.</summary>
    public const int DaysByDefault = 1;

    /// <summary>Most days ahead.</summary>
    public const int MostDays = 30;

    /// <param name="daysAhead">1 is today alone, at most <see cref="MostDays"/>.</param>
    public async Task<Automated> CreateAhead(int daysAhead, Actor actor, CancellationToken cancellationToken)
    {
        var loterias = await db.Loterias
            .Where(l => l.IsActive && (db.Tenant.SeesAll || l.BancaId == db.Tenant.BancaId))
            .OrderBy(l => l.Id).Select(l => new AutomatedItem(l.Id, l.Name)).ToListAsync(cancellationToken);
        var created = await items.Each(
            loterias,
            item => Create(item, daysAhead, actor),
            (item, code, failure) => SorteoCreationLog.NotCreated(log, item.Id, item.Name, code, failure),
            cancellationToken);
        await items.Record(
            "sorteos_auto_create", created, $"Creación automática: {created.Done} sorteos creados", actor);
        return created;
    }

    private async Task<Outcome<int>> Create(AutomatedItem item, int daysAhead, Actor actor)
    {
        var loteria = await db.Loterias.AsNoTracking().SingleAsync(l => l.Id == item.Id);
        var reason = !loteria.Rules.AutoCreateSorteos ? "The lotería's draws are not created by themselves"
            : loteria.Rules.Schedules.All(block => block.Times.Count == 0) ? "The lotería has no timetable"
            : null;
        if (reason is not null)
        {
            SorteoCreationLog.Left(log, item.Id, item.Name, reason);
            return 0;
        }

        var today = calendar.Today;
        var days = await Days(item, today, daysAhead);
        var now = calendar.Now;
        var wanted = DrawSchedule.Occurrences(loteria, today, days, calendar).Where(o => o.ScheduledAt > now).ToList();
        var outcome = await seeding.Seed(item.Id, wanted, actor, CancellationToken.None);
        if (outcome.IsRefused(out var refusal, out var seeded))
        {
            return refusal;
        }

        if (seeded.Created.Count == 0)
        {
            SorteoCreationLog.Sufficient(log, item.Id, item.Name);
        }
        else
        {
            SorteoCreationLog.Created(log, item.Id, item.Name, seeded.Created.Count, seeded.AlreadyExisting.Count);
        }

        return seeded.Created.Count;
    }

    // Where the draws end before the last of the days, as many days again are added behind them. What is missing before
    // is filled in all the same: one draw that somebody made by hand stands for no other.
    private async Task<int> Days(AutomatedItem item, DateOnly today, int daysAhead)
    {
        var from = calendar.BoundsOf(today).From;
        var last = await db.Sorteos.IgnoreQueryFilters([LotteryDbContext.TenantFilter])
            .Where(s => s.LoteriaId == item.Id && s.IsActive && s.DeletedAt == null && s.ScheduledAt >= from)
            .MaxAsync(s => (DateTimeOffset?)s.ScheduledAt);
        if (last is not { } until)
        {
            SorteoCreationLog.NoFuture(log, item.Id, item.Name);
            return daysAhead;
        }

        var ahead = calendar.DateOf(until).DayNumber - today.DayNumber;
        if (ahead >= daysAhead - 1)
        {
            return daysAhead;
        }

        SorteoCreationLog.Extends(
            log, item.Id, item.Name, calendar.DateOf(until).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), daysAhead);
        return ahead + 1 + daysAhead;
    }
}

internal static partial class SorteoCreationLog
{
    [LoggerMessage(EventName = "SORTEOS_AUTO_CREATE_NO_FUTURE", Level = LogLevel.Information,
        Message = "{name} has no draw from today on")]
    public static partial void NoFuture(ILogger log, Guid loteriaId, string name);

    [LoggerMessage(EventName = "SORTEOS_AUTO_CREATE_EXTEND", Level = LogLevel.Information,
        Message = "{name} has draws until {lastDate}, {days} days are added")]
    public static partial void Extends(ILogger log, Guid loteriaId, string name, string lastDate, int days);

    [LoggerMessage(EventName = "SORTEOS_AUTO_CREATE_SKIP_SUFFICIENT", Level = LogLevel.Information,
        Message = "{name} has all its draws")]
    public static partial void Sufficient(ILogger log, Guid loteriaId, string name);

    [LoggerMessage(EventName = "SORTEOS_AUTO_CREATE_LOTERIA_SUCCESS", Level = LogLevel.Information,
        Message = "{created} draws of {name} were created")]
    public static partial void Created(ILogger log, Guid loteriaId, string name, int created, int existing);

    [LoggerMessage(EventName = "SORTEOS_AUTO_CREATE_SKIP_LOTERIA", Level = LogLevel.Debug, Message = "{name}: {reason}")]
    public static partial void Left(ILogger log, Guid loteriaId, string name, string reason);

    [LoggerMessage(EventName = "SORTEOS_AUTO_CREATE_LOTERIA_ERROR", Level = LogLevel.Error,
        Message = "The draws of {name} could not be created: {error}")]
    public static partial void NotCreated(ILogger log, Guid loteriaId, string name, string error, Exception? failure);
}

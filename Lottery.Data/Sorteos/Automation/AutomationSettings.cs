using System.Text.Json;
using Lottery.Data.Activity;
using Lottery.Data.Calendar;
using Lottery.Data.Jobs;
using Lottery.Data.Persistence;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Lottery.Data.Sorteos.Automation;

/// <summary>What an administrator has switched on, and how the automatic acts stand.</summary>
public sealed class AutomationSettings(
    LotteryDbContext db, JobHistory history, BusinessCalendar calendar, ILogger<AutomationSettings> log)
{
    /// <summary>Longest time since the last run that is not yet a fault: a day, and some hours to get it done.</summary>
    public static readonly TimeSpan Overdue = TimeSpan.FromHours(30);

    public Task<SorteosAutoConfig> Read(CancellationToken cancellationToken) =>
        db.SorteosAutoConfigs.AsNoTracking().SingleAsync(cancellationToken);

    /// <summary>Changes the settings; the workers hear of it with the commit.</summary>
    public async Task<Outcome<SorteosAutoConfig>> Change(
        Func<SorteosAutoConfig, Refusal?> change, Actor actor, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransaction<SorteosAutoConfig>("sorteo.auto-config", async ct =>
        {
            var config = await db.SorteosAutoConfigs
                .FromSql($"select * from sorteos_auto_config for update").TagWith("sorteo.auto-config").SingleAsync(ct);
            var before = Shown(config);
            if (change(config) is { } refusal)
            {
                return refusal;
            }

            (config.UpdatedAt, config.UpdatedBy) = (calendar.Now, actor.UserId);
            db.ActivityLogs.Add(ActivityTrail.Line(
                actor, ActivityType.SystemAction, "CRON_JOB", "sorteos_auto_config", null,
                new { before, after = Shown(config), description = "Automatización de sorteos cambiada" }, calendar.Now));
            return config;
        }, cancellationToken);
        if (!outcome.IsRefused(out _, out var changed))
        {
            AutomationSettingsLog.Changed(
                log, changed.AutoOpenEnabled, changed.AutoCreateEnabled, changed.AutoCloseEnabled,
                changed.OpenCronSchedule, changed.CreateCronSchedule, changed.CloseCronSchedule);
        }

        return outcome;
    }

    /// <summary>Refuses a cron that is none; null is as the timetable has it.</summary>
    public Refusal? Wrong(string? cron) =>
        cron is null || CronTime.Read(cron, calendar.Zone) is not null ? null : JobRefusals.CronInvalid;

    /// <summary>When a job did its work last, and how much there was.</summary>
    /// <param name="count">Name of the figure.</param>
    public async Task<LastRun> Last(string jobName, string count, CancellationToken cancellationToken)
    {
        if (await history.LastDone(jobName, cancellationToken) is not { FinishedAt: { } at } run)
        {
            return new LastRun(null, null, null);
        }

        var done = run.Counts is { } counts && JsonElement.Parse(counts).TryGetProperty(count, out var figure)
            ? figure.GetInt64()
            : (long?)null;
        return new LastRun(at, done, calendar.Now - at);
    }

    private static object Shown(SorteosAutoConfig config) => new
    {
        config.AutoOpenEnabled,
        config.AutoCreateEnabled,
        config.AutoCloseEnabled,
        config.OpenCronSchedule,
        config.CreateCronSchedule,
        config.CloseCronSchedule,
    };
}

/// <summary>The last run of a job that did its work.</summary>
/// <param name="At">Null when there was none.</param>
/// <param name="Since">How long ago that is.</param>
public sealed record LastRun(DateTimeOffset? At, long? Count, TimeSpan? Since)
{
    public bool IsHealthy => Since < AutomationSettings.Overdue;
}

internal static partial class AutomationSettingsLog
{
    [LoggerMessage(EventName = "SORTEOS_AUTO_CONFIG_UPDATE", Level = LogLevel.Information,
        Message = "What is done to draws by itself was changed")]
    public static partial void Changed(
        ILogger log, bool autoOpenEnabled, bool autoCreateEnabled, bool autoCloseEnabled, string? openCronSchedule,
        string? createCronSchedule, string? closeCronSchedule);
}

using Lottery.Data.Activity;
using Lottery.Data.Calendar;
using Lottery.Data.Jobs;
using Lottery.Data.Persistence;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Lottery.Data.Accounts.Settlement;

/// <summary>What an administrator says about settling.</summary>
public sealed class SettlementSettings(
    LotteryDbContext db, BusinessCalendar calendar, ILogger<SettlementSettings> log)
{
    public Task<SettlementConfig> Read(CancellationToken cancellationToken) =>
        db.SettlementConfigs.AsNoTracking().SingleAsync(cancellationToken);

    /// <summary>Changes the settings; the workers hear of it with the commit.</summary>
    public async Task<Outcome<SettlementConfig>> Change(
        Action<SettlementConfig> change, Actor actor, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransaction<SettlementConfig>("settlement.config", async ct =>
        {
            var config = await db.SettlementConfigs
                .FromSql($"select * from settlement_config for update").TagWith("settlement.config").SingleAsync(ct);
            var before = Shown(config);
            change(config);
            if (config.CronSchedule is { } cron && CronTime.Read(cron, calendar.Zone) is null)
            {
                return JobRefusals.CronInvalid;
            }

            (config.UpdatedAt, config.UpdatedBy) = (calendar.Now, actor.UserId);
            db.ActivityLogs.Add(ActivityTrail.Line(
                actor, ActivityType.SystemAction, "CRON_JOB", "account_statement_settlement", null,
                new { before, after = Shown(config), description = "Asentamiento automático cambiado" }, calendar.Now));
            return config;
        }, cancellationToken);
        if (!outcome.IsRefused(out _, out var changed))
        {
            SettlementLog.ConfigChanged(
                log, changed.Enabled, changed.SettlementAgeDays, changed.CronSchedule, changed.BatchSize);
        }

        return outcome;
    }

    private static object Shown(SettlementConfig config) =>
        new { config.Enabled, config.SettlementAgeDays, config.CronSchedule, config.BatchSize };
}

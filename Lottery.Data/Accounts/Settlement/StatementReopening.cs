using Lottery.Data.Accounts.Posting;
using Lottery.Data.Activity;
using Lottery.Data.Calendar;
using Lottery.Data.Persistence;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Lottery.Data.Accounts.Settlement;

/// <summary>
/// Opens settled days again, from one on: of an account, or of every account of a banca. The next settlement locks them
/// again.
/// </summary>
public sealed class StatementReopening(
    LotteryDbContext db, BusinessCalendar calendar, ILogger<StatementReopening> log)
{
    // The account's rows are held before their days are read. {0} banca, {1} level or null, {2} entity, {3} day, {4} now.
    private const string Reopen = """
        -- settlement.reopen
        with reopened as (
            update account_statements s set settled_at = null, settled_by = null, updated_at = {4}
            where s.banca_id = {0} and ({1} is null or (s.level = {1} and s.entity_id = {2})) and s.day >= {3}
                and s.settled_at is not null
            returning s.banca_id, s.level, s.entity_id),
        through as (
            update accounts a set version = a.version + 1, settled_through = (
                select max(s.day) from account_statements s
                where s.banca_id = a.banca_id and s.level = a.level and s.entity_id = a.entity_id and s.day < {3}
                    and s.settled_at is not null)
            where a.banca_id = {0} and ({1} is null or (a.level = {1} and a.entity_id = {2})) and a.settled_through >= {3})
        select count(*)::int as "Value" from reopened
        """;

    /// <summary>Opens again what is settled from <paramref name="day"/> on.</summary>
    /// <param name="account">Null for every account of the banca.</param>
    /// <returns>How many days are open again; a refusal when none was settled.</returns>
    public async Task<Outcome<int>> From(
        DateOnly day, Guid bancaId, AccountKey? account, string reason, Actor actor, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransaction<int>("settlement.reopen", async ct =>
        {
            await db.TakeAccountsOf(bancaId, ct);
            var level = account is { } one ? WireNames.Of(one.Level) : null;
            var reopened = (await db.Database.SqlQueryRaw<int>(
                Reopen, bancaId, new Npgsql.NpgsqlParameter
                {
                    Value = (object?)level ?? DBNull.Value,
                    NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text,
                },
                account?.EntityId ?? bancaId, day, calendar.Now).ToListAsync(ct))[0];
            if (reopened == 0)
            {
                return AccountRefusals.NothingSettled;
            }

            db.ActivityLogs.Add(ActivityTrail.Line(
                actor, ActivityType.SystemAction, "ACCOUNT_STATEMENT", (account?.EntityId ?? bancaId).ToString(), bancaId,
                new
                {
                    action = "REOPEN",
                    date = day,
                    level,
                    reopened,
                    reason,
                    description = $"Estados de cuenta reabiertos desde {day:yyyy-MM-dd}: {reopened}",
                },
                calendar.Now));
            return reopened;
        }, cancellationToken);
        if (!outcome.IsRefused(out _, out var count))
        {
            SettlementLog.Reopened(log, $"{day:yyyy-MM-dd}", bancaId, count);
        }

        return outcome;
    }
}

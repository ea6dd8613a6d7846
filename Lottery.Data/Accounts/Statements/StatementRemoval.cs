using Lottery.Data.Activity;
using Lottery.Data.Calendar;
using Lottery.Data.Persistence;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Accounts.Statements;

/// <summary>
/// Takes a day off the list on which nothing is left: its draws were taken back. The ledger keeps what happened.
/// </summary>
public sealed class StatementRemoval(LotteryDbContext db, BusinessCalendar calendar)
{
    public Task<Outcome<Guid>> Remove(Guid statementId, Actor actor, CancellationToken cancellationToken) =>
        db.InTransaction<Guid>("account.statement-delete", async ct =>
        {
            var statement = await db.AccountStatements
                .FromSql($"select * from account_statements where id = {statementId} for update")
                .TagWith("account.statement-lock").SingleOrDefaultAsync(ct);
            if (statement is null)
            {
                return AccountRefusals.StatementNotFound;
            }

            var key = new AccountKey(statement.BancaId, statement.Level, statement.EntityId);
            if (statement.Tickets > 0 || statement.Sales != 0)
            {
                return AccountRefusals.StatementHasTickets;
            }

            if (statement.Net != 0 || (await db.MovementsOf(key, statement.Day, ct)).Count > 0)
            {
                return AccountRefusals.StatementHasPayments;
            }

            if (statement.SettledAt is not null)
            {
                return AccountRefusals.Settled(statement.Day);
            }

            db.AccountStatements.Remove(statement);
            db.ActivityLogs.Add(ActivityTrail.Line(
                actor, ActivityType.AccountStatementDelete, "ACCOUNT_STATEMENT", statement.Id.ToString(), statement.BancaId,
                new
                {
                    statement.Level,
                    statement.EntityId,
                    date = statement.Day,
                    description = $"Estado de cuenta eliminado: {statement.Day:yyyy-MM-dd}",
                },
                calendar.Now));
            return statement.Id;
        }, cancellationToken);
}

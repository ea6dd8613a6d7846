using Lottery.Data.Calendar;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Accounts.Closings;

/// <summary>
/// Keeps the closed months what they are, in the open transaction of a posting to one of their days: the month itself, and
/// those after it, which begin with what it ended with.
/// </summary>
public sealed class ClosingUpdate(LotteryDbContext db, BusinessCalendar calendar)
{
    internal async Task Follow(Guid sorteoId, DateOnly day, CancellationToken cancellationToken)
    {
        if (IsOver(day))
        {
            await db.Database.SqlQueryRaw<ClosedLevel>(ClosingSql.FollowSorteo, calendar.Now, day, sorteoId)
                .ToListAsync(cancellationToken);
        }
    }

    internal async Task Follow(AccountKey account, DateOnly day, CancellationToken cancellationToken)
    {
        if (IsOver(day))
        {
            await db.Database.SqlQueryRaw<ClosedLevel>(
                ClosingSql.FollowAccount, calendar.Now, day, account.BancaId, WireNames.Of(account.Level),
                account.EntityId).ToListAsync(cancellationToken);
        }
    }

    private bool IsOver(DateOnly day) => day < Months.Of(calendar.Today);
}

/// <summary>How many accounts of a level were closed.</summary>
internal sealed record ClosedLevel(string Level, int Count);

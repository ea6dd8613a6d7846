using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Accounts.Statements;

/// <summary>
/// The days of an account, or of all that are selected together: those who had nothing to do on a day are part of its saldo
/// all the same. Reads the days that are asked for and one more of each account, however long its history is.
/// </summary>
public sealed class StatementReport(LotteryDbContext db)
{
    private const string Version = $$"""
        -- account.version
        with {{AccountSelection.Chosen}}
        select coalesce(sum(version), 0)::bigint as version, count(*)::int as accounts from chosen
        """;

    // {4} first day, {5} whether what was let off is left out.
    private const string Opening = $$"""
        -- account.opening
        with {{AccountSelection.Chosen}}
        select coalesce(sum(o.remaining), 0) as remaining,
            case when {5} then coalesce((
                select sum(s.reset) from chosen c join account_statements s using (banca_id, level, entity_id)
                where s.day < {4}), 0) else 0 end as reset
        from chosen c
        cross join lateral (
            select s.remaining from account_statements s
            where s.banca_id = c.banca_id and s.level = c.level and s.entity_id = c.entity_id and s.day < {4}
            order by s.day desc limit 1) o
        """;

    private const string Days = $$"""
        -- account.days
        with {{AccountSelection.Chosen}}
        select s.day, min(s.id::text)::uuid as id, sum(s.sales) as sales, sum(s.payouts) as payouts,
            sum(s.listero_commission) as listero_commission, sum(s.vendedor_commission) as vendedor_commission,
            sum(s.paid) as paid, sum(s.collected) as collected, sum(s.reset) as reset, sum(s.tickets)::int as tickets,
            sum(s.net) as net,
            bool_and(s.settled_at is not null
                or (s.tickets > 0 and s.remaining = 0 and (s.paid > 0 or s.collected > 0))) as is_settled,
            min(s.created_at) as created_at, max(s.updated_at) as updated_at
        from chosen c join account_statements s using (banca_id, level, entity_id)
        where s.day between {4} and {5}
        group by s.day
        order by s.day
        """;

    /// <summary>Changes with everything that is told of the accounts.</summary>
    public async Task<(long Version, int Accounts)> VersionOf(
        AccountSelection accounts, CancellationToken cancellationToken)
    {
        var row = (await db.Database.SqlQueryRaw<VersionRow>(Version, accounts.Parameters())
            .ToListAsync(cancellationToken))[0];
        return (row.Version, row.Accounts);
    }

    /// <summary>Saldo with which <paramref name="day"/> begins, colones.</summary>
    /// <param name="ignoreReset">As if nobody had been let off anything.</param>
    public async Task<decimal> OpeningOf(
        AccountSelection accounts, DateOnly day, bool ignoreReset, CancellationToken cancellationToken)
    {
        var row = (await db.Database.SqlQueryRaw<OpeningRow>(Opening, accounts.Parameters(day, ignoreReset))
            .ToListAsync(cancellationToken))[0];
        return row.Remaining - row.Reset;
    }

    /// <summary>Every day of the range, oldest first, those without a row included.</summary>
    /// <inheritdoc cref="OpeningOf"/>
    public async Task<IReadOnlyList<StatementDay>> Between(
        AccountSelection accounts, DateOnly from, DateOnly to, bool ignoreReset, CancellationToken cancellationToken)
    {
        var remaining = await OpeningOf(accounts, from, ignoreReset, cancellationToken);
        var rows = (await db.Database.SqlQueryRaw<DayRow>(Days, accounts.Parameters(from, to))
            .ToListAsync(cancellationToken)).ToDictionary(row => row.Day);
        var days = new List<StatementDay>();
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            if (rows.TryGetValue(day, out var row))
            {
                remaining += row.Net - (ignoreReset ? row.Reset : 0);
                days.Add(new StatementDay(
                    day, accounts.IsOne ? row.Id : null, row.Figures, row.Net, remaining, row.IsSettled, row.CreatedAt,
                    row.UpdatedAt));
            }
            else
            {
                days.Add(new StatementDay(day, null, default, 0, remaining, IsSettled: false, null, null));
            }
        }

        return days;
    }

    private sealed record VersionRow(long Version, int Accounts);

    private sealed record OpeningRow(decimal Remaining, decimal Reset);

    private sealed record DayRow(
        DateOnly Day, Guid Id, decimal Sales, decimal Payouts, decimal ListeroCommission, decimal VendedorCommission,
        decimal Paid, decimal Collected, decimal Reset, int Tickets, decimal Net, bool IsSettled, DateTimeOffset CreatedAt,
        DateTimeOffset UpdatedAt)
    {
        public StatementFigures Figures => new(
            Sales, Payouts, ListeroCommission, VendedorCommission, Paid, Collected, Reset, Tickets);
    }
}

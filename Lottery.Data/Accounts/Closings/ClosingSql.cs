namespace Lottery.Data.Accounts.Closings;

/// <summary>What a month of an account was, from its days.</summary>
internal static class ClosingSql
{
    /// <summary>
    /// A month for every account that was there by its end, from accounts <c>a</c> and months <c>m.month</c>.
    /// </summary>
    public const string OfMonth = """
        select m.month, a.banca_id, a.level, a.entity_id, coalesce(o.remaining, 0) as opening,
            coalesce(d.sales, 0) as sales, coalesce(d.payouts, 0) as payouts,
            coalesce(d.vendedor_commission, 0) as vendedor_commission,
            coalesce(d.listero_commission, 0) as listero_commission, coalesce(d.paid, 0) as paid,
            coalesce(d.collected, 0) as collected, coalesce(d.reset, 0) as reset, coalesce(d.tickets, 0) as tickets,
            coalesce(d.net, 0) as net, coalesce(o.remaining, 0) + coalesce(d.net, 0) as closing
        from a cross join m
        left join lateral (
            select s.remaining from account_statements s
            where s.banca_id = a.banca_id and s.level = a.level and s.entity_id = a.entity_id and s.day < m.month
            order by s.day desc limit 1) o on true
        left join lateral (
            select sum(s.sales) as sales, sum(s.payouts) as payouts, sum(s.vendedor_commission) as vendedor_commission,
                sum(s.listero_commission) as listero_commission, sum(s.paid) as paid, sum(s.collected) as collected,
                sum(s.reset) as reset, sum(s.tickets)::int as tickets, sum(s.net) as net
            from account_statements s
            where s.banca_id = a.banca_id and s.level = a.level and s.entity_id = a.entity_id
                and s.day >= m.month and s.day < m.month + interval '1 month') d on true
        where o.remaining is not null or d.net is not null
        """;

    /// <summary>
    /// Writes the months <c>m</c> of the accounts <c>a</c>, both named before, and tells how many there are. {0} now.
    /// </summary>
    private const string Write = $$"""
        written as (
            insert into monthly_closings as c (month, banca_id, level, entity_id, opening, sales, payouts,
                vendedor_commission, listero_commission, paid, collected, reset, tickets, net, closing, closed_at)
            select w.*, {0} from ({{OfMonth}}) w
            on conflict (month, banca_id, level, entity_id) do update set
                opening = excluded.opening, sales = excluded.sales, payouts = excluded.payouts,
                vendedor_commission = excluded.vendedor_commission, listero_commission = excluded.listero_commission,
                paid = excluded.paid, collected = excluded.collected, reset = excluded.reset,
                tickets = excluded.tickets, net = excluded.net, closing = excluded.closing,
                closed_at = excluded.closed_at
            returning c.level)
        select level, count(*)::int as count from written group by level
        """;

    /// <summary>The closed months of a draw's accounts, from that of a day on. {0} now, {1} day, {2} sorteo.</summary>
    public const string FollowSorteo = $$"""
        -- closing.follow
        with a as (select distinct banca_id, level, entity_id from account_entries where sorteo_id = {2}),
        {{ClosedFrom}},
        {{Write}}
        """;

    /// <summary>The same of one account. {2} banca, {3} level, {4} entity.</summary>
    public const string FollowAccount = $$"""
        -- closing.follow
        with a as (
            select banca_id, level, entity_id from accounts where banca_id = {2} and level = {3} and entity_id = {4}),
        {{ClosedFrom}},
        {{Write}}
        """;

    /// <summary>A month of a banca's accounts. {0} now, {1} month, {2} banca.</summary>
    public const string CloseBanca = $$"""
        -- closing.month
        with a as (select banca_id, level, entity_id from accounts where banca_id = {2}),
        m as (select {1} as month),
        {{Write}}
        """;

    private const string ClosedFrom = """
        m as (
            select g::date as month
            from generate_series(
                greatest(date_trunc('month', {1}::timestamp), (select min(month)::timestamp from monthly_closings)),
                (select max(month)::timestamp from monthly_closings), interval '1 month') g)
        """;
}

using Lottery.Data.Accounts.Closings;

namespace Lottery.Data.Accounts.Posting;

/// <summary>Every projection computed anew and held against what is stored.</summary>
internal static class ReconciliationSql
{
    /// <summary>The first {0} differences, each with the number of all.</summary>
    public const string Differences = $$"""
        with e as materialized (
            select banca_id, level, entity_id, day, {{LedgerSql.Figures}} from account_entries e group by 1, 2, 3, 4),
        days as (
            select e.*, sum(e.net) over (partition by banca_id, level, entity_id order by day) as remaining from e),
        found as (
            {{Entries}}
            union all
            {{Movements}}
            union all
            {{Statements}}
            union all
            {{Remaining}}
            union all
            {{Accounts}}
            union all
            {{Closed}})
        select f.*, count(*) over () as total from found f
        order by "check", day, banca_id, level, entity_id limit {0}
        """;

    // What the tickets say of every evaluated draw against what was posted of it.
    private const string Entries = """
        select 'ENTRIES' as "check", banca_id, level, entity_id, coalesce(w.day, p.day) as day,
            kind || ' of draw ' || sorteo_id as what, coalesce(p.amount, 0) as stored, coalesce(w.amount, 0) as ought
        from (select * from account_facts where amount <> 0 or tickets <> 0) w
        full join (
            select banca_id, level, entity_id, kind, sorteo_id, min(day) as day, sum(amount) as amount,
                sum(tickets)::int as tickets
            from account_entries where sorteo_id is not null group by 1, 2, 3, 4, 5) p
            using (banca_id, level, entity_id, kind, sorteo_id)
        where coalesce(w.amount, 0) <> coalesce(p.amount, 0) or coalesce(w.tickets, 0) <> coalesce(p.tickets, 0)
            or w.day <> p.day
        """;

    // Every movement has its line, and one that was taken back has the contrary as well.
    private const string Movements = """
        select 'MOVEMENTS', p.banca_id, p.level, p.entity_id, p.day, 'movement ' || p.id, coalesce(sum(e.effect), 0),
            case when p.is_reversed then 0 when p.type = 'PAYMENT' then p.amount else -p.amount end
        from account_payments p
        left join account_entries e on e.payment_id = p.id
        group by p.id
        having count(e.id) <> case when p.is_reversed then 2 else 1 end
            or coalesce(sum(e.effect), 0)
                <> case when p.is_reversed then 0 when p.type = 'PAYMENT' then p.amount else -p.amount end
            or bool_or((e.banca_id, e.level, e.entity_id, e.day) <> (p.banca_id, p.level, p.entity_id, p.day))
        """;

    // A day on which everything was taken back again need not have a row.
    private const string Statements = """
        select 'STATEMENTS', banca_id, level, entity_id, day, f.what, f.stored, f.ought
        from days d full join account_statements s using (banca_id, level, entity_id, day)
        cross join lateral (values
            ('sales', coalesce(s.sales, 0), coalesce(d.sales, 0)),
            ('payouts', coalesce(s.payouts, 0), coalesce(d.payouts, 0)),
            ('vendedor commission', coalesce(s.vendedor_commission, 0), coalesce(d.vendedor_commission, 0)),
            ('listero commission', coalesce(s.listero_commission, 0), coalesce(d.listero_commission, 0)),
            ('paid', coalesce(s.paid, 0), coalesce(d.paid, 0)),
            ('collected', coalesce(s.collected, 0), coalesce(d.collected, 0)),
            ('reset', coalesce(s.reset, 0), coalesce(d.reset, 0)),
            ('tickets', coalesce(s.tickets, 0)::numeric, coalesce(d.tickets, 0)::numeric),
            ('net', coalesce(s.net, 0), coalesce(d.net, 0))) f(what, stored, ought)
        where f.stored <> f.ought
        """;

    private const string Remaining = """
        select 'REMAINING', banca_id, level, entity_id, day, 'remaining', s.remaining, d.remaining
        from account_statements s join days d using (banca_id, level, entity_id, day)
        where s.remaining <> d.remaining
        """;

    private const string Accounts = """
        select 'ACCOUNTS', a.banca_id, a.level, a.entity_id, null::date, 'saldo', a.saldo, coalesce(n.net, 0)
        from accounts a
        left join (select banca_id, level, entity_id, sum(net) as net from e group by 1, 2, 3) n
            using (banca_id, level, entity_id)
        where a.saldo <> coalesce(n.net, 0)
        """;

    // The months that are closed, for every account that was there by their end.
    private const string Closed = $"""
        select 'CLOSINGS', banca_id, level, entity_id, month, f.what, f.stored, f.ought
        from (
            with a as (select banca_id, level, entity_id from accounts),
            m as (select distinct month from monthly_closings)
            {ClosingSql.OfMonth}) o
        full join monthly_closings c using (month, banca_id, level, entity_id)
        cross join lateral (values
            ('opening', coalesce(c.opening, 0), coalesce(o.opening, 0)),
            ('sales', coalesce(c.sales, 0), coalesce(o.sales, 0)),
            ('payouts', coalesce(c.payouts, 0), coalesce(o.payouts, 0)),
            ('commissions', coalesce(c.vendedor_commission + c.listero_commission, 0),
                coalesce(o.vendedor_commission + o.listero_commission, 0)),
            ('paid', coalesce(c.paid, 0), coalesce(o.paid, 0)),
            ('collected', coalesce(c.collected, 0), coalesce(o.collected, 0)),
            ('net', coalesce(c.net, 0), coalesce(o.net, 0)),
            ('closing', coalesce(c.closing, 0), coalesce(o.closing, 0))) f(what, stored, ought)
        where f.stored <> f.ought
        """;
}

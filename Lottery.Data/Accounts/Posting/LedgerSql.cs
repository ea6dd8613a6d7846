namespace Lottery.Data.Accounts.Posting;

/// <summary>
/// The statements of the ledger. Each takes the accounts that it posts to first, in the order of their keys, so that two
/// postings never wait for each other; what follows reads what the one before has left.
/// </summary>
internal static class LedgerSql
{
    /// <summary>The accounts of everybody of whose sales for a draw something is left. {0} sorteo.</summary>
    private const string OfSorteo = """
        select distinct s.banca_id, a.level, a.entity_id
        from (
            select distinct banca_id, ventana_id, vendedor_id from tickets
            where sorteo_id = {0} and status not in ('CANCELLED', 'EXCLUDED')) s
        cross join lateral (
            values ('VENDEDOR', s.vendedor_id), ('VENTANA', s.ventana_id), ('BANCA', s.banca_id)) a(level, entity_id)
        """;

    /// <summary>Opens the accounts of a draw that there are not yet. {0} sorteo.</summary>
    public const string OpenForSorteo = $$"""
        -- ledger.open
        insert into accounts (banca_id, level, entity_id, saldo, version)
        select banca_id, level, entity_id, 0, 0 from ({{OfSorteo}}) o
        order by banca_id, level, entity_id
        on conflict do nothing
        """;

    /// <summary>
    /// Takes the accounts of a draw and tells until when the first of them is settled that is settled on the day, or
    /// nothing. {0} sorteo, {1} day.
    /// </summary>
    public const string TakeForSorteo = $$"""
        -- ledger.take
        with taken as materialized (
            select a.settled_through from accounts a
            join ({{OfSorteo}}) o using (banca_id, level, entity_id)
            order by a.banca_id, a.level, a.entity_id
            for update of a)
        select max(settled_through) as "Value" from taken where settled_through >= {1}
        """;

    /// <summary>
    /// Posts what the ledger does not yet say of a draw, and takes back what it says and is not so any more.
    /// {0} sorteo, {1} now, {2} by whom, {3} day.
    /// </summary>
    public const string PostSorteo = $$"""
        -- ledger.sorteo
        with wanted as materialized (
            select banca_id, level, entity_id, kind, amount, tickets from account_facts where sorteo_id = {0}),
        posted as (
            select banca_id, level, entity_id, kind, sum(amount) as amount, sum(tickets)::int as tickets
            from account_entries where sorteo_id = {0}
            group by 1, 2, 3, 4),
        entries as (
            insert into account_entries
                (banca_id, level, entity_id, day, kind, sorteo_id, amount, tickets, posted_at, posted_by)
            select banca_id, level, entity_id, {3}, kind, {0}, coalesce(w.amount, 0) - coalesce(p.amount, 0),
                coalesce(w.tickets, 0) - coalesce(p.tickets, 0), {1}, {2}
            from wanted w full join posted p using (banca_id, level, entity_id, kind)
            where coalesce(w.amount, 0) <> coalesce(p.amount, 0) or coalesce(w.tickets, 0) <> coalesce(p.tickets, 0)
            returning banca_id, level, entity_id, day, kind, amount, effect, tickets),
        {{Project}}
        """;

    /// <summary>
    /// Posts one line. {0} banca, {1} now, {2} by whom, {3} day, {4} level, {5} entity, {6} kind, {7} payment, {8} amount.
    /// </summary>
    public const string PostOne = $$"""
        -- ledger.line
        with entries as (
            insert into account_entries
                (banca_id, level, entity_id, day, kind, payment_id, amount, tickets, posted_at, posted_by)
            values ({0}, {4}, {5}, {3}, {6}, {7}, {8}, 0, {1}, {2})
            returning banca_id, level, entity_id, day, kind, amount, effect, tickets),
        {{Project}}
        """;

    /// <summary>Sums of entries e, by name of the statement's column.</summary>
    public const string Figures = """
        coalesce(sum(e.amount) filter (where e.kind = 'SALES'), 0) as sales,
        coalesce(sum(e.amount) filter (where e.kind = 'PAYOUT'), 0) as payouts,
        coalesce(sum(e.amount) filter (where e.kind = 'VENDEDOR_COMMISSION'), 0) as vendedor_commission,
        coalesce(sum(e.amount) filter (where e.kind = 'LISTERO_COMMISSION'), 0) as listero_commission,
        coalesce(sum(e.effect) filter (where (e.kind = 'MOVEMENT' and e.effect > 0)
            or (e.kind = 'REVERSAL' and e.effect < 0)), 0) as paid,
        coalesce(-sum(e.effect) filter (where (e.kind = 'MOVEMENT' and e.effect < 0)
            or (e.kind = 'REVERSAL' and e.effect > 0)), 0) as collected,
        coalesce(sum(e.effect) filter (where e.kind = 'RESET'), 0) as reset,
        sum(e.tickets)::int as tickets,
        sum(e.effect) as net
        """;

    // Every account has one day among the entries, so that no row is changed twice by the statement.
    private const string Project = $$"""
        days as (
            select e.banca_id, e.level, e.entity_id, e.day, {{Figures}}
            from entries e
            group by 1, 2, 3, 4),
        of_day as (
            insert into account_statements as s (banca_id, level, entity_id, day, sales, payouts, vendedor_commission,
                listero_commission, paid, collected, reset, tickets, net, remaining, created_at, updated_at)
            select d.banca_id, d.level, d.entity_id, d.day, d.sales, d.payouts, d.vendedor_commission,
                d.listero_commission, d.paid, d.collected, d.reset, d.tickets, d.net,
                d.net + coalesce((
                    select p.remaining from account_statements p
                    where p.banca_id = d.banca_id and p.level = d.level and p.entity_id = d.entity_id and p.day < d.day
                    order by p.day desc limit 1), 0),
                {1}, {1}
            from days d
            on conflict (banca_id, level, entity_id, day) do update set
                sales = s.sales + excluded.sales, payouts = s.payouts + excluded.payouts,
                vendedor_commission = s.vendedor_commission + excluded.vendedor_commission,
                listero_commission = s.listero_commission + excluded.listero_commission,
                paid = s.paid + excluded.paid, collected = s.collected + excluded.collected,
                reset = s.reset + excluded.reset, tickets = s.tickets + excluded.tickets,
                net = s.net + excluded.net, remaining = s.remaining + excluded.net, updated_at = excluded.updated_at),
        later as (
            update account_statements s set remaining = s.remaining + d.net, updated_at = {1}
            from days d
            where s.banca_id = d.banca_id and s.level = d.level and s.entity_id = d.entity_id and s.day > d.day
                and d.net <> 0),
        saldos as (
            update accounts a set saldo = a.saldo + d.net, version = a.version + 1
            from days d
            where a.banca_id = d.banca_id and a.level = d.level and a.entity_id = d.entity_id)
        select count(*)::int as "Value" from entries
        """;
}

namespace Lottery.Data.Tickets.Exposure;

/// <summary>
/// The statements behind the counters. They run inside the transaction of the act that they belong to, with the
/// sorteo's turn taken.
/// </summary>
internal static class ExposureSql
{
    /// <summary>
    /// What every kept counter ought to be, from the live jugadas: of tickets that were not cancelled or left out, and
    /// not left out themselves. Appended to by who asks for less.
    /// </summary>
    public const string Live = $"""
        select s.sorteo_id, s.scope_id, s.kind, j.number, sum(j.amount) as amount
        from exposure_sets s
        {Counted}
        """;

    /// <summary>The jugadas that sets s count.</summary>
    private const string Counted = """
        join tickets t on t.sorteo_id = s.sorteo_id and t.status not in ('CANCELLED', 'EXCLUDED')
            and s.scope_id = case s.scope
                when 'VENDEDOR' then t.vendedor_id when 'VENTANA' then t.ventana_id else t.banca_id end
        join jugadas j on j.ticket_id = t.id and not j.is_excluded
            and (s.kind = 'ALL' or j.type = s.kind or (j.type = 'NUMERO' and j.multiplier_id::text = s.kind))
        """;

    /// <summary>
    /// Says that counters are kept and begins them with their sums; those that are kept already are not looked at, for
    /// every seller may ask at once. $1 sorteo, $2 scopes, $3 kinds, $4 what the scopes are.
    /// </summary>
    public const string Keep = $"""
        -- exposure.keep
        with s as (
            insert into exposure_sets (sorteo_id, scope_id, kind, scope)
            select $1, x.scope_id, x.kind, x.scope
            from unnest($2::uuid[], $3::text[], $4::text[]) as x(scope_id, kind, scope)
            on conflict do nothing
            returning sorteo_id, scope_id, kind, scope
        )
        insert into number_exposures (sorteo_id, scope_id, kind, number, amount)
        select s.sorteo_id, s.scope_id, s.kind, j.number, sum(j.amount)
        from s
        {Counted}
        group by 1, 2, 3, 4
        on conflict do nothing
        """;

    /// <summary>Adds to the sales of the seller. $1 sorteo, $2 vendedor, $3 ventana, $4 banca, $5 amount.</summary>
    public const string AddSales = """
        -- exposure.sales
        insert into seller_sales as s (sorteo_id, vendedor_id, ventana_id, banca_id, amount) values ($1, $2, $3, $4, $5)
        on conflict (sorteo_id, vendedor_id, ventana_id) do update set amount = s.amount + excluded.amount
        """;

    /// <summary>
    /// Takes what still counts of a ticket from the sales of its seller. $1 sorteo, $2 vendedor, $3 ventana, $4 ticket.
    /// </summary>
    public const string TakeSales = """
        -- exposure.sales
        update seller_sales
        set amount = amount - (select coalesce(sum(amount), 0) from jugadas where ticket_id = $4 and not is_excluded)
        where sorteo_id = $1 and vendedor_id = $2 and ventana_id = $3
        """;

    /// <summary>
    /// Adds tickets to every counter that is kept of them, whether a rule of now looks at it or not, in the order in which
    /// everybody takes them, and then, for nothing asks for what that gives, to the sales of their sellers, in theirs. Sets
    /// begin with the turn taken alone, so those that it sees are all. $1 sorteo, $2 banca, for each jugada $3 vendedor,
    /// $4 ventana, $5 type, $6 number, $7 multiplier, $8 amount, and for each seller $9 vendedor, $10 ventana, $11 amount.
    /// </summary>
    public const string Add = """
        -- exposure.add
        with sales as (
            insert into seller_sales as s (sorteo_id, vendedor_id, ventana_id, banca_id, amount)
            select $1, x.vendedor_id, x.ventana_id, $2, x.amount
            from unnest($9::uuid[], $10::uuid[], $11::numeric[]) as x(vendedor_id, ventana_id, amount)
            on conflict (sorteo_id, vendedor_id, ventana_id) do update set amount = s.amount + excluded.amount)
        insert into number_exposures as e (sorteo_id, scope_id, kind, number, amount)
        select $1, s.scope_id, s.kind, j.number, sum(j.amount)
        from exposure_sets s
        join unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::uuid[], $8::numeric[])
                as j(vendedor_id, ventana_id, type, number, multiplier_id, amount)
            on s.scope_id in (j.vendedor_id, j.ventana_id, $2)
            and (s.kind = 'ALL' or j.type = s.kind or (j.type = 'NUMERO' and j.multiplier_id::text = s.kind))
        where s.sorteo_id = $1 and s.scope_id = any (array[$2] || $9::uuid[] || $10::uuid[])
        group by s.scope_id, s.kind, j.number
        order by s.scope_id, s.kind collate "C", j.number collate "C"
        on conflict (sorteo_id, scope_id, kind, number) do update set amount = e.amount + excluded.amount
        """;

    /// <summary>
    /// Refuses when a limit is passed, with the first that is. It runs after <see cref="Add"/>, as a statement of its
    /// own: the counters of the tickets are locked by then, so that they and the sales it sees are those of one moment.
    /// $1 sorteo, then arrays with a place for each limit: $2 scopes and $3 kinds of counters, both null where there is
    /// none, $4 numbers, $5 stakes, $6 the rule, by its place in the arrays with one for each rule and scope: $7 most in a
    /// ticket, $8 most in the sorteo, $9 floors, $10 percentages, $11 and $12 whose sales, $13 those of the tickets in
    /// question, which do not count.
    /// </summary>
    public const string Check = """
        -- exposure.check
        with r as materialized (
            select x.place, x.max_amount, x.max_total, case
                when x.percent > 0 then greatest(x.base, round(x.percent / 100 * (case x.sales_of
                    when 'VENDEDOR' then (
                        select coalesce(sum(amount), 0) from seller_sales
                        where sorteo_id = $1 and vendedor_id = x.scope_id)
                    when 'VENTANA' then (
                        select coalesce(sum(amount), 0) from seller_sales
                        where sorteo_id = $1 and ventana_id = x.scope_id)
                    else (
                        select coalesce(sum(amount), 0) from seller_sales
                        where sorteo_id = $1 and banca_id = x.scope_id)
                    end - x.own), 2))
                when x.base > 0 then x.base end as dynamic
            from unnest($7::numeric[], $8::numeric[], $9::numeric[], $10::numeric[], $11::text[], $12::uuid[], $13::numeric[])
                with ordinality as x(max_amount, max_total, base, percent, sales_of, scope_id, own, place))
        select refuse_sale(json_build_object('limit', v.place - 1, 'sold', v.sold, 'most', v.most, 'cap', v.cap)::text)
        from (
            select l.place, l.staked, coalesce(e.amount, l.staked) - l.staked as sold,
                least(r.max_total, r.dynamic) as most,
                case when r.max_amount is not null then least(r.max_amount, r.dynamic) end as cap
            from unnest($2::uuid[], $3::text[], $4::text[], $5::numeric[], $6::integer[])
                with ordinality as l(scope_id, kind, number, staked, rule, place)
            join r on r.place = l.rule
            left join number_exposures e
                on e.sorteo_id = $1 and e.scope_id = l.scope_id and e.kind = l.kind and e.number = l.number
        ) v
        where v.staked > v.cap or v.sold + v.staked > v.most
        order by v.place
        limit 1
        """;

    /// <summary>
    /// Takes a ticket that does not count yet into every counter that is kept of it. $1 ticket; with the turn alone, so
    /// that no order of locks is needed.
    /// </summary>
    public const string TakeTicket = """
        -- exposure.take
        insert into number_exposures as e (sorteo_id, scope_id, kind, number, amount)
        select s.sorteo_id, s.scope_id, s.kind, j.number, sum(j.amount)
        from tickets t
        join exposure_sets s on s.sorteo_id = t.sorteo_id and s.scope_id = case s.scope
            when 'VENDEDOR' then t.vendedor_id when 'VENTANA' then t.ventana_id else t.banca_id end
        join jugadas j on j.ticket_id = t.id and not j.is_excluded
            and (s.kind = 'ALL' or j.type = s.kind or (j.type = 'NUMERO' and j.multiplier_id::text = s.kind))
        where t.id = $1
        group by 1, 2, 3, 4
        on conflict (sorteo_id, scope_id, kind, number) do update set amount = e.amount + excluded.amount
        """;

    /// <summary>Locks the counters that a ticket is part of, in the order of everybody. $1 ticket.</summary>
    public const string LockOfTicket = $"""
        -- exposure.lock
        select from number_exposures e
        join ({Live} where t.id = $1 group by 1, 2, 3, 4) x using (sorteo_id, scope_id, kind, number)
        order by e.scope_id, e.kind collate "C", e.number collate "C"
        for update of e
        """;

    /// <summary>Takes a ticket that still counts out of its counters. $1 ticket.</summary>
    public const string GiveBack = $"""
        -- exposure.give-back
        update number_exposures e set amount = e.amount - x.amount
        from ({Live} where t.id = $1 group by 1, 2, 3, 4) x
        where e.sorteo_id = x.sorteo_id and e.scope_id = x.scope_id and e.kind = x.kind and e.number = x.number
        """;

    /// <summary>
    /// What scopes have staked on numbers: the counters where they are kept, else the sums that they would begin with.
    /// {0} sorteo, {1} scopes, {2} kinds, {3} what the scopes are.
    /// </summary>
    public const string Sold = """
        -- exposure.sold
        with wanted as (select * from unnest({1}::uuid[], {2}::text[], {3}::text[]) as w(scope_id, kind, scope)),
        kept as (select scope_id, kind from exposure_sets where sorteo_id = {0})
        select e.scope_id, e.kind, e.number, e.amount
        from wanted w
        join kept k on (k.scope_id, k.kind) = (w.scope_id, w.kind)
        join number_exposures e on e.sorteo_id = {0} and (e.scope_id, e.kind) = (w.scope_id, w.kind)
        union all
        select w.scope_id, w.kind, j.number, sum(j.amount)
        from wanted w
        join tickets t on t.sorteo_id = {0} and t.status not in ('CANCELLED', 'EXCLUDED')
            and w.scope_id = case w.scope
                when 'VENDEDOR' then t.vendedor_id when 'VENTANA' then t.ventana_id else t.banca_id end
        join jugadas j on j.ticket_id = t.id and not j.is_excluded
            and (w.kind = 'ALL' or j.type = w.kind or (j.type = 'NUMERO' and j.multiplier_id::text = w.kind))
        where (w.scope_id, w.kind) not in (select scope_id, kind from kept)
        group by 1, 2, 3
        """;

    /// <summary>Makes every counter of a draw what it ought to be. {0} sorteo; the turn is held alone.</summary>
    public const string Correct = $$"""
        -- exposure.correct
        with live as ({{Live}} where s.sorteo_id = {0} group by 1, 2, 3, 4),
        gone as (
            update number_exposures e set amount = 0
            where e.sorteo_id = {0} and e.amount <> 0
                and not exists (
                    select from live l where (l.scope_id, l.kind, l.number) = (e.scope_id, e.kind, e.number))
            returning 1)
        insert into number_exposures as e (sorteo_id, scope_id, kind, number, amount)
        select sorteo_id, scope_id, kind, number, amount from live
        on conflict (sorteo_id, scope_id, kind, number) do update set amount = excluded.amount
            where e.amount <> excluded.amount
        """;

    /// <summary>The same for the sales of the sellers. {0} sorteo.</summary>
    public const string CorrectSales = """
        -- exposure.correct
        with sold as (
            select t.sorteo_id, t.vendedor_id, t.ventana_id, t.banca_id, sum(j.amount) as amount
            from tickets t
            join jugadas j on j.ticket_id = t.id and not j.is_excluded
            where t.sorteo_id = {0} and t.status not in ('CANCELLED', 'EXCLUDED')
            group by 1, 2, 3, 4),
        gone as (
            update seller_sales s set amount = 0
            where s.sorteo_id = {0} and s.amount <> 0
                and not exists (
                    select from sold where (sold.vendedor_id, sold.ventana_id) = (s.vendedor_id, s.ventana_id)))
        insert into seller_sales as s (sorteo_id, vendedor_id, ventana_id, banca_id, amount)
        select * from sold
        on conflict (sorteo_id, vendedor_id, ventana_id) do update set amount = excluded.amount
            where s.amount <> excluded.amount
        """;
}

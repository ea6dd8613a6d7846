namespace Lottery.Data.Tickets.Listas;

/// <summary>What an exclusion covers, and what follows for jugadas and tickets.</summary>
internal static class ListaSql
{
    /// <summary>
    /// True when exclusion x covers jugada j of ticket t. A side bet has no multiplier before the draw: it goes with a
    /// NUMERO of its number on the same ticket, and with any multiplier of side bets.
    /// </summary>
    public const string Covers = """
        x.sorteo_id = t.sorteo_id and x.ventana_id = t.ventana_id
        and (x.vendedor_id is null or x.vendedor_id = t.vendedor_id)
        and (x.multiplier_id is null
            or (j.type = 'NUMERO' and j.multiplier_id = x.multiplier_id)
            or (j.type = 'REVENTADO' and (
                exists (
                    select from jugadas n
                    where n.ticket_id = t.id and n.type = 'NUMERO' and n.number = j.number
                        and n.multiplier_id = x.multiplier_id)
                or exists (
                    select from loteria_multipliers m where m.id = x.multiplier_id and m.kind = 'REVENTADO'))))
        """;

    /// <summary>Order of exclusions x, the one that covers most first.</summary>
    public const string WidestFirst = "x.multiplier_id is not null, x.vendedor_id is not null, x.multiplier_id";

    /// <summary>
    /// Makes the flags of every jugada of a ventana in a sorteo what the exclusions that stand say, of several the
    /// widest, and tells the stakes that are counted again by this. {0} sorteo, {1} ventana.
    /// </summary>
    public const string Flag = $$"""
        -- lista.flag
        with flagged as (
            update jugadas j
            set is_excluded = c.is_excluded, excluded_at = c.excluded_at, excluded_by = c.excluded_by,
                excluded_reason = c.reason
            from (
                select j.ticket_id, j.line, x.id is not null as is_excluded, x.excluded_at, x.excluded_by, x.reason
                from tickets t
                join jugadas j on j.ticket_id = t.id
                left join lateral (
                    select * from lista_exclusions x
                    where {{Covers}}
                    order by {{WidestFirst}}
                    limit 1) x on true
                where t.sorteo_id = {0} and t.ventana_id = {1}) c
            where c.ticket_id = j.ticket_id and c.line = j.line
                and (j.is_excluded, j.excluded_at, j.excluded_by, j.excluded_reason)
                    is distinct from (c.is_excluded, c.excluded_at, c.excluded_by, c.reason)
            returning j.ticket_id, j.is_excluded, j.type, j.number, j.multiplier_id, j.amount
        )
        select t.vendedor_id, f.is_excluded, f.type, f.number, f.multiplier_id, sum(f.amount) as amount
        from flagged f
        join tickets t on t.id = f.ticket_id
        where t.status <> 'CANCELLED'
        group by 1, 2, 3, 4, 5
        """;

    /// <summary>
    /// A ticket of which nothing is left is EXCLUDED, and ACTIVE again once anything of it counts; the number of those
    /// that changed. {0} sorteo, {1} ventana, {2} now.
    /// </summary>
    public const string Mark = """
        -- lista.mark
        update tickets t
        set status = c.status, updated_at = {2}
        from (
            select t.id, case when bool_and(j.is_excluded) then 'EXCLUDED' else 'ACTIVE' end as status
            from tickets t
            join jugadas j on j.ticket_id = t.id
            where t.sorteo_id = {0} and t.ventana_id = {1} and t.status in ('ACTIVE', 'EXCLUDED')
            group by t.id) c
        where c.id = t.id and c.status <> t.status
        """;
}

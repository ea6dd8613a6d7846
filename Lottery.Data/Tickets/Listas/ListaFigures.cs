using Lottery.Data.Persistence.Queries;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Tickets.Listas;

/// <summary>What the listas of a draw come to, as far as somebody may see them.</summary>
public sealed class ListaFigures(LotteryDbContext db)
{
    /// <summary>
    /// The draw's listas: one row for each vendedor and multiplier, and one for what each exclusion leaves out; and the
    /// same for each vendedor, each ventana and all of them, of what counts. Cancelled tickets are in none. A side bet is
    /// its NUMERO's: of several the one with the lowest factor.
    /// </summary>
    public async Task<IReadOnlyList<ListaRow>> Of(
        Guid sorteoId, Guid? vendedorId, Guid? multiplierId, Actor actor, CancellationToken cancellationToken)
    {
        var banca = db.Tenant.ActiveBancaId;
        var ventana = actor.Role == Role.Ventana ? actor.VentanaId : null;
        var vendedor = actor.Role == Role.Vendedor ? actor.UserId : vendedorId;
        return await db.Database.SqlQueryRaw<ListaRow>(
            $$"""
            with bets as (
                select t.id, t.ventana_id, t.vendedor_id, j.is_excluded, j.type, j.amount,
                    j.listero_commission_amount as commission, x.id as exclusion_id,
                    case when j.is_excluded and (x.id is null or x.multiplier_id is null) then null
                        when j.is_excluded then x.multiplier_id
                        when j.type = 'NUMERO' then j.multiplier_id
                        else n.multiplier_id end as multiplier_id
                from tickets t
                join jugadas j on j.ticket_id = t.id
                left join lateral (
                    select x.id, x.multiplier_id from lista_exclusions x
                    where j.is_excluded and {{ListaSql.Covers}}
                    order by {{ListaSql.WidestFirst}}
                    limit 1) x on true
                left join lateral (
                    select n.multiplier_id from jugadas n
                    where j.type = 'REVENTADO' and n.ticket_id = t.id and n.type = 'NUMERO' and n.number = j.number
                    order by n.is_excluded, n.final_multiplier_x, n.line
                    limit 1) n on true
                where t.sorteo_id = {0} and t.status <> 'CANCELLED'
                    and ({1}::uuid is null or t.banca_id = {1}) and ({2}::uuid is null or t.ventana_id = {2})
                    and ({3}::uuid is null or t.vendedor_id = {3})
            ),
            summed as (
                select grouping(ventana_id, vendedor_id, exclusion_id) as level, ventana_id, vendedor_id, multiplier_id,
                    exclusion_id, is_excluded, coalesce(sum(amount), 0) as sales, count(distinct id)::int as tickets,
                    coalesce(sum(commission), 0) as commission,
                    coalesce(sum(commission) filter (where type = 'NUMERO'), 0) as commission_by_number,
                    coalesce(sum(commission) filter (where type = 'REVENTADO'), 0) as commission_by_reventado
                from bets
                where {4}::uuid is null or multiplier_id = {4} or (is_excluded and multiplier_id is null)
                group by grouping sets (
                    (ventana_id, vendedor_id, multiplier_id, exclusion_id, is_excluded),
                    (ventana_id, vendedor_id, is_excluded), (ventana_id, is_excluded), (is_excluded))
            )
            select s.level, s.is_excluded, s.exclusion_id, s.ventana_id, v.name as ventana_name, v.code as ventana_code,
                s.vendedor_id, u.name as vendedor_name, u.code as vendedor_code,
                s.multiplier_id, m.name as multiplier_name, m.value_x as multiplier_value,
                s.sales, s.tickets, s.commission, s.commission_by_number, s.commission_by_reventado
            from summed s
            left join ventanas v on v.id = s.ventana_id
            left join users u on u.id = s.vendedor_id
            left join loteria_multipliers m on m.id = s.multiplier_id
            order by v.name, v.id, u.name, u.id, s.is_excluded, m.name, m.id
            """,
            Sql.Uuid(sorteoId), Sql.Uuid(banca), Sql.Uuid(ventana), Sql.Uuid(vendedor), Sql.Uuid(multiplierId))
            .TagWith("listas.figures").ToListAsync(cancellationToken);
    }

    /// <summary>What exclusions cover, cancelled tickets left out.</summary>
    public async Task<IReadOnlyDictionary<Guid, ListaCover>> Covered(
        IReadOnlyList<Guid> exclusions, CancellationToken cancellationToken) =>
        (await db.Database.SqlQueryRaw<ListaCover>(
            $$"""
            select x.id, count(*)::int as jugadas, sum(j.amount) as amount
            from lista_exclusions x
            join tickets t on t.sorteo_id = x.sorteo_id and t.ventana_id = x.ventana_id and t.status <> 'CANCELLED'
            join jugadas j on j.ticket_id = t.id
            where x.id = any ({0}) and {{ListaSql.Covers}}
            group by x.id
            """,
            exclusions.ToArray()).TagWith("listas.covered").ToListAsync(cancellationToken))
        .ToDictionary(cover => cover.Id);
}

/// <summary>A sum of jugadas of one draw, all excluded or all counted.</summary>
/// <param name="Level">Of what: see <see cref="ListaLevel"/>.</param>
/// <param name="ExclusionId">The exclusion that leaves it out; null for what counts, and in sums of several.</param>
/// <param name="MultiplierId">
/// Of the NUMERO, or the one that the exclusion names. Null when the sale took none of the price list, when every
/// multiplier is left out, and in sums of several.
/// </param>
/// <param name="Sales">Stakes, colones.</param>
/// <param name="Tickets">Tickets with any of it.</param>
/// <param name="Commission">Of the listero, colones.</param>
public sealed record ListaRow(
    int Level, bool IsExcluded, Guid? ExclusionId, Guid? VentanaId, string? VentanaName, string? VentanaCode,
    Guid? VendedorId, string? VendedorName, string? VendedorCode, Guid? MultiplierId, string? MultiplierName,
    decimal? MultiplierValue, decimal Sales, int Tickets, decimal Commission, decimal CommissionByNumber,
    decimal CommissionByReventado);

/// <summary>What a <see cref="ListaRow"/> sums up.</summary>
public static class ListaLevel
{
    public const int Row = 0;
    public const int Vendedor = 1;
    public const int Ventana = 3;
    public const int Draw = 7;
}

/// <summary>What an exclusion covers.</summary>
/// <param name="Amount">Stakes, colones.</param>
public sealed record ListaCover(Guid Id, int Jugadas, decimal Amount);

using Lottery.Data.Persistence;
using Lottery.Data.Persistence.Queries;
using Lottery.Data.Tickets.Exposure;
using Npgsql;

namespace Lottery.Data.Tickets.Sales.Writing;

/// <summary>
/// The statements that write sales of the same grounds, in the order of their batch: the same whether it is one sale or
/// many, so that they are prepared once.
/// </summary>
internal static class SaleStatements
{
    public const string KeyConstraint = "pk_idempotency_records";

    /// <summary>
    /// The counters come last, and with them the only locks that sellers share: they are held for the commit alone.
    /// </summary>
    public static IEnumerable<NpgsqlBatchCommand> Of(IReadOnlyList<WrittenSale> sales, DateTimeOffset now)
    {
        yield return Sql.Command($"-- ticket.sale.turn\n{RowLocks.SharedTurn}", sales[0].Ticket.SorteoId);
        yield return Guard(sales, sales.Min(sale => sale.Decision.SalesEndAt) - now);
        if (sales.Any(sale => sale.Answer is not null))
        {
            yield return InsertKeys(sales, now);
        }

        yield return InsertTickets(sales);
        yield return InsertJugadas(sales);
        yield return InsertTrail(sales);
        EnteredSale[] entered = [.. sales.Select(sale =>
            new EnteredSale(sale.Decision.Account, sale.Decision.Stakes, sale.Ticket.TotalAmount))];
        yield return Exposures.Add(entered);
        if (Exposures.Check([.. sales.SelectMany(sale => sale.Decision.Limits)], entered) is { } check)
        {
            yield return check;
        }
    }

    /// <summary>
    /// Refuses unless all is as it was when the sales were decided, the counters that they need are kept, and there is
    /// time left. After the turn: what it sees then cannot change before the commit, the draw by the lock on its row.
    /// </summary>
    private static NpgsqlBatchCommand Guard(IReadOnlyList<WrittenSale> sales, TimeSpan timeLeft)
    {
        var (sorteo, bancaId, versions) = sales[0].Grounds;
        var counters = sales.SelectMany(sale => sale.Decision.Limits).Select(limit => limit.Counter).OfType<CounterKey>()
            .Select(counter => (counter.ScopeId, counter.Kind)).Distinct().ToList();
        return Sql.Command(
            """
            -- ticket.sale.guard
            select refuse_sale(case when v.is_stale then '{"stale": true}' else '{"sets": true}' end)
            from (
                select not exists (
                        select from sorteos
                        where id = $1 and status = 'OPEN' and is_active and deleted_at is null and name = $2
                            and loteria_id = $3 and scheduled_at = $4 and digits = $5
                            and banca_id is not distinct from $6
                        for share)
                    or coalesce((select version from sale_versions where banca_id = $7), 0) <> $8
                    or coalesce((select version from sale_versions where banca_id = $9), 0) <> $10
                    or clock_timestamp() - transaction_timestamp() > $11 as is_stale
            ) v
            where v.is_stale
                or exists (
                    select from unnest($12::uuid[], $13::text[]) as needed(scope_id, kind)
                    where not exists (
                        select from exposure_sets s
                        where s.sorteo_id = $1 and s.scope_id = needed.scope_id and s.kind = needed.kind))
            """,
            sorteo.Id, sorteo.Name, sorteo.LoteriaId, sorteo.ScheduledAt, sorteo.Digits, Sql.Uuid(sorteo.BancaId),
            bancaId, versions.Banca, Guid.Empty, versions.Global, timeLeft,
            counters.Select(c => c.ScopeId).ToArray(), counters.Select(c => c.Kind).ToArray());
    }

    // In one order, so that requests that were sent twice do not wait for each other in a circle.
    private static NpgsqlBatchCommand InsertKeys(IReadOnlyList<WrittenSale> sales, DateTimeOffset now)
    {
        List<WrittenSale> keyed = [.. sales.Where(sale => sale.Answer is not null)
            .OrderBy(sale => sale.Call.UserId).ThenBy(sale => sale.Call.Key, StringComparer.Ordinal)];
        return Sql.Command(
            """
            -- ticket.sale.write
            insert into idempotency_records (operation, created_at, user_id, key, payload_hash, response)
            select $1, $2, k.*
            from unnest($3::uuid[], $4::text[], $5::bytea[], $6::text[]) as k
            """,
            TicketSale.Operation, now, Each(keyed, s => s.Call.UserId), Each(keyed, s => s.Call.Key),
            Each(keyed, s => s.Call.PayloadHash), Each(keyed, s => s.Answer));
    }

    private static NpgsqlBatchCommand InsertTickets(IReadOnlyList<WrittenSale> sales)
    {
        var shared = sales[0].Ticket;
        return Sql.Command(
            """
            -- ticket.sale.write
            insert into tickets (banca_id, loteria_id, sorteo_id, business_date, status, is_winner, total_payout, total_paid,
                print_count, id, ticket_number, ventana_id, vendedor_id, total_amount, total_commission,
                total_listero_commission, cliente_nombre, created_by, created_by_role, created_at, updated_at)
            select $1, $2, $3, $4, 'ACTIVE', false, 0, 0, 0, t.*, t.created_at
            from unnest($5::uuid[], $6::text[], $7::uuid[], $8::uuid[], $9::numeric[], $10::numeric[], $11::numeric[],
                $12::text[], $13::uuid[], $14::text[], $15::timestamptz[])
                as t(id, ticket_number, ventana_id, vendedor_id, total_amount, total_commission, total_listero_commission,
                    cliente_nombre, created_by, created_by_role, created_at)
            """,
            shared.BancaId, shared.LoteriaId, shared.SorteoId, shared.BusinessDate,
            Each(sales, s => s.Ticket.Id), Each(sales, s => s.Ticket.TicketNumber), Each(sales, s => s.Ticket.VentanaId),
            Each(sales, s => s.Ticket.VendedorId), Each(sales, s => s.Ticket.TotalAmount),
            Each(sales, s => s.Ticket.TotalCommission), Each(sales, s => s.Ticket.TotalListeroCommission),
            Each(sales, s => s.Ticket.ClienteNombre), Each(sales, s => s.Ticket.CreatedBy),
            Each(sales, s => WireNames.Of(s.Ticket.CreatedByRole)), Each(sales, s => s.Ticket.CreatedAt));
    }

    private static NpgsqlBatchCommand InsertJugadas(IReadOnlyList<WrittenSale> sales)
    {
        Jugada[] lines = [.. sales.SelectMany(sale => sale.Sold.Jugadas)];
        return Sql.Command(
            """
            -- ticket.sale.write
            insert into jugadas (sorteo_id, is_winner, ticket_id, line, id, type, number, amount, multiplier_id,
                final_multiplier_x, multiplier_source, commission_percent, commission_amount, commission_origin,
                commission_rule_id, listero_commission_amount)
            select $1, false, j.*
            from unnest($2::uuid[], $3::smallint[], $4::uuid[], $5::text[], $6::text[], $7::numeric[], $8::uuid[],
                $9::numeric[], $10::text[], $11::numeric[], $12::numeric[], $13::text[], $14::text[], $15::numeric[]) as j
            """,
            sales[0].Ticket.SorteoId, Each(lines, j => j.TicketId),
            Each(lines, j => j.Line), Each(lines, j => j.Id), Each(lines, j => WireNames.Of(j.Type)),
            Each(lines, j => j.Number), Each(lines, j => j.Amount), Each(lines, j => j.MultiplierId),
            Each(lines, j => j.FinalMultiplierX), Each(lines, j => WireNames.Of(j.MultiplierSource)),
            Each(lines, j => j.CommissionPercent), Each(lines, j => j.CommissionAmount),
            Each(lines, j => j.CommissionOrigin is { } origin ? WireNames.Of(origin) : null),
            Each(lines, j => j.CommissionRuleId), Each(lines, j => j.ListeroCommissionAmount));
    }

    private static NpgsqlBatchCommand InsertTrail(IReadOnlyList<WrittenSale> sales)
    {
        var shared = sales[0].Trail;
        return Sql.Command(
            """
            -- ticket.sale.write
            insert into activity_logs (banca_id, action, succeeded, target_type, id, user_id, target_id, details, request_id,
                ip_address, created_at)
            select $1, $2, $3, $4, a.id, a.user_id, a.target_id, a.details::jsonb, a.request_id, a.ip_address, a.created_at
            from unnest($5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::text[], $10::text[], $11::timestamptz[])
                as a(id, user_id, target_id, details, request_id, ip_address, created_at)
            """,
            Sql.Uuid(shared.BancaId), WireNames.Of(shared.Action), shared.Succeeded, Sql.Text(shared.TargetType),
            Each(sales, s => s.Trail.Id), Each(sales, s => s.Trail.UserId), Each(sales, s => s.Trail.TargetId),
            Each(sales, s => s.Trail.Details), Each(sales, s => s.Trail.RequestId), Each(sales, s => s.Trail.IpAddress),
            Each(sales, s => s.Trail.CreatedAt));
    }

    private static TColumn[] Each<TRow, TColumn>(IReadOnlyList<TRow> rows, Func<TRow, TColumn> column)
    {
        var values = new TColumn[rows.Count];
        for (var row = 0; row < values.Length; row++)
        {
            values[row] = column(rows[row]);
        }

        return values;
    }
}

using Lottery.Data.Activity;
using Lottery.Data.Persistence;
using Lottery.Data.Persistence.Queries;
using Lottery.Data.Tickets.Exposure;
using Npgsql;

namespace Lottery.Data.Tickets.Sales;

/// <summary>The statements that write a sale, in the order of its batch.</summary>
internal static class SaleWriting
{
    public const string KeyConstraint = "pk_idempotency_records";

    /// <summary>
    /// Refuses unless all is as it was when the sale was decided, the counters that it needs are kept, and there is time
    /// left. After the turn: what it sees then cannot change before the commit, the draw by the lock on its row.
    /// </summary>
    public static NpgsqlBatchCommand Guard(SaleDecision decision, TimeSpan timeLeft)
    {
        var (sorteo, versions) = (decision.Facts.Sorteo, decision.Facts.Snapshot.Versions);
        var counters = decision.Limits.Select(l => l.Counter).OfType<CounterKey>().Select(c => (c.ScopeId, c.Kind))
            .Distinct().ToList();
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
            decision.Account.BancaId, versions.Banca, Guid.Empty, versions.Global, timeLeft,
            counters.Select(c => c.ScopeId).ToArray(), counters.Select(c => c.Kind).ToArray());
    }

    public static NpgsqlBatchCommand InsertKey(IdempotentCall call, string key, string answer, DateTimeOffset now) =>
        Sql.Command(
            """
            -- ticket.sale.write
            insert into idempotency_records (user_id, operation, key, payload_hash, response, created_at)
            values ($1, $2, $3, $4, $5, $6)
            """,
            call.UserId, call.Operation, key, call.PayloadHash, answer, now);

    public static NpgsqlBatchCommand InsertTicket(Ticket t) => Sql.Command(
        """
        -- ticket.sale.write
        insert into tickets (id, ticket_number, banca_id, loteria_id, sorteo_id, ventana_id, vendedor_id, total_amount,
            total_commission, total_listero_commission, status, is_winner, total_payout, total_paid, cliente_nombre,
            business_date, created_by, created_by_role, print_count, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'ACTIVE', false, 0, 0, $11, $12, $13, $14, 0, $15, $15)
        """,
        t.Id, t.TicketNumber, t.BancaId, t.LoteriaId, t.SorteoId, t.VentanaId, t.VendedorId, t.TotalAmount,
        t.TotalCommission, t.TotalListeroCommission, t.ClienteNombre, t.BusinessDate, t.CreatedBy,
        WireNames.Of(t.CreatedByRole), t.CreatedAt);

    public static NpgsqlBatchCommand InsertJugadas(Ticket ticket, IReadOnlyList<Jugada> lines) => Sql.Command(
        """
        -- ticket.sale.write
        insert into jugadas (ticket_id, sorteo_id, is_winner, line, id, type, number, amount, multiplier_id,
            final_multiplier_x, multiplier_source, commission_percent, commission_amount, commission_origin,
            commission_rule_id, listero_commission_amount)
        select $1, $2, false, j.*
        from unnest($3::smallint[], $4::uuid[], $5::text[], $6::text[], $7::numeric[], $8::uuid[], $9::numeric[],
            $10::text[], $11::numeric[], $12::numeric[], $13::text[], $14::text[], $15::numeric[]) as j
        """,
        ticket.Id, ticket.SorteoId,
        Each(lines, j => j.Line), Each(lines, j => j.Id), Each(lines, j => WireNames.Of(j.Type)),
        Each(lines, j => j.Number), Each(lines, j => j.Amount), Each(lines, j => j.MultiplierId),
        Each(lines, j => j.FinalMultiplierX), Each(lines, j => WireNames.Of(j.MultiplierSource)),
        Each(lines, j => j.CommissionPercent), Each(lines, j => j.CommissionAmount),
        Each(lines, j => j.CommissionOrigin is { } origin ? WireNames.Of(origin) : null),
        Each(lines, j => j.CommissionRuleId), Each(lines, j => j.ListeroCommissionAmount));

    public static NpgsqlBatchCommand InsertTrail(ActivityLog a) => Sql.Command(
        """
        -- ticket.sale.write
        insert into activity_logs (id, banca_id, user_id, action, succeeded, target_type, target_id, details, request_id,
            ip_address, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10, $11)
        """,
        a.Id, Sql.Uuid(a.BancaId), Sql.Uuid(a.UserId), WireNames.Of(a.Action), a.Succeeded, Sql.Text(a.TargetType),
        Sql.Text(a.TargetId), Sql.Text(a.Details), Sql.Text(a.RequestId), Sql.Text(a.IpAddress), a.CreatedAt);

    private static T[] Each<T>(IReadOnlyList<Jugada> lines, Func<Jugada, T> column)
    {
        var values = new T[lines.Count];
        for (var line = 0; line < values.Length; line++)
        {
            values[line] = column(lines[line]);
        }

        return values;
    }
}

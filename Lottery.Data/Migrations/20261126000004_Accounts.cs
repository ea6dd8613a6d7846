using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Lottery.Data.Migrations
{
    /// <inheritdoc />
    public partial class Accounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "accounts",
                columns: table => new
                {
                    banca_id = table.Column<Guid>(type: "uuid", nullable: false),
                    level = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    entity_id = table.Column<Guid>(type: "uuid", nullable: false),
                    saldo = table.Column<decimal>(type: "numeric(24,2)", precision: 24, scale: 2, nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    settled_through = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_accounts", x => new { x.banca_id, x.level, x.entity_id });
                    table.CheckConstraint("ck_account_level_known", "level in ('VENDEDOR', 'VENTANA', 'BANCA')");
                    table.CheckConstraint("ck_accounts_banca_is_its_own", "(level = 'BANCA') = (entity_id = banca_id)");
                    table.ForeignKey(
                        name: "fk_accounts_bancas_banca_id",
                        column: x => x.banca_id,
                        principalTable: "bancas",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "settlement_config",
                columns: table => new
                {
                    id = table.Column<short>(type: "smallint", nullable: false),
                    enabled = table.Column<bool>(type: "boolean", nullable: false),
                    settlement_age_days = table.Column<int>(type: "integer", nullable: false),
                    cron_schedule = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    batch_size = table.Column<int>(type: "integer", nullable: false),
                    updated_by = table.Column<Guid>(type: "uuid", nullable: true),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_settlement_config", x => x.id);
                    table.CheckConstraint("ck_settlement_config_age", "settlement_age_days between 1 and 365");
                    table.CheckConstraint("ck_settlement_config_batch", "batch_size between 100 and 10000");
                    table.CheckConstraint("ck_settlement_config_one", "id = 1");
                });

            migrationBuilder.CreateTable(
                name: "account_payments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    banca_id = table.Column<Guid>(type: "uuid", nullable: false),
                    level = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    entity_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ventana_id = table.Column<Guid>(type: "uuid", nullable: true),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    time = table.Column<TimeOnly>(type: "time without time zone", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    type = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    method = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    notes = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    is_final = table.Column<bool>(type: "boolean", nullable: false),
                    paid_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    idempotency_key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    payload_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    is_reversed = table.Column<bool>(type: "boolean", nullable: false),
                    reversed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    reversed_by = table.Column<Guid>(type: "uuid", nullable: true),
                    reverse_reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_account_payments", x => x.id);
                    table.CheckConstraint("ck_account_payment_level_known", "level in ('VENDEDOR', 'VENTANA', 'BANCA')");
                    table.CheckConstraint("ck_account_payment_method_known", "method in ('CASH', 'TRANSFER', 'CHECK', 'OTHER')");
                    table.CheckConstraint("ck_account_payment_type_known", "type in ('PAYMENT', 'COLLECTION')");
                    table.CheckConstraint("ck_account_payments_amount", "amount > 0");
                    table.CheckConstraint("ck_account_payments_key", "(idempotency_key is null) = (payload_hash is null)");
                    table.CheckConstraint("ck_account_payments_reversed", "is_reversed = (reversed_at is not null)");
                    table.ForeignKey(
                        name: "fk_account_payments_accounts_banca_id_level_entity_id",
                        columns: x => new { x.banca_id, x.level, x.entity_id },
                        principalTable: "accounts",
                        principalColumns: new[] { "banca_id", "level", "entity_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_account_payments_users_paid_by_id",
                        column: x => x.paid_by_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "account_statements",
                columns: table => new
                {
                    banca_id = table.Column<Guid>(type: "uuid", nullable: false),
                    level = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    entity_id = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    sales = table.Column<decimal>(type: "numeric(24,2)", precision: 24, scale: 2, nullable: false),
                    payouts = table.Column<decimal>(type: "numeric(24,2)", precision: 24, scale: 2, nullable: false),
                    vendedor_commission = table.Column<decimal>(type: "numeric(24,2)", precision: 24, scale: 2, nullable: false),
                    listero_commission = table.Column<decimal>(type: "numeric(24,2)", precision: 24, scale: 2, nullable: false),
                    paid = table.Column<decimal>(type: "numeric(24,2)", precision: 24, scale: 2, nullable: false),
                    collected = table.Column<decimal>(type: "numeric(24,2)", precision: 24, scale: 2, nullable: false),
                    reset = table.Column<decimal>(type: "numeric(24,2)", precision: 24, scale: 2, nullable: false),
                    tickets = table.Column<int>(type: "integer", nullable: false),
                    net = table.Column<decimal>(type: "numeric(24,2)", precision: 24, scale: 2, nullable: false),
                    remaining = table.Column<decimal>(type: "numeric(24,2)", precision: 24, scale: 2, nullable: false),
                    settled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    settled_by = table.Column<Guid>(type: "uuid", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_account_statements", x => new { x.banca_id, x.level, x.entity_id, x.day });
                    table.CheckConstraint("ck_account_statement_level_known", "level in ('VENDEDOR', 'VENTANA', 'BANCA')");
                    table.CheckConstraint("ck_account_statements_net", "net = sales - payouts - case level when 'VENDEDOR' then vendedor_commission else listero_commission end + paid - collected + reset");
                    table.ForeignKey(
                        name: "fk_account_statements_accounts_banca_id_level_entity_id",
                        columns: x => new { x.banca_id, x.level, x.entity_id },
                        principalTable: "accounts",
                        principalColumns: new[] { "banca_id", "level", "entity_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "monthly_closings",
                columns: table => new
                {
                    month = table.Column<DateOnly>(type: "date", nullable: false),
                    banca_id = table.Column<Guid>(type: "uuid", nullable: false),
                    level = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    entity_id = table.Column<Guid>(type: "uuid", nullable: false),
                    opening = table.Column<decimal>(type: "numeric(24,2)", precision: 24, scale: 2, nullable: false),
                    sales = table.Column<decimal>(type: "numeric(24,2)", precision: 24, scale: 2, nullable: false),
                    payouts = table.Column<decimal>(type: "numeric(24,2)", precision: 24, scale: 2, nullable: false),
                    vendedor_commission = table.Column<decimal>(type: "numeric(24,2)", precision: 24, scale: 2, nullable: false),
                    listero_commission = table.Column<decimal>(type: "numeric(24,2)", precision: 24, scale: 2, nullable: false),
                    paid = table.Column<decimal>(type: "numeric(24,2)", precision: 24, scale: 2, nullable: false),
                    collected = table.Column<decimal>(type: "numeric(24,2)", precision: 24, scale: 2, nullable: false),
                    reset = table.Column<decimal>(type: "numeric(24,2)", precision: 24, scale: 2, nullable: false),
                    tickets = table.Column<int>(type: "integer", nullable: false),
                    net = table.Column<decimal>(type: "numeric(24,2)", precision: 24, scale: 2, nullable: false),
                    closing = table.Column<decimal>(type: "numeric(24,2)", precision: 24, scale: 2, nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_monthly_closings", x => new { x.month, x.banca_id, x.level, x.entity_id });
                    table.CheckConstraint("ck_monthly_closing_level_known", "level in ('VENDEDOR', 'VENTANA', 'BANCA')");
                    table.CheckConstraint("ck_monthly_closings_adds_up", "closing = opening + net");
                    table.CheckConstraint("ck_monthly_closings_first_day", "extract(day from month) = 1");
                    table.ForeignKey(
                        name: "fk_monthly_closings_accounts_banca_id_level_entity_id",
                        columns: x => new { x.banca_id, x.level, x.entity_id },
                        principalTable: "accounts",
                        principalColumns: new[] { "banca_id", "level", "entity_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "account_entries",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    banca_id = table.Column<Guid>(type: "uuid", nullable: false),
                    level = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    entity_id = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    kind = table.Column<string>(type: "character varying(19)", maxLength: 19, nullable: false),
                    sorteo_id = table.Column<Guid>(type: "uuid", nullable: true),
                    payment_id = table.Column<Guid>(type: "uuid", nullable: true),
                    amount = table.Column<decimal>(type: "numeric(24,2)", precision: 24, scale: 2, nullable: false),
                    tickets = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    effect = table.Column<decimal>(type: "numeric(24,2)", precision: 24, scale: 2, nullable: false, computedColumnSql: "case kind\n    when 'SALES' then amount\n    when 'PAYOUT' then -amount\n    when 'VENDEDOR_COMMISSION' then case level when 'VENDEDOR' then -amount else 0 end\n    when 'LISTERO_COMMISSION' then case level when 'VENDEDOR' then 0 else -amount end\n    else amount\nend", stored: true),
                    posted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    posted_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_account_entries", x => x.id);
                    table.CheckConstraint("ck_account_entries_of_a_draw", "(sorteo_id is not null) = (kind in ('SALES', 'PAYOUT', 'VENDEDOR_COMMISSION', 'LISTERO_COMMISSION'))");
                    table.CheckConstraint("ck_account_entries_of_a_movement", "(payment_id is not null) = (kind in ('MOVEMENT', 'REVERSAL'))");
                    table.CheckConstraint("ck_account_entries_says_something", "amount <> 0 or tickets <> 0");
                    table.CheckConstraint("ck_account_entry_kind_known", "kind in ('SALES', 'PAYOUT', 'VENDEDOR_COMMISSION', 'LISTERO_COMMISSION', 'MOVEMENT', 'REVERSAL', 'RESET')");
                    table.CheckConstraint("ck_account_entry_level_known", "level in ('VENDEDOR', 'VENTANA', 'BANCA')");
                    table.ForeignKey(
                        name: "fk_account_entries_account_payments_payment_id",
                        column: x => x.payment_id,
                        principalTable: "account_payments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_account_entries_accounts_banca_id_level_entity_id",
                        columns: x => new { x.banca_id, x.level, x.entity_id },
                        principalTable: "accounts",
                        principalColumns: new[] { "banca_id", "level", "entity_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_account_entries_banca_id_level_entity_id_day",
                table: "account_entries",
                columns: new[] { "banca_id", "level", "entity_id", "day" });

            migrationBuilder.CreateIndex(
                name: "ix_account_entries_payment_id_kind",
                table: "account_entries",
                columns: new[] { "payment_id", "kind" },
                unique: true,
                filter: "payment_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_account_entries_sorteo_id",
                table: "account_entries",
                column: "sorteo_id",
                filter: "sorteo_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_account_payments_banca_id_day",
                table: "account_payments",
                columns: new[] { "banca_id", "day" });

            migrationBuilder.CreateIndex(
                name: "ix_account_payments_banca_id_idempotency_key",
                table: "account_payments",
                columns: new[] { "banca_id", "idempotency_key" },
                unique: true,
                filter: "idempotency_key is not null");

            migrationBuilder.CreateIndex(
                name: "ix_account_payments_banca_id_level_entity_id_day",
                table: "account_payments",
                columns: new[] { "banca_id", "level", "entity_id", "day" });

            migrationBuilder.CreateIndex(
                name: "ix_account_statements_day",
                table: "account_statements",
                column: "day",
                filter: "settled_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_account_statements_id",
                table: "account_statements",
                column: "id",
                unique: true);

            // The ledger grows and does nothing else, whoever asks. Always enabled, so that a session which plays a
            // replica does not go past it.
            migrationBuilder.Sql("""
                create function keep_account_entries() returns trigger language plpgsql
                set search_path = pg_catalog, pg_temp as $$
                begin
                    raise exception 'lines of % are never changed or deleted', tg_table_name
                        using errcode = 'insufficient_privilege', hint = 'Post the contrary.';
                end $$;

                create trigger account_entries_never_change before update or delete or truncate on account_entries
                for each statement execute function keep_account_entries();
                alter table account_entries enable always trigger account_entries_never_change;
                """);

            // The one set of tickets that counts for accounts: of evaluated draws, without what was left out of them.
            migrationBuilder.Sql("""
                -- Every ticket sums its own lines by their key: a join of all tickets with all lines is left to a planner
                -- that may have seen neither.
                create view evaluated_sales as
                select t.sorteo_id, t.banca_id, t.ventana_id, t.vendedor_id, t.business_date,
                    sum(j.amount) as sales, sum(j.payout) as payouts,
                    sum(j.vendedor_commission) as vendedor_commission, sum(j.listero_commission) as listero_commission,
                    count(*)::int as tickets
                from sorteos s
                join tickets t on t.sorteo_id = s.id
                cross join lateral (
                    select sum(amount) as amount, coalesce(sum(payout), 0) as payout,
                        coalesce(sum(commission_amount) filter (where commission_origin = 'USER'), 0)
                            as vendedor_commission,
                        sum(listero_commission_amount) as listero_commission
                    from jugadas where ticket_id = t.id and not is_excluded) j
                where s.status = 'EVALUATED' and s.deleted_at is null and t.status in ('EVALUATED', 'PAID')
                    and j.amount is not null
                group by t.sorteo_id, t.banca_id, t.ventana_id, t.vendedor_id, t.business_date;

                create view account_facts as
                select f.banca_id, a.level, a.entity_id, f.business_date as day, f.sorteo_id, k.kind,
                    sum(k.amount) as amount, sum(k.tickets)::int as tickets
                from evaluated_sales f
                cross join lateral (values
                    ('VENDEDOR', f.vendedor_id), ('VENTANA', f.ventana_id), ('BANCA', f.banca_id)) a(level, entity_id)
                cross join lateral (values
                    ('SALES', f.sales, f.tickets), ('PAYOUT', f.payouts, 0),
                    ('VENDEDOR_COMMISSION', f.vendedor_commission, 0),
                    ('LISTERO_COMMISSION', f.listero_commission, 0)) k(kind, amount, tickets)
                group by f.banca_id, a.level, a.entity_id, f.business_date, f.sorteo_id, k.kind;
                """);

            migrationBuilder.Sql("""
                insert into settlement_config (id, enabled, settlement_age_days, batch_size, updated_at)
                values (1, false, 7, 1000, now());

                -- Of what any table of settings says: the workers read all of them.
                create or replace function announce_jobs() returns trigger language plpgsql as $$
                begin
                    if tg_table_name <> 'job_runs' then
                        perform pg_notify('lottery_jobs', 'times');
                    elsif new.outcome = 'REQUESTED' then
                        perform pg_notify('lottery_jobs', new.job_name);
                    elsif new.outcome <> 'RUNNING' then
                        -- Who waits for it, and who wants to be next.
                        perform pg_notify('lottery_job_runs', new.id::text);
                        perform pg_notify('lottery_jobs', new.job_name);
                    end if;
                    return null;
                end $$;

                create trigger announce after update on settlement_config
                for each row execute function announce_jobs();
                """);

            // Draws that were evaluated before there was a ledger.
            migrationBuilder.Sql("""
                insert into accounts (banca_id, level, entity_id, saldo, version)
                select distinct banca_id, level, entity_id, 0, 1 from account_facts;

                insert into account_entries (banca_id, level, entity_id, day, kind, sorteo_id, amount, tickets, posted_at)
                select banca_id, level, entity_id, day, kind, sorteo_id, amount, tickets, now()
                from account_facts where amount <> 0 or tickets <> 0
                order by day, sorteo_id, banca_id, level, entity_id, kind;

                insert into account_statements (banca_id, level, entity_id, day, sales, payouts, vendedor_commission,
                    listero_commission, paid, collected, reset, tickets, net, remaining, created_at, updated_at)
                select e.banca_id, e.level, e.entity_id, e.day,
                    coalesce(sum(e.amount) filter (where e.kind = 'SALES'), 0),
                    coalesce(sum(e.amount) filter (where e.kind = 'PAYOUT'), 0),
                    coalesce(sum(e.amount) filter (where e.kind = 'VENDEDOR_COMMISSION'), 0),
                    coalesce(sum(e.amount) filter (where e.kind = 'LISTERO_COMMISSION'), 0),
                    0, 0, 0, sum(e.tickets), sum(e.effect),
                    sum(sum(e.effect)) over (partition by e.banca_id, e.level, e.entity_id order by e.day), now(), now()
                from account_entries e
                group by e.banca_id, e.level, e.entity_id, e.day;

                update accounts a set saldo = s.saldo
                from (
                    select banca_id, level, entity_id, sum(effect) as saldo from account_entries group by 1, 2, 3) s
                where (s.banca_id, s.level, s.entity_id) = (a.banca_id, a.level, a.entity_id);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop view account_facts; drop view evaluated_sales;");

            migrationBuilder.DropTable(
                name: "account_entries");

            migrationBuilder.DropTable(
                name: "account_statements");

            migrationBuilder.DropTable(
                name: "monthly_closings");

            migrationBuilder.DropTable(
                name: "settlement_config");

            migrationBuilder.DropTable(
                name: "account_payments");

            migrationBuilder.DropTable(
                name: "accounts");

            migrationBuilder.Sql("drop function keep_account_entries();");
        }
    }
}

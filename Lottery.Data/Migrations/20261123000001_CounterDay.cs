using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Lottery.Data.Migrations
{
    /// <inheritdoc />
    public partial class CounterDay : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterDatabase()
                .Annotation("Npgsql:PostgresExtension:citext", ",,");

            migrationBuilder.CreateTable(
                name: "bancas",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    code = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true),
                    address = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    phone = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    default_min_bet = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    global_max_per_number = table.Column<int>(type: "integer", nullable: false),
                    sales_cutoff_minutes = table.Column<int>(type: "integer", nullable: false),
                    max_sessions_per_vendedor = table.Column<int>(type: "integer", nullable: false),
                    vendor_limit = table.Column<int>(type: "integer", nullable: true),
                    deleted_reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bancas", x => x.id);
                    table.CheckConstraint("ck_bancas_max_sessions_per_vendedor", "max_sessions_per_vendedor between 1 and 20");
                    table.CheckConstraint("ck_bancas_sales_cutoff_minutes", "sales_cutoff_minutes >= 1");
                    table.CheckConstraint("ck_bancas_vendor_limit", "vendor_limit >= 0");
                });

            migrationBuilder.CreateTable(
                name: "job_runs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    job_name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    scheduled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    outcome = table.Column<string>(type: "character varying(21)", maxLength: 21, nullable: false),
                    trigger = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    counts = table.Column<string>(type: "jsonb", nullable: true),
                    error_code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    worker = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    request_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_job_runs", x => x.id);
                    table.CheckConstraint("ck_job_run_outcome_known", "outcome in ('RUNNING', 'COMPLETED', 'COMPLETED_WITH_ERRORS', 'FAILED', 'CANCELLED')");
                    table.CheckConstraint("ck_job_run_trigger_known", "trigger in ('SCHEDULE', 'MANUAL', 'CATCH_UP')");
                });

            migrationBuilder.CreateTable(
                name: "loterias",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    banca_id = table.Column<Guid>(type: "uuid", nullable: true),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    rules_json = table.Column<string>(type: "jsonb", nullable: false),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    deleted_by = table.Column<Guid>(type: "uuid", nullable: true),
                    deleted_reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_loterias", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "ticket_counters",
                columns: table => new
                {
                    business_date = table.Column<DateOnly>(type: "date", nullable: false),
                    last = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ticket_counters", x => x.business_date);
                });

            migrationBuilder.CreateTable(
                name: "ventanas",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    banca_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    code = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: true),
                    commission_margin_x = table.Column<decimal>(type: "numeric(7,4)", precision: 7, scale: 4, nullable: false),
                    address = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true),
                    phone = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    deleted_reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ventanas", x => x.id);
                    table.UniqueConstraint("ak_ventanas_id_banca_id", x => new { x.id, x.banca_id });
                    table.CheckConstraint("ck_ventanas_commission_margin_x", "commission_margin_x between 0 and 100");
                    table.ForeignKey(
                        name: "fk_ventanas_bancas_banca_id",
                        column: x => x.banca_id,
                        principalTable: "bancas",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "loteria_multipliers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    loteria_id = table.Column<Guid>(type: "uuid", nullable: false),
                    banca_id = table.Column<Guid>(type: "uuid", nullable: true),
                    name = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    value_x = table.Column<decimal>(type: "numeric(10,4)", precision: 10, scale: 4, nullable: false),
                    kind = table.Column<string>(type: "character varying(9)", maxLength: 9, nullable: false),
                    applies_to_sorteo_id = table.Column<Guid>(type: "uuid", nullable: true),
                    applies_to_date = table.Column<DateOnly>(type: "date", nullable: true),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_loteria_multipliers", x => x.id);
                    table.CheckConstraint("ck_loteria_multiplier_kind_known", "kind in ('NUMERO', 'REVENTADO')");
                    table.CheckConstraint("ck_loteria_multipliers_value_x", "value_x > 0");
                    table.ForeignKey(
                        name: "fk_loteria_multipliers_loterias_loteria_id",
                        column: x => x.loteria_id,
                        principalTable: "loterias",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "users",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    banca_id = table.Column<Guid>(type: "uuid", nullable: true),
                    ventana_id = table.Column<Guid>(type: "uuid", nullable: true),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    username = table.Column<string>(type: "citext", nullable: false),
                    email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true),
                    phone = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    code = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    password_hash = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    role = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    max_sessions_per_vendedor = table.Column<int>(type: "integer", nullable: true),
                    platform = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    app_version = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_users", x => x.id);
                    table.CheckConstraint("ck_user_role_known", "role in ('ADMIN', 'BANCA', 'VENTANA', 'VENDEDOR')");
                    table.CheckConstraint("ck_users_belongs_where_its_role_says", "case role\n    when 'ADMIN' then banca_id is null and ventana_id is null\n    when 'BANCA' then banca_id is not null and ventana_id is null\n    else banca_id is not null and ventana_id is not null\nend");
                    table.CheckConstraint("ck_users_max_sessions_per_vendedor", "max_sessions_per_vendedor between 1 and 20");
                    table.ForeignKey(
                        name: "fk_users_bancas_banca_id",
                        column: x => x.banca_id,
                        principalTable: "bancas",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_users_ventanas_ventana_id_banca_id",
                        columns: x => new { x.ventana_id, x.banca_id },
                        principalTable: "ventanas",
                        principalColumns: new[] { "id", "banca_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "sorteos",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    loteria_id = table.Column<Guid>(type: "uuid", nullable: false),
                    banca_id = table.Column<Guid>(type: "uuid", nullable: true),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    scheduled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<string>(type: "character varying(9)", maxLength: 9, nullable: false),
                    digits = table.Column<int>(type: "integer", nullable: false),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    winning_number = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: true),
                    has_winner = table.Column<bool>(type: "boolean", nullable: false),
                    extra_multiplier_id = table.Column<Guid>(type: "uuid", nullable: true),
                    extra_multiplier_x = table.Column<decimal>(type: "numeric(10,4)", precision: 10, scale: 4, nullable: true),
                    extra_outcome_code = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    deleted_by = table.Column<Guid>(type: "uuid", nullable: true),
                    deleted_reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    status_before_delete = table.Column<string>(type: "character varying(9)", maxLength: 9, nullable: true),
                    deleted_by_cascade = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sorteos", x => x.id);
                    table.CheckConstraint("ck_sorteo_status_before_delete_known", "status_before_delete in ('SCHEDULED', 'OPEN', 'EVALUATED', 'CLOSED')");
                    table.CheckConstraint("ck_sorteo_status_known", "status in ('SCHEDULED', 'OPEN', 'EVALUATED', 'CLOSED')");
                    table.CheckConstraint("ck_sorteos_digits", "digits in (2, 3)");
                    table.CheckConstraint("ck_sorteos_result_exactly_when_evaluated", "(status = 'EVALUATED') = (winning_number is not null)");
                    table.ForeignKey(
                        name: "fk_sorteos_loteria_multipliers_extra_multiplier_id",
                        column: x => x.extra_multiplier_id,
                        principalTable: "loteria_multipliers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_sorteos_loterias_loteria_id",
                        column: x => x.loteria_id,
                        principalTable: "loterias",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "activity_logs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    banca_id = table.Column<Guid>(type: "uuid", nullable: true),
                    user_id = table.Column<Guid>(type: "uuid", nullable: true),
                    action = table.Column<string>(type: "character varying(28)", maxLength: 28, nullable: false),
                    succeeded = table.Column<bool>(type: "boolean", nullable: false),
                    target_type = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    target_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    details = table.Column<string>(type: "jsonb", nullable: true),
                    request_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    ip_address = table.Column<string>(type: "character varying(45)", maxLength: 45, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_activity_logs", x => x.id);
                    table.CheckConstraint("ck_activity_log_action_known", "action in ('LOGIN', 'LOGOUT', 'PASSWORD_CHANGE', 'TICKET_CREATE', 'TICKET_CANCEL', 'TICKET_EVALUATE', 'TICKET_RESTORE', 'JUGADA_EVALUATE', 'JUGADA_RESTORE', 'SORTEO_CREATE', 'SORTEO_EVALUATE', 'SORTEO_CLOSE', 'SORTEO_REOPEN', 'LOTERIA_CREATE', 'LOTERIA_UPDATE', 'LOTERIA_DELETE', 'LOTERIA_RESTORE', 'MULTIPLIER_SETTING_CREATE', 'MULTIPLIER_SETTING_UPDATE', 'MULTIPLIER_SETTING_DELETE', 'MULTIPLIER_SETTING_RESTORE', 'BANCA_CREATE', 'BANCA_UPDATE', 'BANCA_DELETE', 'BANCA_RESTORE', 'VENTANA_CREATE', 'VENTANA_UPDATE', 'VENTANA_DELETE', 'VENTANA_RESTORE', 'USER_CREATE', 'USER_UPDATE', 'USER_DELETE', 'USER_RESTORE', 'USER_ROLE_CHANGE', 'SOFT_DELETE', 'RESTORE', 'SYSTEM_ACTION', 'SORTEO_UPDATE', 'TICKET_PAY', 'TICKET_PAYMENT_REVERSE', 'TICKET_PAY_FINALIZE', 'TICKET_STATUS_PAID', 'SORTEO_OPEN', 'ACCOUNT_STATEMENT_VIEW', 'ACCOUNT_STATEMENT_DELETE', 'ACCOUNT_PAYMENT_CREATE', 'ACCOUNT_PAYMENT_REVERSE', 'ACCOUNT_PAYMENT_HISTORY_VIEW', 'TICKET_REPRINT')");
                    table.ForeignKey(
                        name: "fk_activity_logs_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "idempotency_records",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    operation = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    payload_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    response = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_idempotency_records", x => new { x.user_id, x.operation, x.key });
                    table.ForeignKey(
                        name: "fk_idempotency_records_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "sessions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    banca_id = table.Column<Guid>(type: "uuid", nullable: true),
                    family_id = table.Column<Guid>(type: "uuid", nullable: false),
                    successor_id = table.Column<Guid>(type: "uuid", nullable: true),
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    device_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    device_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    user_agent = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    ip_address = table.Column<string>(type: "character varying(45)", maxLength: 45, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revoked_reason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sessions", x => x.id);
                    table.ForeignKey(
                        name: "fk_sessions_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "user_bancas",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    banca_id = table.Column<Guid>(type: "uuid", nullable: false),
                    is_default = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_bancas", x => new { x.user_id, x.banca_id });
                    table.ForeignKey(
                        name: "fk_user_bancas_bancas_banca_id",
                        column: x => x.banca_id,
                        principalTable: "bancas",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_user_bancas_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "sorteo_results",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    sorteo_id = table.Column<Guid>(type: "uuid", nullable: false),
                    winning_number = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    extra_multiplier_id = table.Column<Guid>(type: "uuid", nullable: true),
                    extra_multiplier_x = table.Column<decimal>(type: "numeric(10,4)", precision: 10, scale: 4, nullable: false),
                    winning_tickets = table.Column<int>(type: "integer", nullable: false),
                    total_payout = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    evaluated_by = table.Column<Guid>(type: "uuid", nullable: true),
                    evaluated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reverted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    reverted_by = table.Column<Guid>(type: "uuid", nullable: true),
                    revert_reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sorteo_results", x => x.id);
                    table.ForeignKey(
                        name: "fk_sorteo_results_sorteos_sorteo_id",
                        column: x => x.sorteo_id,
                        principalTable: "sorteos",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "tickets",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    ticket_number = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    banca_id = table.Column<Guid>(type: "uuid", nullable: false),
                    loteria_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sorteo_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ventana_id = table.Column<Guid>(type: "uuid", nullable: false),
                    vendedor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    total_amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    status = table.Column<string>(type: "character varying(9)", maxLength: 9, nullable: false),
                    is_winner = table.Column<bool>(type: "boolean", nullable: false),
                    total_payout = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    total_paid = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    cliente_nombre = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    business_date = table.Column<DateOnly>(type: "date", nullable: false),
                    created_by = table.Column<Guid>(type: "uuid", nullable: false),
                    created_by_role = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    print_count = table.Column<int>(type: "integer", nullable: false),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    deleted_by = table.Column<Guid>(type: "uuid", nullable: true),
                    deleted_reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tickets", x => x.id);
                    table.CheckConstraint("ck_ticket_created_by_role_known", "created_by_role in ('ADMIN', 'BANCA', 'VENTANA', 'VENDEDOR')");
                    table.CheckConstraint("ck_ticket_status_known", "status in ('ACTIVE', 'EVALUATED', 'PAID', 'CANCELLED', 'EXCLUDED')");
                    table.CheckConstraint("ck_tickets_paid_within_prize", "total_paid between 0 and total_payout");
                    table.CheckConstraint("ck_tickets_prize_only_for_winners", "(total_payout > 0) = is_winner");
                    table.CheckConstraint("ck_tickets_total_amount", "total_amount > 0");
                    table.ForeignKey(
                        name: "fk_tickets_loterias_loteria_id",
                        column: x => x.loteria_id,
                        principalTable: "loterias",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tickets_sorteos_sorteo_id",
                        column: x => x.sorteo_id,
                        principalTable: "sorteos",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tickets_users_created_by",
                        column: x => x.created_by,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tickets_users_vendedor_id",
                        column: x => x.vendedor_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tickets_ventanas_ventana_id_banca_id",
                        columns: x => new { x.ventana_id, x.banca_id },
                        principalTable: "ventanas",
                        principalColumns: new[] { "id", "banca_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "jugadas",
                columns: table => new
                {
                    ticket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    line = table.Column<short>(type: "smallint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    sorteo_id = table.Column<Guid>(type: "uuid", nullable: false),
                    type = table.Column<string>(type: "character varying(9)", maxLength: 9, nullable: false),
                    number = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    multiplier_id = table.Column<Guid>(type: "uuid", nullable: true),
                    final_multiplier_x = table.Column<decimal>(type: "numeric(10,4)", precision: 10, scale: 4, nullable: false),
                    multiplier_source = table.Column<string>(type: "character varying(17)", maxLength: 17, nullable: false),
                    is_winner = table.Column<bool>(type: "boolean", nullable: false),
                    payout = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_jugadas", x => new { x.ticket_id, x.line });
                    table.CheckConstraint("ck_jugada_multiplier_source_known", "multiplier_source in ('CHOSEN', 'BASE', 'OLDEST_MULTIPLIER', 'LOTERIA_RULES', 'DRAW')");
                    table.CheckConstraint("ck_jugada_type_known", "type in ('NUMERO', 'REVENTADO')");
                    table.CheckConstraint("ck_jugadas_amount", "amount > 0");
                    table.CheckConstraint("ck_jugadas_payout_only_for_winners", "is_winner = (payout is not null)");
                    table.ForeignKey(
                        name: "fk_jugadas_tickets_ticket_id",
                        column: x => x.ticket_id,
                        principalTable: "tickets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ticket_payments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    banca_id = table.Column<Guid>(type: "uuid", nullable: false),
                    amount_paid = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    paid_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    payment_date = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    method = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    notes = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    is_partial = table.Column<bool>(type: "boolean", nullable: false),
                    remaining_amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    is_final = table.Column<bool>(type: "boolean", nullable: false),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    is_reversed = table.Column<bool>(type: "boolean", nullable: false),
                    reversed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    reversed_by = table.Column<Guid>(type: "uuid", nullable: true),
                    reverse_reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ticket_payments", x => x.id);
                    table.CheckConstraint("ck_ticket_payment_method_known", "method in ('CASH', 'TRANSFER', 'CHECK', 'OTHER')");
                    table.CheckConstraint("ck_ticket_payments_amount_paid", "amount_paid > 0");
                    table.CheckConstraint("ck_ticket_payments_reversed_by", "is_reversed = (reversed_at is not null)");
                    table.ForeignKey(
                        name: "fk_ticket_payments_tickets_ticket_id",
                        column: x => x.ticket_id,
                        principalTable: "tickets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_ticket_payments_users_paid_by_id",
                        column: x => x.paid_by_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_activity_logs_banca_id_created_at",
                table: "activity_logs",
                columns: new[] { "banca_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_activity_logs_created_at",
                table: "activity_logs",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_activity_logs_target_id_created_at",
                table: "activity_logs",
                columns: new[] { "target_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_bancas_code",
                table: "bancas",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_bancas_name",
                table: "bancas",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_job_runs_job_name_scheduled_at",
                table: "job_runs",
                columns: new[] { "job_name", "scheduled_at" });

            migrationBuilder.CreateIndex(
                name: "ix_jugadas_sorteo_id_number",
                table: "jugadas",
                columns: new[] { "sorteo_id", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_loteria_multipliers_loteria_id_name",
                table: "loteria_multipliers",
                columns: new[] { "loteria_id", "name" },
                unique: true,
                filter: "is_active");

            migrationBuilder.CreateIndex(
                name: "ix_loterias_banca_id_name",
                table: "loterias",
                columns: new[] { "banca_id", "name" },
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "ix_sessions_family_id",
                table: "sessions",
                column: "family_id");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_token_hash",
                table: "sessions",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sessions_user_id",
                table: "sessions",
                column: "user_id",
                filter: "revoked_at is null");

            migrationBuilder.CreateIndex(
                name: "ux_sorteo_results_one_standing",
                table: "sorteo_results",
                column: "sorteo_id",
                unique: true,
                filter: "reverted_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_sorteos_banca_id_scheduled_at",
                table: "sorteos",
                columns: new[] { "banca_id", "scheduled_at" });

            migrationBuilder.CreateIndex(
                name: "ix_sorteos_loteria_id_scheduled_at",
                table: "sorteos",
                columns: new[] { "loteria_id", "scheduled_at" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ticket_payments_ticket_id",
                table: "ticket_payments",
                column: "ticket_id");

            migrationBuilder.CreateIndex(
                name: "ix_tickets_banca_id_business_date",
                table: "tickets",
                columns: new[] { "banca_id", "business_date" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_sorteo_id",
                table: "tickets",
                column: "sorteo_id");

            migrationBuilder.CreateIndex(
                name: "ix_tickets_ticket_number",
                table: "tickets",
                column: "ticket_number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_tickets_vendedor_id_business_date",
                table: "tickets",
                columns: new[] { "vendedor_id", "business_date" });

            migrationBuilder.CreateIndex(
                name: "ux_user_bancas_one_default",
                table: "user_bancas",
                column: "user_id",
                unique: true,
                filter: "is_default");

            migrationBuilder.CreateIndex(
                name: "ix_users_banca_id_code",
                table: "users",
                columns: new[] { "banca_id", "code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_users_email",
                table: "users",
                column: "email",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_users_username",
                table: "users",
                column: "username",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_users_ventana_id_banca_id_role",
                table: "users",
                columns: new[] { "ventana_id", "banca_id", "role" });

            migrationBuilder.CreateIndex(
                name: "ix_ventanas_banca_id_code",
                table: "ventanas",
                columns: new[] { "banca_id", "code" },
                unique: true);

            // What must never happen is refused here even when the code forgets: standing payments above the prize
            // (the ticket's row is locked, so that two payments at once cannot both pass), and a changed line of the
            // activity log.
            migrationBuilder.Sql("""
                create function refuse_payments_above_the_prize() returns trigger language plpgsql as $$
                declare
                    prize numeric(18,2);
                    paid numeric(18,2);
                begin
                    select total_payout into prize from tickets where id = new.ticket_id for update;
                    select coalesce(sum(amount_paid), 0) into paid
                    from ticket_payments where ticket_id = new.ticket_id and not is_reversed;
                    if paid > prize then
                        raise exception 'payments of ticket % exceed its prize', new.ticket_id
                            using errcode = 'check_violation', constraint = 'ck_ticket_payments_within_prize';
                    end if;
                    return null;
                end $$;

                create trigger ticket_payments_within_prize after insert or update on ticket_payments
                for each row execute function refuse_payments_above_the_prize();

                create function refuse_change() returns trigger language plpgsql as $$
                begin
                    raise exception 'rows of % are never changed', tg_table_name
                        using errcode = 'restrict_violation';
                end $$;

                create trigger activity_logs_never_change before update on activity_logs
                for each row execute function refuse_change();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                drop trigger ticket_payments_within_prize on ticket_payments;
                drop trigger activity_logs_never_change on activity_logs;
                drop function refuse_payments_above_the_prize();
                drop function refuse_change();
                """);

            migrationBuilder.DropTable(
                name: "activity_logs");

            migrationBuilder.DropTable(
                name: "idempotency_records");

            migrationBuilder.DropTable(
                name: "job_runs");

            migrationBuilder.DropTable(
                name: "jugadas");

            migrationBuilder.DropTable(
                name: "sessions");

            migrationBuilder.DropTable(
                name: "sorteo_results");

            migrationBuilder.DropTable(
                name: "ticket_counters");

            migrationBuilder.DropTable(
                name: "ticket_payments");

            migrationBuilder.DropTable(
                name: "user_bancas");

            migrationBuilder.DropTable(
                name: "tickets");

            migrationBuilder.DropTable(
                name: "sorteos");

            migrationBuilder.DropTable(
                name: "users");

            migrationBuilder.DropTable(
                name: "loteria_multipliers");

            migrationBuilder.DropTable(
                name: "ventanas");

            migrationBuilder.DropTable(
                name: "loterias");

            migrationBuilder.DropTable(
                name: "bancas");
        }
    }
}

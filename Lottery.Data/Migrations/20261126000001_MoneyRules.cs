using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Lottery.Data.Migrations
{
    /// <inheritdoc />
    public partial class MoneyRules : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_jugada_multiplier_source_known",
                table: "jugadas");

            migrationBuilder.AddColumn<string>(
                name: "commission_policy_json",
                table: "ventanas",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "total_commission",
                table: "tickets",
                type: "numeric(18,2)",
                precision: 18,
                scale: 2,
                nullable: false,
                defaultValue: 0m);

            migrationBuilder.AddColumn<decimal>(
                name: "total_listero_commission",
                table: "tickets",
                type: "numeric(18,2)",
                precision: 18,
                scale: 2,
                nullable: false,
                defaultValue: 0m);

            migrationBuilder.AddColumn<decimal>(
                name: "commission_amount",
                table: "jugadas",
                type: "numeric(18,2)",
                precision: 18,
                scale: 2,
                nullable: false,
                defaultValue: 0m);

            migrationBuilder.AddColumn<string>(
                name: "commission_origin",
                table: "jugadas",
                type: "character varying(7)",
                maxLength: 7,
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "commission_percent",
                table: "jugadas",
                type: "numeric(5,2)",
                precision: 5,
                scale: 2,
                nullable: false,
                defaultValue: 0m);

            migrationBuilder.AddColumn<string>(
                name: "commission_rule_id",
                table: "jugadas",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "excluded_at",
                table: "jugadas",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "excluded_by",
                table: "jugadas",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "excluded_reason",
                table: "jugadas",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_excluded",
                table: "jugadas",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<decimal>(
                name: "listero_commission_amount",
                table: "jugadas",
                type: "numeric(18,2)",
                precision: 18,
                scale: 2,
                nullable: false,
                defaultValue: 0m);

            migrationBuilder.AddColumn<string>(
                name: "commission_policy_json",
                table: "bancas",
                type: "jsonb",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "banca_loteria_settings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    banca_id = table.Column<Guid>(type: "uuid", nullable: false),
                    loteria_id = table.Column<Guid>(type: "uuid", nullable: false),
                    base_multiplier_x = table.Column<decimal>(type: "numeric(10,4)", precision: 10, scale: 4, nullable: true),
                    max_total_per_sorteo = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: true),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_banca_loteria_settings", x => x.id);
                    table.CheckConstraint("ck_banca_loteria_settings_base_multiplier_x", "base_multiplier_x > 0");
                    table.CheckConstraint("ck_banca_loteria_settings_max_total_per_sorteo", "max_total_per_sorteo > 0");
                    table.ForeignKey(
                        name: "fk_banca_loteria_settings_bancas_banca_id",
                        column: x => x.banca_id,
                        principalTable: "bancas",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_banca_loteria_settings_loterias_loteria_id",
                        column: x => x.loteria_id,
                        principalTable: "loterias",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "exposure_sets",
                columns: table => new
                {
                    sorteo_id = table.Column<Guid>(type: "uuid", nullable: false),
                    scope_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(36)", maxLength: 36, nullable: false),
                    scope = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exposure_sets", x => new { x.sorteo_id, x.scope_id, x.kind });
                    table.CheckConstraint("ck_exposure_set_scope_known", "scope in ('VENDEDOR', 'VENTANA', 'BANCA')");
                    table.ForeignKey(
                        name: "fk_exposure_sets_sorteos_sorteo_id",
                        column: x => x.sorteo_id,
                        principalTable: "sorteos",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "lista_exclusions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    banca_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sorteo_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ventana_id = table.Column<Guid>(type: "uuid", nullable: false),
                    vendedor_id = table.Column<Guid>(type: "uuid", nullable: true),
                    multiplier_id = table.Column<Guid>(type: "uuid", nullable: true),
                    excluded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    excluded_by = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lista_exclusions", x => x.id);
                    table.ForeignKey(
                        name: "fk_lista_exclusions_loteria_multipliers_multiplier_id",
                        column: x => x.multiplier_id,
                        principalTable: "loteria_multipliers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_lista_exclusions_sorteos_sorteo_id",
                        column: x => x.sorteo_id,
                        principalTable: "sorteos",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_lista_exclusions_users_excluded_by",
                        column: x => x.excluded_by,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_lista_exclusions_users_vendedor_id",
                        column: x => x.vendedor_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_lista_exclusions_ventanas_ventana_id",
                        column: x => x.ventana_id,
                        principalTable: "ventanas",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "multiplier_overrides",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    banca_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: true),
                    ventana_id = table.Column<Guid>(type: "uuid", nullable: true),
                    loteria_id = table.Column<Guid>(type: "uuid", nullable: false),
                    multiplier_type = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    base_multiplier_x = table.Column<decimal>(type: "numeric(10,4)", precision: 10, scale: 4, nullable: false),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    deleted_by = table.Column<Guid>(type: "uuid", nullable: true),
                    deleted_reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_multiplier_overrides", x => x.id);
                    table.CheckConstraint("ck_multiplier_overrides_base_multiplier_x", "base_multiplier_x > 0");
                    table.CheckConstraint("ck_multiplier_overrides_one_scope", "num_nonnulls(user_id, ventana_id) = 1");
                    table.ForeignKey(
                        name: "fk_multiplier_overrides_loterias_loteria_id",
                        column: x => x.loteria_id,
                        principalTable: "loterias",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_multiplier_overrides_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_multiplier_overrides_ventanas_ventana_id",
                        column: x => x.ventana_id,
                        principalTable: "ventanas",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "number_exposures",
                columns: table => new
                {
                    sorteo_id = table.Column<Guid>(type: "uuid", nullable: false),
                    scope_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(36)", maxLength: 36, nullable: false),
                    number = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_number_exposures", x => new { x.sorteo_id, x.scope_id, x.kind, x.number });
                    table.CheckConstraint("ck_number_exposures_amount", "amount >= 0");
                    table.ForeignKey(
                        name: "fk_number_exposures_sorteos_sorteo_id",
                        column: x => x.sorteo_id,
                        principalTable: "sorteos",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "restriction_rules",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    banca_id = table.Column<Guid>(type: "uuid", nullable: true),
                    ventana_id = table.Column<Guid>(type: "uuid", nullable: true),
                    user_id = table.Column<Guid>(type: "uuid", nullable: true),
                    number = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: true),
                    is_auto_date = table.Column<bool>(type: "boolean", nullable: false),
                    max_amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: true),
                    max_total = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: true),
                    base_amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: true),
                    sales_percentage = table.Column<decimal>(type: "numeric(5,2)", precision: 5, scale: 2, nullable: true),
                    applies_to_vendedor = table.Column<bool>(type: "boolean", nullable: false),
                    sales_cutoff_minutes = table.Column<int>(type: "integer", nullable: true),
                    applies_to_date = table.Column<DateOnly>(type: "date", nullable: true),
                    applies_to_hour = table.Column<int>(type: "integer", nullable: true),
                    loteria_id = table.Column<Guid>(type: "uuid", nullable: true),
                    multiplier_id = table.Column<Guid>(type: "uuid", nullable: true),
                    message = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_restriction_rules", x => x.id);
                    table.CheckConstraint("ck_restriction_rules_applies_to_hour", "applies_to_hour between 0 and 23");
                    table.CheckConstraint("ck_restriction_rules_base_amount", "base_amount >= 0");
                    table.CheckConstraint("ck_restriction_rules_max_amount", "max_amount > 0");
                    table.CheckConstraint("ck_restriction_rules_max_total", "max_total > 0");
                    table.CheckConstraint("ck_restriction_rules_multiplier", "(loteria_id is null) = (multiplier_id is null)");
                    table.CheckConstraint("ck_restriction_rules_number", "number ~ '^[0-9]{1,3}$'");
                    table.CheckConstraint("ck_restriction_rules_percentage_has_base", "coalesce(sales_percentage, 0) = 0 or base_amount is not null");
                    table.CheckConstraint("ck_restriction_rules_sales_cutoff_minutes", "sales_cutoff_minutes between 0 and 30");
                    table.CheckConstraint("ck_restriction_rules_sales_percentage", "sales_percentage between 0 and 100");
                    table.CheckConstraint("ck_restriction_rules_tenant", "banca_id is not null or (ventana_id is null and user_id is null)");
                    table.ForeignKey(
                        name: "fk_restriction_rules_bancas_banca_id",
                        column: x => x.banca_id,
                        principalTable: "bancas",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_restriction_rules_loteria_multipliers_multiplier_id",
                        column: x => x.multiplier_id,
                        principalTable: "loteria_multipliers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_restriction_rules_loterias_loteria_id",
                        column: x => x.loteria_id,
                        principalTable: "loterias",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_restriction_rules_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_restriction_rules_ventanas_ventana_id",
                        column: x => x.ventana_id,
                        principalTable: "ventanas",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "sale_versions",
                columns: table => new
                {
                    banca_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sale_versions", x => x.banca_id);
                });

            migrationBuilder.CreateTable(
                name: "seller_sales",
                columns: table => new
                {
                    sorteo_id = table.Column<Guid>(type: "uuid", nullable: false),
                    vendedor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ventana_id = table.Column<Guid>(type: "uuid", nullable: false),
                    banca_id = table.Column<Guid>(type: "uuid", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_seller_sales", x => new { x.sorteo_id, x.vendedor_id, x.ventana_id });
                    table.CheckConstraint("ck_seller_sales_amount", "amount >= 0");
                    table.ForeignKey(
                        name: "fk_seller_sales_sorteos_sorteo_id",
                        column: x => x.sorteo_id,
                        principalTable: "sorteos",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_jugada_commission_origin_known",
                table: "jugadas",
                sql: "commission_origin in ('USER', 'VENTANA', 'BANCA')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_jugada_multiplier_source_known",
                table: "jugadas",
                sql: "multiplier_source in ('CHOSEN', 'USER_OVERRIDE', 'VENTANA_OVERRIDE', 'BANCA_SETTING', 'BASE', 'OLDEST_MULTIPLIER', 'LOTERIA_RULES', 'DEFAULT', 'DRAW')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_jugadas_commission_percent",
                table: "jugadas",
                sql: "commission_percent between 0 and 100");

            migrationBuilder.AddCheckConstraint(
                name: "ck_jugadas_excluded_does_not_win",
                table: "jugadas",
                sql: "not (is_excluded and is_winner)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_bancas_default_min_bet",
                table: "bancas",
                sql: "default_min_bet >= 0");

            migrationBuilder.AddCheckConstraint(
                name: "ck_bancas_global_max_per_number",
                table: "bancas",
                sql: "global_max_per_number >= 0");

            migrationBuilder.CreateIndex(
                name: "ix_banca_loteria_settings_banca_id_loteria_id",
                table: "banca_loteria_settings",
                columns: new[] { "banca_id", "loteria_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_lista_exclusions_banca_id_excluded_at",
                table: "lista_exclusions",
                columns: new[] { "banca_id", "excluded_at" });

            migrationBuilder.CreateIndex(
                name: "ix_lista_exclusions_sorteo_id_ventana_id_vendedor_id_multiplie",
                table: "lista_exclusions",
                columns: new[] { "sorteo_id", "ventana_id", "vendedor_id", "multiplier_id" },
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "ix_multiplier_overrides_banca_id_created_at",
                table: "multiplier_overrides",
                columns: new[] { "banca_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_multiplier_overrides_user_id_ventana_id_loteria_id_multipli",
                table: "multiplier_overrides",
                columns: new[] { "user_id", "ventana_id", "loteria_id", "multiplier_type" },
                unique: true,
                filter: "is_active")
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "ix_restriction_rules_banca_id_updated_at",
                table: "restriction_rules",
                columns: new[] { "banca_id", "updated_at" });

            // Two active rules that say the same of the same are one too many. The number of an automatic one follows
            // the day, so it is no part of what the rule says.
            migrationBuilder.Sql("""
                create unique index ux_restriction_rules_active on restriction_rules (
                    banca_id, ventana_id, user_id, (case when is_auto_date then null else number end), loteria_id,
                    multiplier_id, is_auto_date, applies_to_vendedor, applies_to_date, applies_to_hour,
                    (sales_cutoff_minutes is not null))
                nulls not distinct where is_active;
                """);

            // These rows change with every sale: room on their page keeps the changes out of the index.
            migrationBuilder.Sql("""
                alter table number_exposures set (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);
                alter table seller_sales set (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);
                """);

            // What was sold before is counted once, here; from now on every sale counts itself.
            migrationBuilder.Sql("""
                insert into seller_sales (sorteo_id, vendedor_id, ventana_id, banca_id, amount)
                select sorteo_id, vendedor_id, ventana_id, banca_id, sum(total_amount)
                from tickets where status not in ('CANCELLED', 'EXCLUDED')
                group by sorteo_id, vendedor_id, ventana_id, banca_id;
                """);

            // These two bound nothing until now. A value that nobody chose does not begin to.
            migrationBuilder.Sql("""
                update bancas set default_min_bet = 0 where default_min_bet = 100;
                update bancas set global_max_per_number = 0 where global_max_per_number = 5000;
                """);

            // Ends a sale from within its only round trip: nothing of it stays, and the hint says why: a detail would be kept back.
            migrationBuilder.Sql("""
                create function refuse_sale(why text) returns void language plpgsql as $$
                begin
                    raise exception 'the sale is refused' using errcode = 'LT001', hint = why;
                end $$;
                """);

            // What a banca's sales are decided by is kept by every process. Whatever changes it, by whichever way, is
            // counted in the transaction of the change and told with its commit. Deferred, so that the count is locked
            // for the commit alone.
            migrationBuilder.Sql("""
                create function count_sale_change() returns trigger language plpgsql as $$
                declare
                    changed jsonb := to_jsonb(coalesce(new, old));
                    banca uuid := coalesce(
                        (case tg_table_name when 'bancas' then changed ->> 'id' else changed ->> 'banca_id' end)::uuid,
                        '00000000-0000-0000-0000-000000000000');
                begin
                    insert into sale_versions as v (banca_id, version) values (banca, 1)
                    on conflict (banca_id) do update set version = v.version + 1;
                    perform pg_notify('lottery_sales', banca::text);
                    return null;
                end $$;

                create constraint trigger bancas_count_sale_change after update on bancas
                deferrable initially deferred for each row
                when ((old.name, old.is_active, old.default_min_bet, old.global_max_per_number, old.sales_cutoff_minutes,
                        old.commission_policy_json)
                    is distinct from (new.name, new.is_active, new.default_min_bet, new.global_max_per_number,
                        new.sales_cutoff_minutes, new.commission_policy_json))
                execute function count_sale_change();

                create constraint trigger ventanas_count_sale_change after update on ventanas
                deferrable initially deferred for each row
                when ((old.name, old.code, old.is_active, old.commission_policy_json)
                    is distinct from (new.name, new.code, new.is_active, new.commission_policy_json))
                execute function count_sale_change();
                create constraint trigger ventanas_count_sale_arrival after insert on ventanas
                deferrable initially deferred for each row execute function count_sale_change();

                create constraint trigger users_count_sale_change after update on users
                deferrable initially deferred for each row
                when ((old.name, old.code, old.role, old.is_active, old.banca_id, old.ventana_id,
                        old.commission_policy_json)
                    is distinct from (new.name, new.code, new.role, new.is_active, new.banca_id, new.ventana_id,
                        new.commission_policy_json))
                execute function count_sale_change();
                create constraint trigger users_count_sale_arrival after insert on users
                deferrable initially deferred for each row execute function count_sale_change();

                create constraint trigger loterias_count_sale_change after insert or update or delete on loterias
                deferrable initially deferred for each row execute function count_sale_change();
                create constraint trigger loteria_multipliers_count_sale_change
                after insert or update or delete on loteria_multipliers
                deferrable initially deferred for each row execute function count_sale_change();
                create constraint trigger multiplier_overrides_count_sale_change
                after insert or update or delete on multiplier_overrides
                deferrable initially deferred for each row execute function count_sale_change();
                create constraint trigger banca_loteria_settings_count_sale_change
                after insert or update or delete on banca_loteria_settings
                deferrable initially deferred for each row execute function count_sale_change();
                create constraint trigger restriction_rules_count_sale_change
                after insert or update or delete on restriction_rules
                deferrable initially deferred for each row execute function count_sale_change();
                create constraint trigger lista_exclusions_count_sale_change
                after insert or update or delete on lista_exclusions
                deferrable initially deferred for each row execute function count_sale_change();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                drop trigger bancas_count_sale_change on bancas;
                drop trigger ventanas_count_sale_change on ventanas;
                drop trigger ventanas_count_sale_arrival on ventanas;
                drop trigger users_count_sale_change on users;
                drop trigger users_count_sale_arrival on users;
                drop trigger loterias_count_sale_change on loterias;
                drop trigger loteria_multipliers_count_sale_change on loteria_multipliers;
                drop trigger multiplier_overrides_count_sale_change on multiplier_overrides;
                drop trigger banca_loteria_settings_count_sale_change on banca_loteria_settings;
                drop trigger restriction_rules_count_sale_change on restriction_rules;
                drop trigger lista_exclusions_count_sale_change on lista_exclusions;
                drop function count_sale_change();
                drop function refuse_sale(text);
                """);

            migrationBuilder.DropTable(
                name: "banca_loteria_settings");

            migrationBuilder.DropTable(
                name: "exposure_sets");

            migrationBuilder.DropTable(
                name: "lista_exclusions");

            migrationBuilder.DropTable(
                name: "multiplier_overrides");

            migrationBuilder.DropTable(
                name: "number_exposures");

            migrationBuilder.DropTable(
                name: "restriction_rules");

            migrationBuilder.DropTable(
                name: "sale_versions");

            migrationBuilder.DropTable(
                name: "seller_sales");

            migrationBuilder.DropCheckConstraint(
                name: "ck_jugada_commission_origin_known",
                table: "jugadas");

            migrationBuilder.DropCheckConstraint(
                name: "ck_jugada_multiplier_source_known",
                table: "jugadas");

            migrationBuilder.DropCheckConstraint(
                name: "ck_jugadas_commission_percent",
                table: "jugadas");

            migrationBuilder.DropCheckConstraint(
                name: "ck_jugadas_excluded_does_not_win",
                table: "jugadas");

            migrationBuilder.DropCheckConstraint(
                name: "ck_bancas_default_min_bet",
                table: "bancas");

            migrationBuilder.DropCheckConstraint(
                name: "ck_bancas_global_max_per_number",
                table: "bancas");

            migrationBuilder.DropColumn(
                name: "commission_policy_json",
                table: "ventanas");

            migrationBuilder.DropColumn(
                name: "total_commission",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "total_listero_commission",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "commission_amount",
                table: "jugadas");

            migrationBuilder.DropColumn(
                name: "commission_origin",
                table: "jugadas");

            migrationBuilder.DropColumn(
                name: "commission_percent",
                table: "jugadas");

            migrationBuilder.DropColumn(
                name: "commission_rule_id",
                table: "jugadas");

            migrationBuilder.DropColumn(
                name: "excluded_at",
                table: "jugadas");

            migrationBuilder.DropColumn(
                name: "excluded_by",
                table: "jugadas");

            migrationBuilder.DropColumn(
                name: "excluded_reason",
                table: "jugadas");

            migrationBuilder.DropColumn(
                name: "is_excluded",
                table: "jugadas");

            migrationBuilder.DropColumn(
                name: "listero_commission_amount",
                table: "jugadas");

            migrationBuilder.DropColumn(
                name: "commission_policy_json",
                table: "bancas");

            migrationBuilder.AddCheckConstraint(
                name: "ck_jugada_multiplier_source_known",
                table: "jugadas",
                sql: "multiplier_source in ('CHOSEN', 'BASE', 'OLDEST_MULTIPLIER', 'LOTERIA_RULES', 'DRAW')");
        }
    }
}

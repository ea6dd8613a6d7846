using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Lottery.Data.Migrations
{
    /// <inheritdoc />
    public partial class Jobs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_job_run_outcome_known",
                table: "job_runs");

            migrationBuilder.AlterColumn<string>(
                name: "worker",
                table: "job_runs",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "character varying(200)",
                oldMaxLength: 200);

            migrationBuilder.AlterColumn<DateTimeOffset>(
                name: "started_at",
                table: "job_runs",
                type: "timestamp with time zone",
                nullable: true,
                oldClrType: typeof(DateTimeOffset),
                oldType: "timestamp with time zone");

            migrationBuilder.AddColumn<int>(
                name: "days_ahead",
                table: "job_runs",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "errors",
                table: "job_runs",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "only_banca_id",
                table: "job_runs",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "requested_by",
                table: "job_runs",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "job_timings",
                columns: table => new
                {
                    job_name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    cron = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    zone = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    source = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_job_timings", x => x.job_name);
                    table.CheckConstraint("ck_job_timing_source_known", "source in ('TIMETABLE', 'CONFIGURATION', 'AUTO_CONFIG')");
                });

            migrationBuilder.CreateTable(
                name: "sorteos_auto_config",
                columns: table => new
                {
                    id = table.Column<short>(type: "smallint", nullable: false),
                    auto_open_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    auto_create_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    auto_close_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    open_cron_schedule = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    create_cron_schedule = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    close_cron_schedule = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    updated_by = table.Column<Guid>(type: "uuid", nullable: true),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sorteos_auto_config", x => x.id);
                    table.CheckConstraint("ck_sorteos_auto_config_one", "id = 1");
                });

            migrationBuilder.CreateIndex(
                name: "ix_job_runs_job_name",
                table: "job_runs",
                column: "job_name",
                filter: "outcome in ('REQUESTED', 'RUNNING')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_job_run_outcome_known",
                table: "job_runs",
                sql: "outcome in ('REQUESTED', 'RUNNING', 'COMPLETED', 'COMPLETED_WITH_ERRORS', 'FAILED', 'CANCELLED', 'SKIPPED', 'ABANDONED')");

            migrationBuilder.AddForeignKey(
                name: "fk_job_runs_bancas_only_banca_id",
                table: "job_runs",
                column: "only_banca_id",
                principalTable: "bancas",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_job_runs_users_requested_by",
                table: "job_runs",
                column: "requested_by",
                principalTable: "users",
                principalColumn: "id",
                onDelete: ReferentialAction.SetNull);

            // An installation that opened its draws by itself goes on doing so; a new one begins with everything off.
            migrationBuilder.Sql("""
                insert into sorteos_auto_config (id, auto_open_enabled, auto_create_enabled, auto_close_enabled, updated_at)
                select 1, exists (select from job_runs where job_name = 'sorteos-auto-open'), false, false, now();

                create function announce_jobs() returns trigger language plpgsql as $$
                begin
                    if tg_table_name = 'sorteos_auto_config' then
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

                create trigger announce after insert or update of outcome on job_runs
                    for each row execute function announce_jobs();
                create trigger announce after update on sorteos_auto_config
                    for each row execute function announce_jobs();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                drop trigger announce on sorteos_auto_config;
                drop trigger announce on job_runs;
                drop function announce_jobs();
                delete from job_runs where outcome = 'REQUESTED';
                update job_runs set outcome = 'CANCELLED' where outcome in ('SKIPPED', 'ABANDONED');
                """);

            migrationBuilder.DropForeignKey(
                name: "fk_job_runs_bancas_only_banca_id",
                table: "job_runs");

            migrationBuilder.DropForeignKey(
                name: "fk_job_runs_users_requested_by",
                table: "job_runs");

            migrationBuilder.DropTable(
                name: "job_timings");

            migrationBuilder.DropTable(
                name: "sorteos_auto_config");

            migrationBuilder.DropIndex(
                name: "ix_job_runs_job_name",
                table: "job_runs");

            migrationBuilder.DropCheckConstraint(
                name: "ck_job_run_outcome_known",
                table: "job_runs");

            migrationBuilder.DropColumn(
                name: "days_ahead",
                table: "job_runs");

            migrationBuilder.DropColumn(
                name: "errors",
                table: "job_runs");

            migrationBuilder.DropColumn(
                name: "only_banca_id",
                table: "job_runs");

            migrationBuilder.DropColumn(
                name: "requested_by",
                table: "job_runs");

            migrationBuilder.AlterColumn<string>(
                name: "worker",
                table: "job_runs",
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "",
                oldClrType: typeof(string),
                oldType: "character varying(200)",
                oldMaxLength: 200,
                oldNullable: true);

            migrationBuilder.AlterColumn<DateTimeOffset>(
                name: "started_at",
                table: "job_runs",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)),
                oldClrType: typeof(DateTimeOffset),
                oldType: "timestamp with time zone",
                oldNullable: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_job_run_outcome_known",
                table: "job_runs",
                sql: "outcome in ('RUNNING', 'COMPLETED', 'COMPLETED_WITH_ERRORS', 'FAILED', 'CANCELLED')");
        }
    }
}

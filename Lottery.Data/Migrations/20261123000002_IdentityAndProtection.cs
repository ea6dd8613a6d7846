using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Lottery.Data.Migrations
{
    /// <inheritdoc />
    public partial class IdentityAndProtection : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_sessions_user_id",
                table: "sessions");

            migrationBuilder.AddColumn<string>(
                name: "settings",
                table: "ventanas",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "commission_policy_json",
                table: "users",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "settings",
                table: "users",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "started_at",
                table: "sessions",
                type: "timestamp with time zone",
                nullable: false,
                defaultValueSql: "now()");

            // Chains that are already there began when their first link was made, or the oldest that is still kept.
            migrationBuilder.Sql("""
                update sessions s set started_at =
                    (select min(link.created_at) from sessions link where link.family_id = s.family_id);
                alter table sessions alter column started_at drop default;
                """);

            migrationBuilder.AddColumn<int>(
                name: "session_limit",
                table: "bancas",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "login_failures",
                columns: table => new
                {
                    key = table.Column<byte[]>(type: "bytea", nullable: false),
                    count = table.Column<int>(type: "integer", nullable: false),
                    last_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    locked_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_login_failures", x => x.key);
                });

            migrationBuilder.CreateIndex(
                name: "ix_sessions_banca_id",
                table: "sessions",
                column: "banca_id",
                filter: "revoked_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_user_id_last_used_at",
                table: "sessions",
                columns: new[] { "user_id", "last_used_at" });

            migrationBuilder.AddCheckConstraint(
                name: "ck_bancas_session_limit",
                table: "bancas",
                sql: "session_limit >= 0");

            migrationBuilder.CreateIndex(
                name: "ix_activity_logs_user_id_created_at",
                table: "activity_logs",
                columns: new[] { "user_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_login_failures_last_at",
                table: "login_failures",
                column: "last_at");

            // Who a token's bearer is gets cached by every process. Whatever changes it, by whichever way, is told with
            // the commit of the change.
            migrationBuilder.Sql("""
                create function tell_identity() returns trigger language plpgsql as $$
                begin
                    perform pg_notify('lottery_identities', case tg_table_name
                        when 'sessions' then 'session ' || (to_jsonb(new) ->> 'id')
                        when 'users' then 'user ' || (to_jsonb(new) ->> 'id')
                        when 'user_bancas' then 'user ' || (to_jsonb(coalesce(new, old)) ->> 'user_id')
                        else 'all' end);
                    return null;
                end $$;

                create trigger sessions_tell after update on sessions for each row
                when (old.revoked_at is distinct from new.revoked_at or old.expires_at <> new.expires_at)
                execute function tell_identity();

                create trigger users_tell after update on users for each row
                when ((old.role, old.is_active) is distinct from (new.role, new.is_active)
                    or (old.banca_id, old.ventana_id) is distinct from (new.banca_id, new.ventana_id))
                execute function tell_identity();

                create trigger user_bancas_tell after insert or update or delete on user_bancas for each row
                execute function tell_identity();

                create trigger ventanas_tell after update on ventanas for each row
                when (old.is_active <> new.is_active) execute function tell_identity();

                create trigger bancas_tell after update on bancas for each row
                when (old.is_active <> new.is_active) execute function tell_identity();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                drop trigger sessions_tell on sessions;
                drop trigger users_tell on users;
                drop trigger user_bancas_tell on user_bancas;
                drop trigger ventanas_tell on ventanas;
                drop trigger bancas_tell on bancas;
                drop function tell_identity();
                """);

            migrationBuilder.DropTable(
                name: "login_failures");

            migrationBuilder.DropIndex(
                name: "ix_sessions_banca_id",
                table: "sessions");

            migrationBuilder.DropIndex(
                name: "ix_sessions_user_id_last_used_at",
                table: "sessions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_bancas_session_limit",
                table: "bancas");

            migrationBuilder.DropIndex(
                name: "ix_activity_logs_user_id_created_at",
                table: "activity_logs");

            migrationBuilder.DropColumn(
                name: "settings",
                table: "ventanas");

            migrationBuilder.DropColumn(
                name: "commission_policy_json",
                table: "users");

            migrationBuilder.DropColumn(
                name: "settings",
                table: "users");

            migrationBuilder.DropColumn(
                name: "started_at",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "session_limit",
                table: "bancas");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_user_id",
                table: "sessions",
                column: "user_id",
                filter: "revoked_at is null");
        }
    }
}

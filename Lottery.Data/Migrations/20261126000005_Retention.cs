using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Lottery.Data.Migrations
{
    /// <inheritdoc />
    public partial class Retention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "activity_retention_days",
                table: "bancas",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_sessions_expires_at",
                table: "sessions",
                column: "expires_at");

            migrationBuilder.AddCheckConstraint(
                name: "ck_bancas_activity_retention_days",
                table: "bancas",
                sql: "activity_retention_days >= 30");

            // A purge of everything spares the bancas that say how long their lines are kept: theirs are purged by banca.
            migrationBuilder.Sql("""
                create or replace function purge_activity_logs(
                    older_than timestamptz, of_banca uuid, at_most integer,
                    line_id uuid, actor_id uuid, by_what text, in_request text, from_address text,
                    out deleted integer, out cut_off timestamptz, out is_complete boolean)
                language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
                begin
                    if older_than is null or at_most is null or at_most not between 1 and 50000 then
                        raise exception 'purge_activity_logs needs a time, and a batch of 1 to 50000 lines'
                            using errcode = 'invalid_parameter_value';
                    end if;

                    cut_off := least(older_than, now() - interval '720 hours');
                    perform set_config('lottery.activity_purge', pg_current_xact_id()::text, true);
                    delete from public.activity_logs where id in (
                        select l.id from public.activity_logs l
                        where l.created_at < cut_off and (of_banca is null or l.banca_id = of_banca)
                            and (of_banca is not null or not exists (
                                select from public.bancas b
                                where b.id = l.banca_id and b.activity_retention_days is not null))
                        order by l.created_at limit at_most);
                    get diagnostics deleted = row_count;
                    perform set_config('lottery.activity_purge', '', true);

                    is_complete := not exists (
                        select from public.activity_logs l
                        where l.created_at < cut_off and (of_banca is null or l.banca_id = of_banca)
                            and (of_banca is not null or not exists (
                                select from public.bancas b
                                where b.id = l.banca_id and b.activity_retention_days is not null)));
                    insert into public.activity_logs (id, banca_id, user_id, action, succeeded, target_type, target_id,
                        details, request_id, ip_address, created_at)
                    values (line_id, of_banca, actor_id, 'SYSTEM_ACTION', true, by_what, 'activity_log_cleanup',
                        jsonb_build_object(
                            'status', case when is_complete then 'success' else 'partial' end,
                            'deletedCount', deleted, 'before', cut_off, 'databaseUser', session_user,
                            'description', format('Limpieza de auditoría: %s registros eliminados', deleted)),
                        in_request, from_address, now());
                end $$;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                create or replace function purge_activity_logs(
                    older_than timestamptz, of_banca uuid, at_most integer,
                    line_id uuid, actor_id uuid, by_what text, in_request text, from_address text,
                    out deleted integer, out cut_off timestamptz, out is_complete boolean)
                language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
                begin
                    if older_than is null or at_most is null or at_most not between 1 and 50000 then
                        raise exception 'purge_activity_logs needs a time, and a batch of 1 to 50000 lines'
                            using errcode = 'invalid_parameter_value';
                    end if;

                    cut_off := least(older_than, now() - interval '720 hours');
                    perform set_config('lottery.activity_purge', pg_current_xact_id()::text, true);
                    delete from public.activity_logs where id in (
                        select l.id from public.activity_logs l
                        where l.created_at < cut_off and (of_banca is null or l.banca_id = of_banca)
                        order by l.created_at limit at_most);
                    get diagnostics deleted = row_count;
                    perform set_config('lottery.activity_purge', '', true);

                    is_complete := not exists (
                        select from public.activity_logs l
                        where l.created_at < cut_off and (of_banca is null or l.banca_id = of_banca));
                    insert into public.activity_logs (id, banca_id, user_id, action, succeeded, target_type, target_id,
                        details, request_id, ip_address, created_at)
                    values (line_id, of_banca, actor_id, 'SYSTEM_ACTION', true, by_what, 'activity_log_cleanup',
                        jsonb_build_object(
                            'status', case when is_complete then 'success' else 'partial' end,
                            'deletedCount', deleted, 'before', cut_off, 'databaseUser', session_user,
                            'description', format('Limpieza de auditoría: %s registros eliminados', deleted)),
                        in_request, from_address, now());
                end $$;
                """);

            migrationBuilder.DropIndex(
                name: "ix_sessions_expires_at",
                table: "sessions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_bancas_activity_retention_days",
                table: "bancas");

            migrationBuilder.DropColumn(
                name: "activity_retention_days",
                table: "bancas");
        }
    }
}

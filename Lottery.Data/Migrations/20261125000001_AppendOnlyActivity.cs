using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Lottery.Data.Migrations
{
    /// <inheritdoc />
    public partial class AppendOnlyActivity : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Deleting gets through for the table's owner alone, and even for the owner only inside the function below,
            // which marks its transaction: the owner's own statements lack the mark. Always enabled, so that a session
            // which plays a replica does not go past it.
            migrationBuilder.Sql("""
                drop trigger activity_logs_never_change on activity_logs;
                drop function refuse_change();

                create function keep_activity_log() returns trigger language plpgsql
                set search_path = pg_catalog, pg_temp as $$
                begin
                    if tg_op = 'DELETE'
                        and current_user = (select pg_get_userbyid(relowner) from pg_class where oid = tg_relid)
                        and current_setting('lottery.activity_purge', true) = pg_current_xact_id()::text
                    then
                        return null;
                    end if;
                    raise exception 'lines of % are never changed, and only purge_activity_logs deletes old ones',
                        tg_table_name using errcode = 'insufficient_privilege';
                end $$;

                create trigger activity_logs_never_change before update or delete or truncate on activity_logs
                for each statement execute function keep_activity_log();
                alter table activity_logs enable always trigger activity_logs_never_change;
                """);

            // Runs as its owner. Nobody who may call it can erase what is younger than 30 days by the database's clock,
            // or erase anything without the line that says so, with the database's time and user.
            migrationBuilder.Sql("""
                create function purge_activity_logs(
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
                        select id from public.activity_logs
                        where created_at < cut_off and (of_banca is null or banca_id = of_banca)
                        order by created_at limit at_most);
                    get diagnostics deleted = row_count;
                    perform set_config('lottery.activity_purge', '', true);

                    is_complete := not exists (
                        select from public.activity_logs
                        where created_at < cut_off and (of_banca is null or banca_id = of_banca));
                    insert into public.activity_logs (id, banca_id, user_id, action, succeeded, target_type, target_id,
                        details, request_id, ip_address, created_at)
                    values (line_id, of_banca, actor_id, 'SYSTEM_ACTION', true, by_what, 'activity_log_cleanup',
                        jsonb_build_object(
                            'status', case when is_complete then 'success' else 'partial' end,
                            'deletedCount', deleted, 'before', cut_off, 'databaseUser', session_user,
                            'description', format('Limpieza de auditoría: %s registros eliminados', deleted)),
                        in_request, from_address, now());
                end $$;

                revoke execute on function
                    purge_activity_logs(timestamptz, uuid, integer, uuid, uuid, text, text, text) from public;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                drop function purge_activity_logs(timestamptz, uuid, integer, uuid, uuid, text, text, text);
                drop trigger activity_logs_never_change on activity_logs;
                drop function keep_activity_log();

                create function refuse_change() returns trigger language plpgsql as $$
                begin
                    raise exception 'rows of % are never changed', tg_table_name
                        using errcode = 'restrict_violation';
                end $$;

                create trigger activity_logs_never_change before update on activity_logs
                for each row execute function refuse_change();
                """);

            // A program of before erases by itself. Whoever may add lines is taken for the role of its processes.
            migrationBuilder.Sql("""
                do $$
                declare app name;
                begin
                    for app in
                        select distinct pg_get_userbyid(granted.grantee)
                        from pg_class c, aclexplode(c.relacl) as granted
                        where c.oid = 'public.activity_logs'::regclass and granted.privilege_type = 'INSERT'
                            and granted.grantee not in (0, c.relowner)
                    loop
                        execute format('grant delete on activity_logs to %I', app);
                    end loop;
                end $$;
                """);
        }
    }
}

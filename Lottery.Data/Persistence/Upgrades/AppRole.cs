using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Persistence.Upgrades;

/// <summary>
/// What the role that the processes log in with may do: read and write what the product keeps, add to the activity log,
/// and call its clean-up. It owns nothing, so that neither a bug nor a thief of its password can change the log, the
/// tables or the triggers. Granted by their owner, which migrates and does nothing else.
/// </summary>
public static class AppRole
{
    /// <summary>
    /// Grants exactly this, again after every migration. Also marks the role in the owner's default privileges, so that
    /// a migration which is not told of it knows it.
    /// </summary>
    /// <returns>Why not, or null.</returns>
    public static async Task<string?> Grant(LotteryDbContext db, string role, CancellationToken cancellationToken = default)
    {
        var wrong = await db.Database.SqlQuery<string>($"""
            select case
                when not exists (select from pg_roles where rolname = {role}) then 'does not exist'
                when {role} = current_user then 'is the one that migrates; the processes need one of their own'
                when (select rolsuper from pg_roles where rolname = {role}) then 'is a superuser'
                when pg_has_role({role}, c.relowner, 'member') then 'is a member of the owner of the tables'
                when not pg_has_role(current_user, c.relowner, 'usage') then 'can only be granted by the tables'' owner'
                else '' end as "Value"
            from pg_class c where c.oid = 'public.activity_logs'::regclass
            """).SingleAsync(cancellationToken);
        if (wrong.Length > 0)
        {
            return $"The role {role} {wrong}.";
        }

        var quoted = $"\"{role.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        await using var granting = db.Database.GetDbConnection().CreateCommand();
        granting.CommandText = Statements.Replace("{role}", quoted, StringComparison.Ordinal);
        await db.Database.OpenConnectionAsync(cancellationToken);
        await granting.ExecuteNonQueryAsync(cancellationToken);
        return null;
    }

    /// <summary>Roles that were granted to before.</summary>
    public static Task<List<string>> Known(LotteryDbContext db, CancellationToken cancellationToken = default) =>
        // Names as they are, so without regrole, which quotes on the way out and parses on the way in.
        db.Database.SqlQuery<string>($"""
            select distinct pg_get_userbyid(granted.grantee)::text as "Value"
            from pg_default_acl d, aclexplode(d.defaclacl) as granted
            where d.defaclrole = (select oid from pg_roles where rolname = current_user)
                and d.defaclnamespace = 'public'::regnamespace and d.defaclobjtype = 'r'
                and granted.privilege_type = 'INSERT' and granted.grantee not in (0, d.defaclrole)
            """).ToListAsync(cancellationToken);

    // What was sold, paid and drawn is not deleted by the product either: it is cancelled, reversed, switched off.
    private const string Statements = """
        revoke all on all tables in schema public from {role};
        grant usage on schema public to {role};
        grant select, insert, update, delete on all tables in schema public to {role};
        grant usage, select on all sequences in schema public to {role};
        revoke delete on tickets, jugadas, ticket_payments, sorteo_results, sorteos, loterias, loteria_multipliers,
            users, ventanas, bancas, restriction_rules, multiplier_overrides, banca_loteria_settings, seller_sales,
            exposure_sets, number_exposures, accounts, account_payments, monthly_closings, settlement_config from {role};
        revoke insert, update, delete on "__EFMigrationsHistory" from {role};
        revoke update, delete on activity_logs, account_entries from {role};
        grant execute on function
            purge_activity_logs(timestamptz, uuid, integer, uuid, uuid, text, text, text) to {role};
        alter default privileges in schema public grant select, insert, update, delete on tables to {role};
        alter default privileges in schema public grant usage, select on sequences to {role};
        """;
}

using Lottery.Tests.Infrastructure;
using Npgsql;

namespace Lottery.Tests.Activity;

/// <summary>
/// Nothing that the processes may do changes or erases a line, whoever speaks with their role; old lines go by one
/// function alone, which leaves a line itself.
/// </summary>
[TestClass]
[TestProperty("Defect", "D-63")]
public sealed class AppendOnlyTests
{
    private const string Purge =
        "select deleted from purge_activity_logs($1, null, 100, gen_random_uuid(), null, 'CRON_JOB', null, null)";

    private const string Mark = "select set_config('lottery.activity_purge', pg_current_xact_id()::text, true)";

    private static string _owner = "";
    private static string _app = "";

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _owner = await TestPostgres.CreateDatabase();
        _app = await RestrictedRole.On(_owner);
    }

    [ClassCleanup]
    public static async Task Stop()
    {
        await using var connection = new NpgsqlConnection(_app);
        NpgsqlConnection.ClearPool(connection);
        await TestPostgres.DropDatabase(_owner);
    }

    [TestInitialize]
    public async Task Clear()
    {
        await RestrictedRole.Execute(_owner, "alter table activity_logs disable trigger user");
        await RestrictedRole.Execute(_owner, "delete from activity_logs");
        await RestrictedRole.Execute(
            _owner, "alter table activity_logs enable always trigger activity_logs_never_change");
        await Given(31, 29);
    }

    [TestMethod]
    [DataRow("update activity_logs set user_id = null")]
    [DataRow("delete from activity_logs where created_at < now() - interval '10 years'")]
    [DataRow("truncate activity_logs")]
    [DataRow("drop table activity_logs")]
    [DataRow("alter table activity_logs disable trigger all")]
    [DataRow("drop trigger activity_logs_never_change on activity_logs")]
    [DataRow("create trigger mine before insert on activity_logs for each row execute function tell_identity()")]
    [DataRow("create or replace function keep_activity_log() returns trigger language sql as 'select null'")]
    [DataRow("alter function keep_activity_log() rename to gone")]
    [DataRow("set session_replication_role = replica")]
    [DataRow("set role lottery")]
    [DataRow("delete from tickets")]
    [DataRow("delete from \"__EFMigrationsHistory\"")]
    [DataRow("create table mine (id int)")]
    public async Task The_processes_role_may_not(string statement)
    {
        // The owner is called otherwise where the tests bring their own server.
        var owner = new NpgsqlConnectionStringBuilder(_owner).Username!;
        var refused = await Refused(_app, statement.Replace("set role lottery", $"set role {owner}"));

        Assert.AreEqual(PostgresErrorCodes.InsufficientPrivilege, refused, statement);
        Assert.AreEqual(2, await Lines());
    }

    [TestMethod]
    [DataRow("update activity_logs set user_id = null")]
    [DataRow("delete from activity_logs")]
    [DataRow("truncate activity_logs")]
    public async Task Neither_a_slip_of_the_owner_nor_a_grant_too_many_gets_through(string statement)
    {
        Assert.AreEqual(PostgresErrorCodes.InsufficientPrivilege, await Refused(_owner, statement));

        await RestrictedRole.Execute(_owner, $"grant all on activity_logs to {RestrictedRole.Name}");
        try
        {
            Assert.AreEqual(PostgresErrorCodes.InsufficientPrivilege, await Refused(_app, $"{Mark}; {statement}"));
        }
        finally
        {
            await RestrictedRole.On(_owner);
        }

        Assert.AreEqual(2, await Lines());
        Assert.IsFalse(await RestrictedRole.Scalar<bool>(
            _owner, $"select has_table_privilege('{RestrictedRole.Name}', 'activity_logs', 'update, delete, truncate')"));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(29)]
    [DataRow(30)]
    public async Task What_is_younger_than_thirty_days_stays_whoever_asks(int days)
    {
        foreach (var (role, deleted) in new[] { (_app, 1), (_owner, 0) })
        {
            Assert.AreEqual(deleted, await RestrictedRole.Scalar<int>(role, Purge, DaysAgo(days)));
        }

        Assert.AreEqual(1, await Lines());
        Assert.AreEqual("lottery_test_app", await RestrictedRole.Scalar<string>(_owner, """
            select details ->> 'databaseUser' from activity_logs
            where action = 'SYSTEM_ACTION' and (details ->> 'deletedCount')::int = 1
            """));
    }

    [TestMethod]
    public async Task Without_its_line_nothing_is_erased()
    {
        var taken = await RestrictedRole.Scalar<Guid>(
            _owner, "select id from activity_logs where created_at > now() - interval '30 days'");
        var sql = Purge.Replace("gen_random_uuid()", $"'{taken}'");

        await Assert.ThrowsExactlyAsync<PostgresException>(
            () => RestrictedRole.Scalar<int>(_app, sql, DaysAgo(30)));

        Assert.AreEqual(2, await Lines());
    }

    [TestMethod]
    public async Task Only_who_was_granted_it_may_clean_up_and_only_in_batches()
    {
        var refused = await Assert.ThrowsExactlyAsync<PostgresException>(() => RestrictedRole.Scalar<int>(
            _app, Purge.Replace("100", "50001"), DaysAgo(30)));
        Assert.AreEqual("22023", refused.SqlState);

        Assert.IsFalse(await RestrictedRole.Scalar<bool>(_owner, """
            select exists (select from pg_proc p, aclexplode(p.proacl) granted
            where p.proname = 'purge_activity_logs' and granted.grantee = 0)
            """));
    }

    // Lines of so many days ago.
    private static Task<int> Given(params int[] daysAgo) => RestrictedRole.Execute(
        _app,
        """
        insert into activity_logs (id, action, succeeded, target_type, created_at)
        select gen_random_uuid(), 'LOGIN', true, 'TEST', now() - days * interval '1 day' from unnest($1) as days
        """,
        daysAgo);

    private static DateTimeOffset DaysAgo(int days) => TimeProvider.System.GetUtcNow().AddDays(-days);

    private static Task<long> Lines() => RestrictedRole.Scalar<long>(
        _app, "select count(*) from activity_logs where target_type = 'TEST'");

    private static async Task<string> Refused(string role, string statement) =>
        (await Assert.ThrowsExactlyAsync<PostgresException>(() => RestrictedRole.Execute(role, statement), statement))
            .SqlState;
}

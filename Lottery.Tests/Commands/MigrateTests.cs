using Lottery.Data;
using Lottery.Data.Persistence;
using Lottery.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Lottery.Tests.Commands;

/// <summary>The command that migrates also says what the processes' role may do, as often as it is run.</summary>
[TestClass]
public sealed class MigrateTests
{
    private string _database = "";

    [TestInitialize]
    public async Task Start()
    {
        _database = await TestPostgres.CreateEmptyDatabase();
        await RestrictedRole.Create(_database);
    }

    [TestCleanup]
    public Task Stop() => TestPostgres.DropDatabase(_database);

    [TestMethod]
    public async Task A_role_once_named_is_granted_to_after_every_migration()
    {
        var (first, told) = await RestrictedRole.Migrate(_database, "--app-role", RestrictedRole.Name);
        Assert.AreEqual(0, first, told);
        Assert.Contains($"The role {RestrictedRole.Name} may do what the product needs.", told);
        await RestrictedRole.Execute(_database, $"create table later (id int); revoke all on tickets from {RestrictedRole.Name}");

        var (second, again) = await RestrictedRole.Migrate(_database);

        Assert.AreEqual(0, second, again);
        Assert.Contains("The database is up to date.", again);
        foreach (var privilege in (string[])["select", "insert", "update"])
        {
            Assert.IsTrue(await May("tickets", privilege), privilege);
            Assert.IsTrue(await May("later", privilege), privilege);
        }

        Assert.IsFalse(await May("activity_logs", "delete"));
    }

    [TestMethod]
    public async Task Without_a_role_nobody_is_granted_anything()
    {
        var (code, output) = await RestrictedRole.Migrate(_database);

        Assert.AreEqual(0, code, output);
        Assert.DoesNotContain("The role", output);
        Assert.IsFalse(await May("tickets", "select"));
    }

    [TestMethod]
    [DataRow("nobody-at-all", 1, "The role nobody-at-all does not exist.")]
    [DataRow("OWNER", 1, "is the one that migrates")]
    [DataRow(null, 2, "--app-role NAME")]
    public async Task A_role_that_will_not_do_is_refused_with_a_sentence(string? role, int expected, string told)
    {
        role = role == "OWNER" ? new NpgsqlConnectionStringBuilder(_database).Username! : role;

        var (code, output) = await RestrictedRole.Migrate(_database, role is null ? ["--app-role"] : ["--app-role", role]);

        Assert.AreEqual(expected, code, output);
        Assert.Contains(told, output);
        Assert.DoesNotContain("   at ", output);
    }

    [TestMethod]
    public async Task A_database_that_is_newer_than_the_program_is_refused_and_left_alone()
    {
        Assert.AreEqual(0, (await RestrictedRole.Migrate(_database)).Code);
        await RestrictedRole.Execute(_database, """
            insert into "__EFMigrationsHistory" (migration_id, product_version) values ('20991231000001_Later', '10.0.0')
            """);

        var (code, output) = await RestrictedRole.Migrate(_database, "--app-role", RestrictedRole.Name);

        Assert.AreEqual(1, code, output);
        Assert.Contains("The database is newer than this program: it has the migration 20991231000001_Later.", output);
        Assert.IsFalse(await May("tickets", "select"));
    }

    [TestMethod]
    public async Task From_two_hosts_at_once_it_is_migrated_once()
    {
        var both = await Task.WhenAll(
            RestrictedRole.Migrate(_database), RestrictedRole.Migrate(_database));

        foreach (var (code, output) in both)
        {
            Assert.AreEqual(0, code, output);
        }

        Assert.Contains("up to date", (await RestrictedRole.Migrate(_database)).Output);
    }

    [TestMethod]
    public async Task Names_that_SQL_would_quote_are_names_like_others()
    {
        const string Owner = "Ana@Lottery", App = "lottery-test-app";
        await RestrictedRole.Create(_database, Owner);
        await RestrictedRole.Create(_database, App);
        // What an owner needs who did not make the database.
        await RestrictedRole.Execute(_database, $"""
            grant create on database "{new NpgsqlConnectionStringBuilder(_database).Database}" to "{Owner}";
            grant all on schema public to "{Owner}" with grant option;
            """);
        var owned = RestrictedRole.For(_database, Owner);

        foreach (var arguments in (string[][])[["--app-role", App], ["--app-role", App], []])
        {
            var (code, output) = await RestrictedRole.Migrate(owned, arguments);

            Assert.AreEqual(0, code, output);
            Assert.Contains($"The role {App} may do what the product needs.", output);
        }
    }

    [TestMethod]
    public async Task A_program_of_before_may_erase_old_lines_again_after_the_way_back()
    {
        await RestrictedRole.On(_database);
        Assert.IsFalse(await May("activity_logs", "delete"));
        await using var db = new LotteryDbContext(
            new DbContextOptionsBuilder<LotteryDbContext>().UseNpgsql(_database).UseSnakeCaseNamingConvention().Options,
            new Tenant());

        await db.GetService<IMigrator>().MigrateAsync("IdentityAndProtection");

        Assert.IsTrue(await May("activity_logs", "delete"));
        await RestrictedRole.On(_database);
        Assert.IsFalse(await May("activity_logs", "delete"));
    }

    private Task<bool> May(string table, string privilege) => RestrictedRole.Scalar<bool>(
        _database, $"select has_table_privilege('{RestrictedRole.Name}', '{table}', '{privilege}')");
}

using System.Diagnostics;
using Lottery.Tests.Accounts;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Lottery.Tests.Infrastructure.Databases;
using Npgsql;

namespace Lottery.Tests.Scenarios;

/// <summary>A copy of the database, made and restored with the commands of the operations page.</summary>
[TestClass]
public sealed class RestoreTests
{
    [TestMethod]
    public async Task A_restored_copy_says_the_same_reconciles_and_goes_on()
    {
        await using var world = await AccountWorld.Open();
        world.Go("2026-11-10");
        await world.Draw(100_000, 35_000);
        (await world.Move("collection", 30_000, "2026-11-10")).Succeeded();
        var before = (await world.Statement("vendedor")).GetRawText();
        var restored = await TestPostgres.CreateEmptyDatabase();

        // While the processes are at work on it.
        await Copy(world.Counter.Host.Database, restored);

        await using (var host = await ApiHost.Start(restored, world.Counter.Host.Clock))
        {
            await AccountWorld.Reconciles(host);
            using var admin = host.WithToken(world.Admin.Token!);
            Assert.AreEqual(before, (await world.Statement("vendedor", client: admin)).GetRawText());
            var refusal = await Assert.ThrowsExactlyAsync<PostgresException>(
                () => RestrictedRole.Execute(restored, "update account_entries set amount = 0"));
            Assert.Contains("account_entries", refusal.MessageText);
            var movement = new
            {
                vendedorId = world.Seller,
                type = "payment",
                amount = 5_000,
                date = "2026-11-10",
                method = "cash",
            };
            (await admin.Post("/accounts/payment", movement)).Succeeded();
            await AccountWorld.Reconciles(host);
        }

        await TestPostgres.DropDatabase(restored);
    }

    private static async Task Copy(string from, string to)
    {
        var folder = Directory.CreateTempSubdirectory("lottery-dump-");
        var file = Path.Combine(folder.FullName, "lottery.dump");
        await Run("pg_dump", from, "--format=custom", $"--file={file}", new NpgsqlConnectionStringBuilder(from).Database!);
        await Run(
            "pg_restore", to, "--exit-on-error", $"--dbname={new NpgsqlConnectionStringBuilder(to).Database}", file);
        folder.Delete(recursive: true);
    }

    private static async Task Run(string program, string database, params string[] arguments)
    {
        var server = new NpgsqlConnectionStringBuilder(database);
        var start = new ProcessStartInfo(
            PrivateServer.Find(program, "/usr/lib/postgresql", "/usr/local/bin", "/usr/bin"), arguments)
        {
            RedirectStandardError = true,
            Environment =
            {
                ["PGHOST"] = server.Host,
                ["PGPORT"] = server.Port.ToString(provider: null),
                ["PGUSER"] = server.Username,
                ["PGPASSWORD"] = server.Password,
            },
        };
        using var process = Process.Start(start)!;
        var complaints = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.AreEqual(0, process.ExitCode, complaints);
    }
}

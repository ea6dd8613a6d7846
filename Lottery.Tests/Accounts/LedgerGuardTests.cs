using Lottery.Tests.Infrastructure;
using Npgsql;

namespace Lottery.Tests.Accounts;

/// <summary>What the database refuses, whoever asks.</summary>
[TestClass]
public sealed class LedgerGuardTests
{
    private static AccountWorld _world = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await AccountWorld.Open();
        (await _world.Move("payment", 5, "2026-10-20")).Succeeded();
        await _world.Draw(1_000, 0);
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    [DataRow("update account_entries set amount = amount + 1")]
    [DataRow("update account_entries set posted_by = null where false")]
    [DataRow("delete from account_entries")]
    [DataRow("truncate account_entries")]
    [DataRow("set session_replication_role = replica; delete from account_entries")]
    public async Task A_line_is_never_changed_or_deleted(string sql)
    {
        var refusal = await Assert.ThrowsExactlyAsync<PostgresException>(() => _world.Counter.Host.Execute(sql));

        Assert.AreEqual(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState, refusal.Message);
    }

    [TestMethod]
    [DataRow("delete from account_payments", PostgresErrorCodes.ForeignKeyViolation)]
    [DataRow("update account_payments set amount = 0", PostgresErrorCodes.CheckViolation)]
    [DataRow("insert into account_entries (banca_id, level, entity_id, day, kind, payment_id, amount, posted_at) "
        + "select banca_id, level, entity_id, day, 'MOVEMENT', id, 1, now() from account_payments limit 1",
        PostgresErrorCodes.UniqueViolation)]
    [DataRow("update account_statements set net = net + 1", PostgresErrorCodes.CheckViolation)]
    [DataRow("insert into account_entries (banca_id, level, entity_id, day, kind, amount, posted_at) "
        + "select banca_id, level, entity_id, '2026-10-20', 'SALES', 1, now() from accounts limit 1",
        PostgresErrorCodes.CheckViolation)]
    public async Task What_must_never_be_is_refused(string sql, string state)
    {
        var refusal = await Assert.ThrowsExactlyAsync<PostgresException>(() => _world.Counter.Host.Execute(sql));

        Assert.AreEqual(state, refusal.SqlState, refusal.Message);
    }
}

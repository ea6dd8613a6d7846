using Lottery.Tests.Infrastructure;
using Lottery.Tests.Worker;
using Npgsql;

namespace Lottery.Tests.Activity;

/// <summary>The clean-up as it runs in production: a worker that logs in as the role that may not delete.</summary>
[TestClass]
public sealed class CleanUpProcessTests
{
    [TestMethod]
    public async Task A_worker_that_may_delete_nothing_itself_cleans_up_all_the_same()
    {
        var database = await TestPostgres.CreateDatabase();
        await Given(database, "60 days", 5);
        await Given(database, "10 days", 2);
        var restricted = await RestrictedRole.On(database);

        using var worker = WorkerProcess.Start(restricted, ("ActivityRetention__BatchSize", "2"));
        await worker.Until("ACTIVITY_LOG_CLEANUP_COMPLETE");
        worker.Terminate();

        Assert.AreEqual(0, await worker.End());
        var done = worker.Records.Single(record => record.Text("action") == "ACTIVITY_LOG_CLEANUP_COMPLETE");
        Assert.AreEqual(5, done.GetProperty("payload").GetProperty("deletedCount").GetInt32());
        Assert.AreEqual(0L, await Left(database, "created_at < now() - interval '45 days'"));
        Assert.AreEqual(2L, await Left(database, "action = 'LOGIN'"));
        Assert.AreEqual(3L, await Left(database, "target_id = 'activity_log_cleanup' and action = 'SYSTEM_ACTION'"));
        var refused = await Assert.ThrowsExactlyAsync<PostgresException>(
            () => RestrictedRole.Execute(restricted, "delete from activity_logs"));
        Assert.AreEqual(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        await TestPostgres.DropDatabase(database);
    }

    private static Task<int> Given(string database, string age, int count) => RestrictedRole.Execute(database, $"""
        insert into activity_logs (id, action, succeeded, created_at)
        select gen_random_uuid(), 'LOGIN', true, now() - interval '{age}' from generate_series(1, {count})
        """);

    private static Task<long> Left(string database, string which) =>
        RestrictedRole.Scalar<long>(database, $"select count(*) from activity_logs where {which}");
}

using Lottery.Data.Persistence;
using Lottery.Tests.Infrastructure;
using Npgsql;

namespace Lottery.Tests.Persistence.Failures;

/// <summary>What a server says, in its own words and by its own wire, and what it is called then.</summary>
[TestClass]
public sealed class ServerCodeTests
{
    private static string _database = "";

    [ClassInitialize]
    public static async Task Create(TestContext _) => _database = await TestPostgres.CreateDatabase();

    [ClassCleanup]
    public static Task Drop() => TestPostgres.DropDatabase(_database);

    [TestMethod]
    [DataRow("57P03", "the database system is starting up", "DB_UNREACHABLE")]
    [DataRow("57014", "canceling statement due to statement timeout", "POOLER_TIMEOUT")]
    [DataRow("55P03", "canceling statement due to lock timeout", "POOLER_TIMEOUT")]
    [DataRow("08P01", "query_timeout", "POOLER_TIMEOUT")]
    [DataRow("08P01", "query_wait_timeout", "POOLER_WAIT_TIMEOUT")]
    [DataRow("58000", "query_wait_timeout", "POOLER_WAIT_TIMEOUT")]
    [DataRow("53300", "sorry, too many clients already", "POOLER_SATURATED")]
    [DataRow("08P01", "no more connections allowed (max_client_conn)", "POOLER_SATURATED")]
    [DataRow("57P01", "terminating connection due to administrator command", "CONNECTION_CLOSED")]
    [DataRow("57P02", "terminating connection because of crash of another server process", "CONNECTION_CLOSED")]
    [DataRow("57P05", "terminating connection due to idle-session timeout", "CONNECTION_CLOSED")]
    [DataRow("25P03", "terminating connection due to idle-in-transaction timeout", "CONNECTION_CLOSED")]
    [DataRow("25P04", "terminating connection due to transaction timeout", "CONNECTION_CLOSED")]
    [DataRow("08006", "connection failure", "CONNECTION_CLOSED")]
    [DataRow("08P01", "server closed the connection", "CONNECTION_CLOSED")]
    [DataRow("53100", "could not extend file: No space left on device", "UNKNOWN")]
    [DataRow("40P01", "deadlock detected", "UNKNOWN")]
    [DataRow("P0001", "query_wait_timeout_of_somebody", "UNKNOWN")]
    public async Task A_code_of_the_server_has_its_name(string sqlState, string words, string name)
    {
        var refused = await Assert.ThrowsExactlyAsync<PostgresException>(() => RestrictedRole.Execute(
            _database, $"do $$ begin raise exception using errcode = '{sqlState}', message = '{words}'; end $$"));

        Assert.AreEqual(name, TransientFailures.Classify(refused));
        Assert.AreEqual(sqlState, TransientFailures.SqlState(refused));
    }
}

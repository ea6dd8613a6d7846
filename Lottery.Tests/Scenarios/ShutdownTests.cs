using System.Net;
using System.Text.Json;
using Lottery.Tests.Infrastructure;
using Npgsql;

namespace Lottery.Tests.Scenarios;

/// <summary>A real process that is told to stop while somebody buys.</summary>
[TestClass]
public sealed class ShutdownTests
{
    private static readonly string[] Phases =
    [
        "SHUTDOWN_INITIATED", "SHUTDOWN_MARKED", "SHUTDOWN_WAITING", "SHUTDOWN_ALL_OPERATIONS_COMPLETED", "SERVER_CLOSED",
    ];

    private static readonly string[] Fields =
    [
        "time", "level", "layer", "action", "message", "userId", "bancaId", "requestId", "payload", "service", "version",
        "host", "traceId", "spanId",
    ];

    [TestMethod]
    public async Task Sale_in_flight_during_SIGTERM()
    {
        await using var api = await ApiProcess.Start();
        using var seller = await api.LogIn("VENDEDOR");
        var me = (await seller.Get("/auth/me")).Data;
        var sorteo = (await seller.Get("/sorteos?status=OPEN&pageSize=100")).Json.Rows()
            .MaxBy(one => one.Text("scheduledAt"), StringComparer.Ordinal);

        Task<Answer> sale;
        await using (var close = await Close.Begin(api.Database, sorteo.Id()))
        {
            sale = seller.Post("/tickets", Ticket(sorteo), ("X-Request-Id", "sale-in-flight"));
            await close.SomebodyWaits();
            api.Terminate();
            await api.Record("SHUTDOWN_WAITING");
            Assert.AreEqual(503, await api.Readiness());
            (await seller.Get("/auth/me")).Refused(HttpStatusCode.ServiceUnavailable, "SHUTTING_DOWN");
            Assert.IsFalse(sale.IsCompleted);
        }

        var sold = await sale;
        Assert.AreEqual(HttpStatusCode.OK, sold.Status, sold.Text);
        Assert.AreEqual(0, await api.End(), api.Output);
        Assert.AreEqual(1L, await Scalar(
            api.Database, "select count(*) from tickets where id = $1 and status = 'ACTIVE'", sold.Data.Id()));
        CollectionAssert.AreEqual(Phases, Actions(api).Where(Phases.Contains).Distinct().ToArray(), api.Output);
        foreach (var record in api.Records())
        {
            var missing = Fields.Where(field => !record.TryGetProperty(field, out _));
            Assert.IsEmpty(missing, record.GetRawText());
        }

        IsTheSale(
            api.Of("HTTP_REQUEST").Single(record => record.Text("requestId") == "sale-in-flight"), me.Text("id"));
    }

    private static void IsTheSale(JsonElement record, string sellerId)
    {
        Assert.AreEqual(sellerId, record.Text("userId"));
        Assert.AreEqual("info", record.Text("level"));
        Assert.AreEqual("lottery-api", record.Text("service"));
        var payload = record.GetProperty("payload");
        Assert.AreEqual("POST", payload.Text("method"));
        Assert.AreEqual("/api/v1/tickets/", payload.Text("route"));
        Assert.AreEqual(200, payload.GetProperty("status").GetInt32());
        Assert.IsGreaterThan(0, payload.GetProperty("durationMs").GetDouble());
    }

    private static IEnumerable<string> Actions(ApiProcess api) => api.Records().Select(record => record.Text("action"));

    private static object Ticket(JsonElement sorteo) => new
    {
        loteriaId = sorteo.Id("loteriaId"),
        sorteoId = sorteo.Id(),
        jugadas = new[]
        {
            new { type = "NUMERO", number = new string('7', sorteo.GetProperty("digits").GetInt32()), amount = 500 },
        },
    };

    private static async Task<object?> Scalar(string database, string sql, object value)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = value } } };
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Somebody who is about to close a sorteo: no sale of it goes on until this is disposed.</summary>
    private sealed class Close : IAsyncDisposable
    {
        private readonly string _database;
        private readonly NpgsqlConnection _connection;
        private readonly NpgsqlTransaction _transaction;

        private Close(string database, NpgsqlConnection connection, NpgsqlTransaction transaction) =>
            (_database, _connection, _transaction) = (database, connection, transaction);

        public static async Task<Close> Begin(string database, Guid sorteoId)
        {
            var connection = new NpgsqlConnection(database);
            await connection.OpenAsync();
            var transaction = await connection.BeginTransactionAsync();
            await using var command = new NpgsqlCommand("select from sorteos where id = $1 for update", connection)
            {
                Parameters = { new() { Value = sorteoId } },
            };
            await command.ExecuteNonQueryAsync();
            return new Close(database, connection, transaction);
        }

        public Task SomebodyWaits() => ApiProcess.Eventually(
            async () => (bool)(await Scalar(
                _database,
                """
                select exists (
                    select from pg_stat_activity
                    where datname = current_database() and $1 = any (pg_blocking_pids(pid)) and wait_event_type = 'Lock')
                """,
                _connection.ProcessID))!,
            () => "The sale never waited for the sorteo's row.");

        public async ValueTask DisposeAsync()
        {
            await _transaction.DisposeAsync();
            await _connection.DisposeAsync();
        }
    }
}

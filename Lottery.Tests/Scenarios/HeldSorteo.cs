using System.Text.Json;
using Lottery.Tests.Infrastructure;
using Npgsql;

namespace Lottery.Tests.Scenarios;

/// <summary>Somebody who is about to close a sorteo: no sale of it goes on until this is disposed.</summary>
internal sealed class HeldSorteo : IAsyncDisposable
{
    private readonly string _database;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly Guid _sorteoId;

    private HeldSorteo(string database, NpgsqlConnection connection, NpgsqlTransaction transaction, Guid sorteoId) =>
        (_database, _connection, _transaction, _sorteoId) = (database, connection, transaction, sorteoId);

    public static async Task<HeldSorteo> By(string database, Guid sorteoId)
    {
        var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("select from sorteos where id = $1 for update", connection)
        {
            Parameters = { new() { Value = sorteoId } },
        };
        await command.ExecuteNonQueryAsync();
        return new HeldSorteo(database, connection, transaction, sorteoId);
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

    /// <summary>Closes it, for good when this is left.</summary>
    public async Task Close()
    {
        await using var command = new NpgsqlCommand(
            "update sorteos set status = 'CLOSED' where id = $1", _connection)
        {
            Parameters = { new() { Value = _sorteoId } },
        };
        await command.ExecuteNonQueryAsync();
        await _transaction.CommitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    /// <summary>The request for a ticket of the sorteo.</summary>
    public static object Ticket(JsonElement sorteo) => new
    {
        loteriaId = sorteo.Id("loteriaId"),
        sorteoId = sorteo.Id(),
        jugadas = new[]
        {
            new { type = "NUMERO", number = new string('7', sorteo.GetProperty("digits").GetInt32()), amount = 500 },
        },
    };

    /// <summary>The one value that a query on the database answers.</summary>
    public static async Task<object?> Scalar(string database, string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return await command.ExecuteScalarAsync();
    }
}

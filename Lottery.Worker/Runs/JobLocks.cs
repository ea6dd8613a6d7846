using Npgsql;

namespace Lottery.Worker.Runs;

/// <summary>
/// One run of a job at a time, however many workers there are. The lock belongs to an open transaction on a connection
/// of its own, so that it also holds through a pooler that lends connections by transaction.
/// </summary>
internal sealed class JobLocks(NpgsqlDataSource database)
{
    /// <summary>The lock, held until it is disposed or its process dies; null when somebody else has it.</summary>
    public async Task<IAsyncDisposable?> TryTake(string job, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            await connection.BeginTransactionAsync(cancellationToken);
            await Execute(connection, "set local idle_in_transaction_session_timeout = 0", cancellationToken);
            await using var taking = new NpgsqlCommand(
                "-- job.lock\nselect pg_try_advisory_xact_lock(hashtextextended($1, 0))", connection);
            taking.Parameters.Add(new NpgsqlParameter<string> { TypedValue = job });
            if (await taking.ExecuteScalarAsync(cancellationToken) is true)
            {
                return connection;
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

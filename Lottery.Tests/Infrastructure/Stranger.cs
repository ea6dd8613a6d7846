using System.Diagnostics;
using Npgsql;

namespace Lottery.Tests.Infrastructure;

/// <summary>
/// A transaction that is none of the product's and keeps the product waiting at a chosen place, until it commits.
/// </summary>
public sealed class Stranger : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ApiHost _host;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private Stranger(ApiHost host, NpgsqlConnection connection, NpgsqlTransaction transaction) =>
        (_host, _connection, _transaction) = (host, connection, transaction);

    /// <summary>Begins a transaction and takes in it what <paramref name="sql"/> takes.</summary>
    public static async Task<Stranger> Takes(ApiHost host, string sql, params object[] values)
    {
        var connection = await BareSql.Open(host);
        var stranger = new Stranger(host, connection, await connection.BeginTransactionAsync());
        await stranger.Does(sql, values);
        return stranger;
    }

    public async Task Does(string sql, params object[] values)
    {
        await using var command = BareSql.Command(_connection, sql, values);
        await command.ExecuteNonQueryAsync();
    }

    public Task Commits() => _transaction.CommitAsync();

    /// <summary>Returns once so many sessions of the host's database wait for a lock.</summary>
    public async Task UntilWaiting(int sessions)
    {
        var since = Stopwatch.GetTimestamp();
        while (await Waiting() != sessions)
        {
            Assert.IsLessThan(Patience, Stopwatch.GetElapsedTime(since), $"Nobody saw {sessions} sessions wait.");
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task<int> Waiting() => (int)await _host.Scalar<long>(
        """
        select count(*) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and backend_type = 'client backend'
        """);
}

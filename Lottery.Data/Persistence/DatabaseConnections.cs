using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lottery.Data.Persistence;

/// <summary>
/// Closes every connection when the process ends and says so: nothing is asked of the database after it. It is made at the
/// start, so that the container, which disposes in reverse, closes the connections before the log.
/// </summary>
internal sealed class DatabaseConnections(NpgsqlDataSource database, ILogger<DatabaseConnections> log)
    : IHostedService, IAsyncDisposable
{
    private bool _isUsed;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _isUsed = true;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        if (_isUsed)
        {
            DatabaseConnectionsLog.Closed(log);
        }
    }
}

internal static partial class DatabaseConnectionsLog
{
    [LoggerMessage(EventName = "DATABASE_DISCONNECTED", Level = LogLevel.Information,
        Message = "Every connection to the database is closed")]
    public static partial void Closed(ILogger log);
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Lottery.Data.Persistence.Disk;

/// <summary>Measures the database and the disk that it lies on.</summary>
public sealed class DatabaseDisk(
    NpgsqlDataSource database,
    IOptions<DatabaseDiskOptions> options,
    DatabaseMetrics metrics,
    ILogger<DatabaseDisk> log)
{
    private int _told;

    /// <summary>What it measured is also what <see cref="DatabaseMetrics"/> shows from here on.</summary>
    public async Task<DatabaseSize> Measure(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var asking = new NpgsqlCommand("select pg_database_size(current_database())", connection);
        var bytes = (long)(await asking.ExecuteScalarAsync(cancellationToken))!;
        var size = options.Value.Bytes is { } capacity
            ? new DatabaseSize(bytes, capacity, (double)bytes / capacity)
            : await OnFileSystem(bytes, connection, cancellationToken);
        metrics.SizeMeasured(size);
        return size;
    }

    private async Task<DatabaseSize> OnFileSystem(
        long bytes, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (await LocalServer.DataDirectory(connection, cancellationToken) is { } folder
            && new DriveInfo(folder) is { TotalSize: > 0 and var total } drive)
        {
            // What is kept for root is no room for PostgreSQL.
            return new DatabaseSize(bytes, total, (double)(total - drive.AvailableFreeSpace) / total);
        }

        if (Interlocked.Exchange(ref _told, 1) == 0)
        {
            DatabaseDiskLog.Unknown(log);
        }

        return new DatabaseSize(bytes, null, null);
    }
}

internal static partial class DatabaseDiskLog
{
    [LoggerMessage(EventName = "DATABASE_DISK_UNKNOWN", Level = LogLevel.Information,
        Message = "Nobody knows how much room the database has: set DatabaseDisk__Capacity, for example to 200GB")]
    public static partial void Unknown(ILogger log);
}

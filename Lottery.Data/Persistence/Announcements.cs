using System.Diagnostics;
using Lottery.Data.Persistence.Queries;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Lottery.Data.Persistence;

/// <summary>
/// Hears what the database announces (NOTIFY) on one connection of its own, past any pooler. What is cached may be
/// trusted only while this hears: a process that has gone deaf reads the database instead.
/// </summary>
public sealed class Announcements(
    IOptions<DatabaseOptions> options, NpgsqlDataSource database, DatabaseMetrics metrics, ILogger<Announcements> log)
    : BackgroundService
{
    /// <summary>How long silence lasts before the connection is asked whether it is still there.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>Longest time without a sign of life after which nothing cached is trusted.</summary>
    private static readonly TimeSpan Deaf = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, Listener> _listeners = [];
    private long _heardAt;
    private bool _isLost;

    /// <summary>True while everything announced until about a second ago has been heard.</summary>
    public bool IsHearing =>
        Volatile.Read(ref _heardAt) is > 0 and var at && Stopwatch.GetElapsedTime(at) < Deaf;

    /// <summary>
    /// Says who is told of a channel. Before the process starts; <paramref name="missed"/> is called whenever something
    /// may have gone unheard.
    /// </summary>
    public void Listen(string channel, Action<string> heard, Action missed) =>
        _listeners.Add(channel, new Listener(heard, missed));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (_listeners.Count > 0 && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Hear(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (TransientFailures.Classify(failure) is not null)
            {
                Volatile.Write(ref _heardAt, 0);
                if (!_isLost)
                {
                    // Those of the pool went with it, most likely: better made anew than found broken by a request each.
                    database.Clear();
                    AnnouncementsLog.Lost(log, metrics.Failed(failure)!, failure.Message);
                }

                _isLost = true;
                // Real time, whatever the clock of the business says.
                await Task.Delay(AgainAfter, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Hear(CancellationToken cancellationToken)
    {
        await using var direct =
            new NpgsqlDataSourceBuilder(options.Value.Direct().ConnectionString).Named("announcements").Build();
        await using var connection = direct.CreateConnection();
        connection.Notification += (_, announced) => _listeners[announced.Channel].Heard(announced.Payload);
        await connection.OpenAsync(cancellationToken);
        await using (var listen = connection.CreateCommand())
        {
            listen.CommandText = string.Join(';', _listeners.Keys.Select(channel => $"listen {channel}"));
            await listen.ExecuteNonQueryAsync(cancellationToken);
        }

        // What changed while nobody listened was announced to nobody.
        foreach (var listener in _listeners.Values)
        {
            listener.Missed();
        }

        AnnouncementsLog.Hearing(log, [.. _listeners.Keys]);
        _isLost = false;
        while (true)
        {
            Volatile.Write(ref _heardAt, Stopwatch.GetTimestamp());
            if (!await connection.WaitAsync(Beat, cancellationToken))
            {
                await using var beat = new NpgsqlCommand("select 1", connection) { CommandTimeout = 2 };
                await beat.ExecuteNonQueryAsync(cancellationToken);
            }
        }
    }

    private sealed record Listener(Action<string> Heard, Action Missed);
}

internal static partial class AnnouncementsLog
{
    [LoggerMessage(EventName = "ANNOUNCEMENTS_HEARING", Level = LogLevel.Information,
        Message = "Changes made by other processes are heard at once")]
    public static partial void Hearing(ILogger log, IReadOnlyList<string> channels);

    [LoggerMessage(EventName = "ANNOUNCEMENTS_LOST", Level = LogLevel.Warning,
        Message = "Changes made by other processes are not heard; nothing cached is used until they are: {errorType}")]
    public static partial void Lost(ILogger log, string errorType, string errorMessage);
}

using System.Runtime.InteropServices;
using Lottery.ServiceDefaults.Logging;
using Lottery.ServiceDefaults.Logging.Levels;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lottery.ServiceDefaults.Settings;

/// <summary>Takes over changed settings while the process runs: when the file has changed, and when SIGHUP says so.
/// </summary>
internal sealed class SettingsReload(
    IConfiguration configuration, LogThresholds thresholds, IEnumerable<LiveSetting> live, ILogger<SettingsReload> log,
    SettingsFile? file = null)
    : BackgroundService
{
    // Looked at and not watched: a watch misses files that are mounted or linked, and the system has few of them.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private static PosixSignalRegistration? _ignored;

    private readonly string[] _live = [LogThreshold.Setting, .. live.Select(setting => setting.Key)];
    private readonly Lock _gate = new();
    private PosixSignalRegistration? _hangup;

    /// <summary>From here on SIGHUP, whose default is to end a process, does not.</summary>
    public static void OutliveHangup() =>
        _ignored ??= PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => signal.Cancel = true);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => Reload("SIGHUP"));
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _hangup?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (file?.HasChanged() == true)
                {
                    Reload("file");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The process stops.
        }
    }

    private void Reload(string cause)
    {
        lock (_gate)
        {
            if (file is null)
            {
                SettingsLog.NoFile(log, cause);
            }
            else if (file.Reload(_live))
            {
                SettingsLog.Reloaded(log, file.Path, cause);
                ApplyLevel(cause);
            }
            else
            {
                SettingsLog.Invalid(log, file.Path, file.Problem!, cause);
            }
        }
    }

    private void ApplyLevel(string cause)
    {
        var text = configuration[LogThreshold.Setting];
        if (LogThreshold.Parse(text) is not { } level)
        {
            SettingsLog.LevelInvalid(log, text, LogThreshold.Word(thresholds.Level), cause);
            return;
        }

        if (level != thresholds.Level)
        {
            var from = LogThreshold.Word(thresholds.Level);
            thresholds.Change(level);
            SettingsLog.LevelChanged(log, from, LogThreshold.Word(level), cause);
        }
    }
}

internal static partial class SettingsLog
{
    [LoggerMessage(EventName = "LOTTERY_CONFIG_RELOADED", Level = LogLevel.Information,
        Message = "{file} was read again")]
    public static partial void Reloaded(ILogger logger, string file, string cause);

    [LoggerMessage(EventName = "LOTTERY_CONFIG_INVALID", Level = LogLevel.Warning,
        Message = "{file} {problem}; the settings stay as they were")]
    public static partial void Invalid(ILogger logger, string file, string problem, string cause);

    [LoggerMessage(EventName = "LOTTERY_CONFIG_NOT_SET", Level = LogLevel.Information,
        Message = "LOTTERY_CONFIG names no file that could be read again")]
    public static partial void NoFile(ILogger logger, string cause);

    [LoggerMessage(EventName = "LOG_LEVEL_CHANGED", Level = LogLevel.Information, Message = "From {from} to {to}")]
    public static partial void LevelChanged(ILogger logger, string from, string to, string cause);

    [LoggerMessage(EventName = "LOG_LEVEL_INVALID", Level = LogLevel.Warning,
        Message = "LOG_LEVEL is '{value}'; it must be debug, info, warn or error. It stays {level}")]
    public static partial void LevelInvalid(ILogger logger, string? value, string level, string cause);
}

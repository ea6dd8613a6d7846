using Microsoft.Extensions.Logging;

namespace Lottery.ServiceDefaults.Logging.Levels;

/// <summary>The words of <c>LOG_LEVEL</c> and of the <c>level</c> of a record.</summary>
internal static class LogThreshold
{
    public const string Setting = "LOG_LEVEL";

    public const LogLevel Default = LogLevel.Information;

    /// <summary>Null when the text is none of the words.</summary>
    public static LogLevel? Parse(string? text) => text?.Trim().ToLowerInvariant() switch
    {
        null or "" => Default,
        "debug" => LogLevel.Debug,
        "info" => LogLevel.Information,
        "warn" => LogLevel.Warning,
        "error" => LogLevel.Error,
        _ => null,
    };

    public static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        _ => "error",
    };
}

internal sealed class LogThresholdOptions
{
    public string? Text { get; set; }
}

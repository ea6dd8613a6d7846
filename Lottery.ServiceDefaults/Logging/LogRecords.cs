using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ZLogger;

namespace Lottery.ServiceDefaults.Logging;

/// <summary>Which records a process writes, and in which form.</summary>
internal static class LogRecords
{
    public static void AddLogRecords(this WebApplicationBuilder builder, ProcessIdentity process)
    {
        var setting = builder.Configuration[LogThreshold.Setting];
        builder.Services.AddOptions<LogThresholdOptions>()
            .Configure(options => options.Text = setting)
            .Validate(options => LogThreshold.Parse(options.Text) is not null,
                $"{LogThreshold.Setting} is '{setting}'; it must be debug, info, warn or error.")
            .ValidateOnStart();

        builder.Logging.ClearProviders();
        builder.Logging.AddConsoleRecords(process, LogThreshold.Parse(setting) ?? LogThreshold.Default);
    }

    public static void AddConsoleRecords(
        this ILoggingBuilder logging, ProcessIdentity process, LogLevel level = LogThreshold.Default)
    {
        logging.SetMinimumLevel(level);
        logging.AddFrameworkThresholds(level);
        logging.AddZLoggerConsole(options => options.WriteRecords(process));
    }

    /// <summary>The form of the records, for the console and for any other place they are written to.</summary>
    public static void WriteRecords(this ZLoggerOptions options, ProcessIdentity process)
    {
        options.IncludeScopes = true;
        // Later, by the formatter, which survives a value that throws; the caller would not.
        options.IsFormatLogImmediatelyInStandardLog = false;
        options.InternalErrorLogger = exception =>
            Console.Error.WriteLine($"Log records are lost: {exception.Message}");
        options.UseFormatter(() => process.IsDevelopment
            ? new PrettyLogFormatter(coloured: string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")))
            : new JsonLogFormatter(process));
    }

    private static void AddFrameworkThresholds(this ILoggingBuilder logging, LogLevel level)
    {
        // Taken when the record is made: the formatter runs on another thread, outside the activity.
        logging.Configure(options => options.ActivityTrackingOptions =
            ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        var framework = level > LogLevel.Warning ? level : LogLevel.Warning;
        foreach (var category in (string[])["Microsoft", "System", "Coravel", "Npgsql"])
        {
            logging.AddFilter(category, framework);
        }
        // Start and stop are told by us.
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.None);
        // What stops a start is told by us; that a background service died is Critical there.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        // An unhealthy check is an answer to the one who asked; Readiness tells when the answer changes.
        logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
    }
}

internal sealed class LogThresholdOptions
{
    public string? Text { get; set; }
}

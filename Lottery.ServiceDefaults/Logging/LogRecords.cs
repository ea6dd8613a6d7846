using Lottery.ServiceDefaults.Logging.Pipeline;
using Lottery.ServiceDefaults.Logging.Sinks;
using Lottery.ServiceDefaults.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using ZLogger;

namespace Lottery.ServiceDefaults.Logging;

/// <summary>Which records a process writes, and in which form.</summary>
internal static class LogRecords
{
    public const string Console = "console";

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
        logging.AddRecordPipeline(process);
        logging.Services.AddSingleton<ILogSink>(services =>
            ConsoleOf(process, new StandardOutput(), services.GetRequiredService<LogLosses>()));
    }

    /// <summary>The way from a logger to the sinks that are registered beside it.</summary>
    public static void AddRecordPipeline(this ILoggingBuilder logging, ProcessIdentity process)
    {
        logging.Services.AddMetrics();
        logging.Services.TryAddSingleton<ProcessMetrics>();
        logging.Services.TryAddSingleton<LogLosses>();
        logging.Services.TryAddSingleton(services => new LogPipeline(
            process,
            services.GetServices<ILogSink>(),
            services.GetRequiredService<LogLosses>(),
            services.GetRequiredService<ProcessMetrics>()));
        logging.AddZLoggerLogProcessor((options, services) =>
        {
            options.IncludeScopes = true;
            // Later, by the reader, who survives a value that throws; the caller would not.
            options.IsFormatLogImmediatelyInStandardLog = false;
            return services.GetRequiredService<LogPipeline>();
        });
    }

    /// <summary>Lines as a console shows them: for a person in Development, else for a machine.</summary>
    public static ILogSink ConsoleOf(ProcessIdentity process, ILineWriter output, LogLosses losses)
    {
        if (!process.IsDevelopment)
        {
            return new BufferedSink(Console, output, losses);
        }

        var pretty = new PrettyLogFormatter(string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));
        return new BufferedSink(Console, output, losses, (record, _) => pretty.Format(record));
    }

    private static void AddFrameworkThresholds(this ILoggingBuilder logging, LogLevel level)
    {
        // The pipeline takes the trace itself; as a scope it would cost each record.
        logging.Configure(options => options.ActivityTrackingOptions = ActivityTrackingOptions.None);
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

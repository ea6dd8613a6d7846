using Lottery.ServiceDefaults.Logging.Formatting;
using Lottery.ServiceDefaults.Logging.Levels;
using Lottery.ServiceDefaults.Logging.Pipeline;
using Lottery.ServiceDefaults.Logging.Sinks;
using Lottery.ServiceDefaults.Metrics;
using Lottery.ServiceDefaults.Systemd;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Lottery.ServiceDefaults.Logging;

/// <summary>Which records a process writes, and in which form.</summary>
internal static class LogRecords
{
    public const string Console = "console";

    public const string File = "file";

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
        builder.AddFileRecords(process);
    }

    public static void AddConsoleRecords(
        this ILoggingBuilder logging, ProcessIdentity process, LogLevel level = LogThreshold.Default)
    {
        var thresholds = new LogThresholds(level);
        logging.Services.AddSingleton(thresholds);
        logging.Services.AddSingleton<IConfigureOptions<LoggerFilterOptions>>(thresholds);
        logging.Services.AddSingleton<IOptionsChangeTokenSource<LoggerFilterOptions>>(thresholds);
        logging.AddRecordPipeline(process);
        logging.Services.AddSingleton(services =>
            ConsoleOf(process, OutputOf(process), services.GetRequiredService<LogLosses>()));
    }

    private static ILineWriter OutputOf(ProcessIdentity process) =>
        !process.IsDevelopment && JournalWriter.IsStandardOutput
            ? new JournalWriter(process.Service, new StandardOutput())
            : new StandardOutput();

    private static void AddFileRecords(this WebApplicationBuilder builder, ProcessIdentity process)
    {
        builder.Services.AddOptions<LogFileOptions>().BindConfiguration(LogFileOptions.Section)
            .Validate(options => options.HasFolder, "LogFile:Path must name a file in a folder that exists.")
            .Validate(options => options.MaxSize >= LogFileOptions.SmallestSize,
                $"LogFile:MaxSize must be {LogFileOptions.SmallestSize} bytes or more.")
            .Validate(options => options.Keep >= 1, "LogFile:Keep must be 1 or more.")
            .ValidateOnStart();

        // Before anything is logged, so before the options are validated.
        var options = new LogFileOptions();
        builder.Configuration.GetSection(LogFileOptions.Section).Bind(options);
        if (options is { IsOn: true, IsUsable: true })
        {
            builder.Services.AddSingleton<ILogSink>(services => new BufferedSink(
                File,
                new RollingFile(options, process.Service, TimeProvider.System),
                services.GetRequiredService<LogLosses>()));
        }
    }

    /// <summary>The way from a logger to the sinks that are registered beside it.</summary>
    public static void AddRecordPipeline(this ILoggingBuilder logging, ProcessIdentity process)
    {
        // The pipeline takes the trace itself; as a scope it would cost each record.
        logging.Configure(options => options.ActivityTrackingOptions = ActivityTrackingOptions.None);
        logging.Services.AddMetrics();
        logging.Services.TryAddSingleton<ProcessMetrics>();
        logging.Services.TryAddSingleton<LogLosses>();
        logging.Services.TryAddSingleton(services => new LogPipeline(
            process,
            services.GetServices<ILogSink>(),
            services.GetRequiredService<LogLosses>(),
            services.GetRequiredService<LogScopes>(),
            services.GetRequiredService<ProcessMetrics>()));
        // The factory of loggers takes it for its own.
        logging.Services.TryAddSingleton<LogScopes>();
        logging.Services.AddSingleton<IExternalScopeProvider>(services => services.GetRequiredService<LogScopes>());
        logging.Services.AddSingleton<ILoggerProvider, PipelineLoggers>();
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
}

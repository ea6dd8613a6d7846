using System.Diagnostics.Metrics;
using System.Text.Json;
using Lottery.ServiceDefaults;
using Lottery.ServiceDefaults.Logging;
using Lottery.ServiceDefaults.Logging.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lottery.Tests.ServiceDefaults;

/// <summary>Loggers that write in the form of the real console, into memory.</summary>
internal sealed class WrittenRecords : IDisposable
{
    private readonly MemoryLines _lines = new();
    private readonly ILoggerFactory _loggers;

    /// <param name="environment">Decides the form of the records.</param>
    /// <param name="sinks">What gets the records besides the console.</param>
    public WrittenRecords(string environment = "Production", Action<IServiceCollection>? sinks = null)
    {
        Process = new ProcessIdentity("lottery-test", "1.2.3", "test-host", environment);
        _loggers = LoggerFactory.Create(logging =>
        {
            logging.SetMinimumLevel(LogLevel.Trace);
            logging.AddRecordPipeline(Process);
            WriteTo(logging.Services, _lines, Process);
            sinks?.Invoke(logging.Services);
            logging.Services.AddSingleton<ILoggerProvider>(services =>
            {
                Pipeline = services.GetRequiredService<LogPipeline>();
                Meters = services.GetRequiredService<IMeterFactory>();
                return NullLoggerProvider.Instance;
            });
        });
    }

    public ProcessIdentity Process { get; }

    public LogPipeline Pipeline { get; private set; } = null!;

    /// <summary>What the pipeline counts with.</summary>
    public IMeterFactory Meters { get; private set; } = null!;

    /// <summary>The console of a process, its output caught.</summary>
    public static void WriteTo(IServiceCollection services, MemoryLines lines, ProcessIdentity process) =>
        services.AddSingleton(provider =>
            LogRecords.ConsoleOf(process, lines, provider.GetRequiredService<LogLosses>()));

    public ILogger Logger(string category = "Lottery.Api.Sample") => _loggers.CreateLogger(category);

    /// <summary>Everything written so far; nothing can be logged after it.</summary>
    public string Text()
    {
        _loggers.Dispose();
        return _lines.Text;
    }

    public IReadOnlyList<JsonElement> Parsed() => Parse(Text());

    public JsonElement Single() => Parsed().Single();

    /// <summary>One element a line; fails when a line is not one JSON object.</summary>
    public static IReadOnlyList<JsonElement> Parse(string text)
    {
        StringAssert.EndsWith(text, "\n", StringComparison.Ordinal);
        var records = text[..^1].Split('\n').Select(line => JsonElement.Parse(line)).ToList();
        Assert.IsTrue(records.TrueForAll(record => record.ValueKind == JsonValueKind.Object));
        return records;
    }

    public void Dispose() => _loggers.Dispose();
}

internal static partial class SampleLog
{
    [LoggerMessage(EventName = "MENTIONED", Level = LogLevel.Warning, Message = "The value is {value}")]
    public static partial void Mentioned(ILogger log, object? value);

    [LoggerMessage(EventName = "UNMENTIONED", Level = LogLevel.Information, Message = "Nothing is mentioned")]
    public static partial void Unmentioned(ILogger log, object? value, int NumberOfThings);

    [LoggerMessage(EventName = "PADDED", Level = LogLevel.Information, Message = "The value is {value}")]
    public static partial void Padded(ILogger log, string value, string pad);

    [LoggerMessage(EventName = "ELSEWHERE", Level = LogLevel.Information, Message = "Elsewhere")]
    public static partial void Elsewhere(ILogger log, string layer, object meta, int count);

    [LoggerMessage(EventName = "FAILED", Level = LogLevel.Error, Message = "It failed")]
    public static partial void Failed(ILogger log, Exception exception);
}

using System.Text;
using System.Text.Json;
using Lottery.ServiceDefaults;
using Lottery.ServiceDefaults.Logging;
using Microsoft.Extensions.Logging;
using ZLogger;

namespace Lottery.Tests.ServiceDefaults;

/// <summary>Loggers that write in the form of the real console, into memory.</summary>
internal sealed class WrittenRecords : IDisposable
{
    private readonly MemoryStream _bytes = new();
    private readonly ILoggerFactory _loggers;

    public WrittenRecords(string environment = "Production")
    {
        Process = new ProcessIdentity("lottery-test", "1.2.3", "test-host", environment);
        _loggers = LoggerFactory.Create(logging => WriteTo(logging, _bytes, Process));
    }

    public ProcessIdentity Process { get; }

    public static void WriteTo(ILoggingBuilder logging, Stream stream, ProcessIdentity process) => logging
        .SetMinimumLevel(LogLevel.Trace)
        .Configure(options => options.ActivityTrackingOptions =
            ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId)
        .AddZLoggerStream(stream, options => options.WriteRecords(process));

    public ILogger Logger(string category = "Lottery.Api.Sample") => _loggers.CreateLogger(category);

    /// <summary>Everything written so far; nothing can be logged after it.</summary>
    public string Text()
    {
        _loggers.Dispose();
        return Encoding.UTF8.GetString(_bytes.ToArray());
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

using Lottery.ServiceDefaults.Logging.Pipeline;
using Microsoft.Extensions.Logging;
using ZLogger;

namespace Lottery.ServiceDefaults.Logging;

/// <summary>What one record says, read once from its entry for whatever form it is written in.</summary>
internal sealed class LogRecord
{
    private const string UnnamedAction = "LOG";
    private const string FrameworkAction = "FRAMEWORK";
    private const string OriginalFormat = "{OriginalFormat}";

    public required DateTimeOffset Time { get; init; }
    public required LogLevel Level { get; init; }
    public required string Category { get; init; }
    public required string? Event { get; init; }
    public required Exception? Error { get; init; }
    public required string Message { get; init; }

    public string Layer { get; private set; } = LogLayers.Framework;
    public string? UserId { get; private set; }
    public string? BancaId { get; private set; }
    public string? RequestId { get; private set; }
    public string? TraceId { get; init; }
    public string? SpanId { get; init; }
    public object? Meta { get; private set; }
    public List<KeyValuePair<string, object?>> Payload { get; } = [];

    /// <summary>Written by our own code, so its parameters are plain values that may be written as JSON.</summary>
    public bool IsOurs => LogLayers.IsOurs(Category);

    public string Action => IsOurs ? Event ?? UnnamedAction : FrameworkAction;

    public static LogRecord Read(in LogEntry made)
    {
        var entry = made.Entry;
        var about = entry.LogInfo;
        var record = new LogRecord
        {
            Time = about.Timestamp.Utc,
            Level = about.LogLevel,
            Category = about.Category.Name,
            Event = string.IsNullOrEmpty(about.EventId.Name) ? null : about.EventId.Name,
            Error = about.Exception,
            Message = Text.Of(entry),
            Layer = LogLayers.Of(about.Category.Name),
            TraceId = made.Trace == default ? null : made.Trace.ToHexString(),
            SpanId = made.Span == default ? null : made.Span.ToHexString(),
        };
        record.ReadParameters(entry);
        if (about.ScopeState is { } scopes)
        {
            record.ReadScopes(scopes);
        }

        if (!record.IsOurs)
        {
            record.Meta = new Dictionary<string, string?> { ["category"] = record.Category, ["event"] = record.Event };
        }

        return record;
    }

    /// <summary>Takes the place of a record that could not be read or written.</summary>
    public static LogRecord Unwritable(string? category, string? action, Exception exception) => OfTheLog(
        LogLevel.Error, "LOG_RECORD_UNWRITABLE",
        $"A record of {Text.Of(category)} ({Text.Of(action)}) could not be written", exception);

    /// <summary>What a sink could not take, told once it takes records again.</summary>
    public static LogRecord Dropped(string sink, long count)
    {
        var record = OfTheLog(
            LogLevel.Warning, "LOG_RECORDS_DROPPED", $"{count} records were dropped before they reached {sink}");
        record.Payload.Add(new("sink", sink));
        record.Payload.Add(new("count", count));
        return record;
    }

    private static LogRecord OfTheLog(LogLevel level, string action, string message, Exception? error = null) => new()
    {
        Time = TimeProvider.System.GetUtcNow(),
        Level = level,
        Category = typeof(LogRecord).FullName!,
        Event = action,
        Error = error,
        Message = message,
        Layer = LogLayers.Of(typeof(LogRecord).FullName!),
    };

    private void ReadParameters(IZLoggerEntry entry)
    {
        for (var index = 0; index < entry.ParameterCount; index++)
        {
            var name = CamelCase(entry.GetParameterKeyAsString(index));
            var value = entry.GetParameterValue(index);
            if (name == OriginalFormat)
            {
                continue;
            }

            if (IsOurs && name == "layer" && value is string layer)
            {
                Layer = layer;
            }
            else if (IsOurs && name == "meta")
            {
                Meta = value;
            }
            else
            {
                Payload.Add(new(name, value));
            }
        }
    }

    // Scopes come outermost first, so the last one that knows the answer is the nearest.
    private void ReadScopes(LogScopeState scopes)
    {
        foreach (var (name, value) in scopes.Properties)
        {
            if (value is null)
            {
                continue;
            }

            switch (name)
            {
                case LogContext.UserIdKey: UserId = Text.Of(value); break;
                case LogContext.BancaIdKey: BancaId = Text.Of(value); break;
                case LogContext.RequestIdKey: RequestId = Text.Of(value); break;
            }
        }
    }

    private static string CamelCase(string name)
    {
        name = name.TrimStart('@', '$');
        return name.Length > 0 && char.IsUpper(name[0]) ? char.ToLowerInvariant(name[0]) + name[1..] : name;
    }
}

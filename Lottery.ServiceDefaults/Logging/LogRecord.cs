using System.Collections;
using System.Runtime.InteropServices;
using Lottery.ServiceDefaults.Logging.Pipeline;
using Lottery.ServiceDefaults.Redaction;
using Lottery.ServiceDefaults.Requests;
using Microsoft.Extensions.Logging;
using ZLogger;

namespace Lottery.ServiceDefaults.Logging;

/// <summary>What one record says, read once from its entry for whatever form it is written in.</summary>
internal sealed class LogRecord
{
    private const string UnnamedAction = "LOG";
    private const string FrameworkAction = "FRAMEWORK";
    private const string OriginalFormat = "{OriginalFormat}";

    private bool? _isOurs;
    private bool _mayNotEnd;

    public required DateTimeOffset Time { get; init; }
    public required LogLevel Level { get; init; }
    public required string Category { get; init; }
    public required string? Event { get; init; }

    public LogError? Error { get; private set; }
    public string Message { get; private set; } = "";
    public string Layer { get; private set; } = LogLayers.Framework;
    public string? UserId => Owner.UserId;
    public string? BancaId => Owner.BancaId;
    public string? RequestId => Owner.RequestId;
    public string? TraceId { get; init; }
    public string? SpanId { get; init; }
    public object? Meta { get; private set; }
    public List<LogParameter> Payload { get; private init; } = [];
    private LogOwner Owner { get; init; }

    /// <summary>Written by our own code, so its parameters are plain values that may be written as JSON.</summary>
    public bool IsOurs => _isOurs ??= LogLayers.IsOurs(Category);

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
            Layer = LogLayers.Of(about.Category.Name),
            TraceId = made.Trace == default ? null : made.Trace.ToHexString(),
            SpanId = made.Span == default ? null : made.Span.ToHexString(),
            Payload = new(entry.ParameterCount),
            Owner = made.Owner,
        };
        record.ReadParameters(entry);
        record.Redact(entry, about.Exception);
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
        record.Payload.Add(new(LogName.Of("sink"), sink));
        record.Payload.Add(new(LogName.Of("count"), count));
        return record;
    }

    /// <summary>That a sink takes nothing for now.</summary>
    public static LogRecord Failing(string sink)
    {
        var record = OfTheLog(LogLevel.Warning, "LOG_SINK_FAILED", $"{sink} takes no records; they wait for it");
        record.Payload.Add(new(LogName.Of("sink"), sink));
        return record;
    }

    private static LogRecord OfTheLog(LogLevel level, string action, string message, Exception? error = null) => new()
    {
        Time = TimeProvider.System.GetUtcNow(),
        Level = level,
        Category = typeof(LogRecord).FullName!,
        Event = action,
        Error = error is null ? null : LogError.Of(error, new()),
        Message = message,
        Layer = LogLayers.Of(typeof(LogRecord).FullName!),
    };

    private void ReadParameters(IZLoggerEntry entry)
    {
        for (var index = 0; index < entry.ParameterCount; index++)
        {
            var name = LogName.Of(entry.GetParameterKeyAsString(index));
            var value = entry.GetParameterValue(index);
            _mayNotEnd |= !IsPlain(value) && value is IEnumerable and not ICollection;
            if (name.Text == OriginalFormat)
            {
                continue;
            }

            if (IsOurs && name.Text == "layer" && value is string layer)
            {
                Layer = layer;
            }
            else if (IsOurs && name.Text == "meta")
            {
                Meta = value;
            }
            else
            {
                Payload.Add(new(name, value));
            }
        }
    }

    // By name first: what is hidden there is looked for in all the rest.
    private void Redact(IZLoggerEntry entry, Exception? exception)
    {
        var hidden = new HiddenValues();
        foreach (ref var parameter in CollectionsMarshal.AsSpan(Payload))
        {
            if (parameter.Name.IsHidden && parameter.Value is not (null or bool))
            {
                hidden.Add(Text.Of(parameter.Value));
                parameter = parameter with { Value = Redactor.Mark };
            }
        }

        foreach (ref var parameter in CollectionsMarshal.AsSpan(Payload))
        {
            parameter = parameter with
            {
                Value = LogValues.Of(parameter.Name.Text, parameter.Value, IsOurs, hidden),
            };
        }

        var meta = IsOurs
            ? Meta
            : new Dictionary<string, string?> { ["category"] = Category, ["event"] = Event };
        Meta = LogValues.Of("meta", meta, withMembers: true, hidden);
        Message = entry is ZLoggerEntry<RequestFacts> ? RequestFacts.MessageOf(Payload)
            // The framework would read such a sequence to its end to put it into the message.
            : Text.CleanMessage(_mayNotEnd ? entry.GetOriginalFormat() : entry, hidden);
        Error = exception is null ? null : LogError.Of(exception, hidden);
    }

    // To ask one of these for its interfaces takes longer than all else that is done with it here.
    private static bool IsPlain(object? value) => value is null or string or int or long or double or bool or Guid;
}

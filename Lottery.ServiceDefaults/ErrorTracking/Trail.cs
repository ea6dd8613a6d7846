using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lottery.ServiceDefaults.Logging;
using Lottery.ServiceDefaults.Logging.Levels;
using Lottery.ServiceDefaults.Redaction;
using Microsoft.Extensions.Logging;
using Sentry;

namespace Lottery.ServiceDefaults.ErrorTracking;

/// <summary>What was logged before an error, the newest records; several threads of one request may write it.</summary>
internal sealed class Trail
{
    private const int Longest = 50;

    private readonly Queue<Step> _steps = new();

    public void Add(Step step)
    {
        lock (_steps)
        {
            if (_steps.Count == Longest)
            {
                _steps.Dequeue();
            }

            _steps.Enqueue(step);
        }
    }

    /// <summary>The steps as they may leave the process, oldest first.</summary>
    public IReadOnlyList<Breadcrumb> Breadcrumbs()
    {
        lock (_steps)
        {
            return [.. _steps.Select(step => step.Breadcrumb())];
        }
    }
}

/// <summary>One record on the way to an error.</summary>
internal sealed record Step(
    DateTimeOffset At, LogLevel Level, string Name, string Message, IReadOnlyList<KeyValuePair<string, string>> Data)
{
    /// <summary>Cleaned here, not when it is logged: of most steps nobody ever hears.</summary>
    public Breadcrumb Breadcrumb()
    {
        var data = new JsonObject();
        foreach (var (name, value) in Data)
        {
            data[name] = Redactor.Hides(name) ? Redactor.Mark : Redactor.Clean(value);
        }

        // Only read from JSON does a breadcrumb take the time at which it happened.
        return Sentry.Breadcrumb.FromJson(JsonSerializer.SerializeToElement(new JsonObject
        {
            ["timestamp"] = At.ToString("O", CultureInfo.InvariantCulture),
            ["category"] = Name,
            ["message"] = Redactor.Clean(Message),
            ["level"] = LogThreshold.Word(Level) is "warn" ? "warning" : LogThreshold.Word(Level),
            ["data"] = data,
        }));
    }
}

/// <summary>Keeps what is logged as steps that led up to an error. A record is never a report itself.</summary>
internal sealed class TrailProvider(ReportScopes scopes, TimeProvider time) : ILoggerProvider
{
    // Codes and figures. The rest of a payload says who and from where, which an error tracker does not need.
    private static readonly HashSet<string> Told =
    [
        "code", "statusCode", "status", "errorCode", "errorType", "sqlState", "attempt", "operation", "reason",
        "context", "durationMs", "backoffMs", "runId", "trigger", "type",
    ];

    // Says what the report itself says, and the client's address besides.
    private const string RequestRecord = "HTTP_REQUEST";

    private const string Template = "{OriginalFormat}";

    public ILogger CreateLogger(string categoryName) => new Steps(this, categoryName);

    public void Dispose()
    {
    }

    // A message that mentions what its name hides, or an object that may hold such, is told without its values.
    private static string? TemplateOf(object? state)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> values)
        {
            return null;
        }

        for (var index = 0; index < values.Count; index++)
        {
            var (name, value) = values[index];
            if (value is not (null or bool) && (value is not (string or IFormattable) || Redactor.Hides(name)))
            {
                return values.FirstOrDefault(one => one.Key == Template).Value as string ?? Redactor.Mark;
            }
        }

        return null;
    }

    private void Add(string category, LogLevel level, string? action, string message, object? state)
    {
        var name = string.IsNullOrEmpty(action) ? category : action;
        scopes.Current.Trail.Add(new Step(time.GetUtcNow(), level, name, message, Data(category, state)));
    }

    private static KeyValuePair<string, string>[] Data(string category, object? state) =>
        LogLayers.IsOurs(category) && state is IReadOnlyList<KeyValuePair<string, object?>> values
            ? [.. from value in values
                  where value.Value is not null && Told.Contains(value.Key)
                  select KeyValuePair.Create(value.Key, TextOf(value.Value))]
            : [];

    private static string TextOf(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private sealed class Steps(TrailProvider trail, string category) : ILogger
    {
        private readonly LogLevel _least = LogLayers.IsOurs(category) ? LogLevel.Information : LogLevel.Warning;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= _least && logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel) || eventId.Name == RequestRecord)
            {
                return;
            }

            try
            {
                trail.Add(category, logLevel, eventId.Name, TemplateOf(state) ?? formatter(state, exception), state);
            }
            catch (Exception)
            {
                // A step that cannot be read is left out; whoever logged it goes on.
            }
        }
    }
}

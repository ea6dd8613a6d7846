using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Lottery.Tests.Infrastructure.Watches;

/// <summary>Keeps what a host logged, and minds errors that nobody expected.</summary>
public sealed class LogWatch : ILoggerProvider
{
    private readonly ConcurrentQueue<LoggedRecord> _records = new();
    private readonly HashSet<string> _expected = [];

    public IEnumerable<LoggedRecord> Records => _records;

    /// <summary>Records of one action, oldest first.</summary>
    public IReadOnlyList<LoggedRecord> Of(string action) => [.. _records.Where(r => r.Action == action)];

    /// <summary>Says that error records of these actions belong to the test.</summary>
    public void Expect(params string[] actions) => _expected.UnionWith(actions);

    public void FailOnUnexpectedErrors()
    {
        var unexpected = _records.Where(r => r.Level >= LogLevel.Error && !_expected.Contains(r.Action)).ToList();
        Assert.IsEmpty(
            unexpected, $"Unexpected error records:\n{string.Join('\n', unexpected.Select(r => $"{r.Action} {r.Message} {r.Failure}"))}");
    }

    public ILogger CreateLogger(string categoryName) => new Watcher(this);

    public void Dispose()
    {
    }

    private sealed class Watcher(LogWatch watch) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            watch._records.Enqueue(new LoggedRecord(
                logLevel,
                eventId.Name ?? "",
                formatter(state, exception),
                // Copied at once: some of the framework's are views of a request that is soon over.
                state is IReadOnlyList<KeyValuePair<string, object?>> values ? [.. values] : [],
                exception));
    }
}

public sealed record LoggedRecord(
    LogLevel Level,
    string Action,
    string Message,
    IReadOnlyList<KeyValuePair<string, object?>> Values,
    Exception? Failure)
{
    public object? this[string name] => Values.FirstOrDefault(v => v.Key == name).Value;
}

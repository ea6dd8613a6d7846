using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text;
using Lottery.ServiceDefaults.Logging;
using Lottery.ServiceDefaults.Redaction;

namespace Lottery.ServiceDefaults.Telemetry.Otlp.Writing;

/// <summary>What a span may say: like a log record, nothing that is hidden by its name or its look.</summary>
internal static class SpanTexts
{
    private const int KnownLimit = 1000;

    // Tags that say the same again and again: the values of a statement are parameters.
    private static readonly FrozenSet<string> Repeating = FrozenSet.Create(
        "db.query.text", "http.route", "user_agent.original", "server.address");

    private static readonly ConcurrentDictionary<string, string> Known = new();
    private static readonly ConcurrentDictionary<string, bool> Hidden = new();
    private static readonly ConcurrentDictionary<string, byte[]> Names = new();

    public static object? Shown(in KeyValuePair<string, object?> tag) => tag.Value switch
    {
        null => null,
        _ when IsHidden(tag.Key) => Redactor.Mark,
        string text => Text.Of(Repeating.Contains(tag.Key) ? Cleaned(text) : Redactor.Clean(text)),
        bool flag => flag,
        var value when PlainNumbers.Clean(value) is { } number => number,
        var value => Redactor.Clean(Text.Of(value)),
    };

    /// <summary>The same text without what is hidden, for one that comes again and again.</summary>
    public static string Cleaned(string text) => Remembered(Known, text, Redactor.Clean);

    public static byte[] Utf8(string name) => Remembered(Names, name, Encoding.UTF8.GetBytes);

    private static bool IsHidden(string name) => Remembered(Hidden, name, Redactor.Hides);

    private static T Remembered<T>(ConcurrentDictionary<string, T> known, string text, Func<string, T> find) =>
        known.TryGetValue(text, out var found) ? found
        : known.Count < KnownLimit ? known.GetOrAdd(text, find)
        : find(text);
}

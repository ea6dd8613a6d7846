using System.Collections.Concurrent;
using System.Text;
using Lottery.ServiceDefaults.Logging;
using Lottery.ServiceDefaults.Redaction;

namespace Lottery.ServiceDefaults.Telemetry.Otlp.Writing;

/// <summary>What a span may say: like a log record, nothing that is hidden by its name or its look. For one thread.
/// </summary>
internal sealed class SpanTexts
{
    private const int KnownLimit = 1000;

    // Long, and always the same few: their values are parameters.
    private const string Statement = "db.query.text";

    private static readonly ConcurrentDictionary<string, string> Statements = new();

    // Whoever makes a span names its tags by constants; to compare their characters each time would take longer.
    private readonly Dictionary<string, TagName> _names = new(ReferenceEqualityComparer.Instance);

    public TagName NameOf(string key)
    {
        if (_names.TryGetValue(key, out var name))
        {
            return name;
        }

        name = new TagName(Encoding.UTF8.GetBytes(key), Redactor.Hides(key), key == Statement);
        if (_names.Count < KnownLimit)
        {
            _names.Add(key, name);
        }

        return name;
    }

    public static object? Shown(TagName name, object? value) => value switch
    {
        null => null,
        _ when name.IsHidden => Redactor.Mark,
        string text => Text.Of(name.IsStatement ? CleanStatement(text) : CleanTexts.Of(text)),
        bool flag => flag,
        _ when PlainNumbers.Clean(value) is { } number => number,
        _ => CleanTexts.Of(Text.Of(value)),
    };

    private static string CleanStatement(string text) =>
        Statements.TryGetValue(text, out var clean) ? clean
        : Statements.Count < KnownLimit ? Statements.GetOrAdd(text, Redactor.Clean)
        : Redactor.Clean(text);
}

/// <summary>A tag's name as it is sent, and what its values are.</summary>
internal sealed record TagName(byte[] Utf8, bool IsHidden, bool IsStatement);

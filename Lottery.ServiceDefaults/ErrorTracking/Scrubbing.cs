using System.Collections;
using System.Globalization;
using Lottery.ServiceDefaults.Redaction;
using Sentry;

namespace Lottery.ServiceDefaults.ErrorTracking;

/// <summary>Takes out of an event what may not leave the process, as it is taken out of log records.</summary>
internal static class Scrubbing
{
    // Sentry cuts a tag there.
    private const int LongestTag = 200;

    // Deep enough for what anybody reports, and an end for what contains itself.
    private const int Deepest = 5;
    private const int Longest = 100;

    /// <summary>The event with what the library itself added to it cleaned; null, which sends nothing, rather than an
    /// event that could not be cleaned.</summary>
    public static SentryEvent? Clean(SentryEvent made)
    {
        try
        {
            if (made.Message is { } message)
            {
                message.Message = Text(message.Message);
                message.Formatted = Text(message.Formatted);
                message.Params = null;
            }

            foreach (var exception in made.SentryExceptions ?? [])
            {
                exception.Value = Text(exception.Value);
                if (exception.Mechanism is { } mechanism)
                {
                    mechanism.Description = Text(mechanism.Description);
                    Clean(mechanism.Data);
                }
            }

            foreach (var (name, value) in made.Extra.ToList())
            {
                made.SetExtra(name, Clean(name, value));
            }

            return made;
        }
        catch (Exception)
        {
            return null;
        }
    }

    public static string Tag(string name, string value)
    {
        var clean = Redactor.Hides(name) ? Redactor.Mark : Redactor.Clean(value);
        return clean.Length <= LongestTag ? clean : clean[..LongestTag];
    }

    /// <summary>The value as it may be sent: plain ones and what is made of them, all else as its text.</summary>
    public static object? Clean(string name, object? value)
    {
        try
        {
            return Clean(name, value, depth: 0);
        }
        catch (Exception)
        {
            // A value that cannot be read is no reason to lose the report.
            return "(unreadable)";
        }
    }

    private static object? Clean(string name, object? value, int depth) => value switch
    {
        _ when Redactor.Hides(name) => Redactor.Mark,
        null or bool => value,
        string text => Redactor.Clean(text),
        _ when PlainNumbers.Clean(value) is { } number => number,
        _ when depth == Deepest => "…",
        IDictionary entries => Entries(entries, depth + 1),
        IEnumerable items => items.Cast<object?>().Take(Longest).Select(item => Clean(name, item, depth + 1)).ToList(),
        _ => Redactor.Clean(Name(value)),
    };

    private static Dictionary<string, object?> Entries(IDictionary entries, int depth)
    {
        var clean = new Dictionary<string, object?>();
        foreach (DictionaryEntry entry in entries)
        {
            if (clean.Count < Longest)
            {
                clean[Redactor.Clean(Name(entry.Key))] = Clean(Name(entry.Key), entry.Value, depth);
            }
        }

        return clean;
    }

    private static void Clean(IDictionary<string, object> values)
    {
        foreach (var (name, value) in values.ToList())
        {
            values[name] = Clean(name, value)!;
        }
    }

    private static string? Text(string? text) => text is null ? null : Redactor.Clean(text);

    private static string Name(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}

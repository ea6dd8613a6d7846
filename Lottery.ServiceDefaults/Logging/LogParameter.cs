using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Lottery.ServiceDefaults.Redaction;

namespace Lottery.ServiceDefaults.Logging;

/// <summary>One parameter of a record.</summary>
internal readonly record struct LogParameter(LogName Name, object? Value);

/// <summary>The name of a parameter with all that each record asks of it. Whoever logs names his parameters by
/// constants, so they are known again by their place in memory; each thread for itself.</summary>
internal sealed class LogName
{
    private const int Places = 512;

    [ThreadStatic]
    private static LogName?[]? _known;

    private readonly string _given;

    private LogName(string given)
    {
        _given = given;
        Text = CamelCase(given);
        var shown = Logging.Text.Of(Text);
        Json = JsonEncodedText.Encode(shown, JsonValues.Encoder);
        Attribute = Encoding.UTF8.GetBytes($"payload.{shown}");
        IsHidden = Redactor.Hides(Text);
    }

    /// <summary>In camel case, whatever the template said.</summary>
    public string Text { get; }

    public JsonEncodedText Json { get; }

    /// <summary>What it is called where all parts of a record are on one level.</summary>
    public byte[] Attribute { get; }

    /// <summary>Its value is nobody's business.</summary>
    public bool IsHidden { get; }

    public static LogName Of(string given)
    {
        // One place for each hash: a name that comes once pushes out one other and no more.
        ref var known = ref (_known ??= new LogName?[Places])[RuntimeHelpers.GetHashCode(given) & (Places - 1)];
        return known is not null && ReferenceEquals(known._given, given) ? known : known = new LogName(given);
    }

    private static string CamelCase(string name)
    {
        name = name is ['@' or '$', ..] ? name.TrimStart('@', '$') : name;
        return name.Length > 0 && char.IsUpper(name[0]) ? char.ToLowerInvariant(name[0]) + name[1..] : name;
    }
}

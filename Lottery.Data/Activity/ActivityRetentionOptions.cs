namespace Lottery.Data.Activity;

/// <summary>How long the audit trail is kept. Section <c>ActivityRetention</c>.</summary>
public sealed class ActivityRetentionOptions
{
    public const string Section = "ActivityRetention";

    /// <summary>Nobody may configure the trail away.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromDays(30);

    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(45);

    /// <summary>The database deletes no more at once, whatever is asked.</summary>
    public const int LargestBatch = 50_000;

    /// <summary>Rows deleted in one transaction: few enough that nobody waits for it.</summary>
    public int BatchSize { get; set; } = 5000;
}

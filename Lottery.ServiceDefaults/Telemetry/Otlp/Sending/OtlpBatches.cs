namespace Lottery.ServiceDefaults.Telemetry.Otlp.Sending;

/// <summary>How many records or spans wait for the collector and for how long, by the standard variables and, where they do not
/// say, by us.</summary>
internal sealed record OtlpBatches(int Most, long MostBytes, int InBatch, TimeSpan Delay)
{
    /// <summary>Bytes after which a batch goes whatever the number of its records: it stands in memory once more in the
    /// form in which it is sent.</summary>
    public const int LongBatch = 1024 * 1024;

    private const int BatchDefault = 512;

    // A busy process writes some thousand records a second. More would bridge a longer pause of the collector, and cost
    // the process its memory when the collector is gone for good.
    private const int MostLogs = 4_096;
    private const int MostSpans = 2_048;
    private const int MostBytesOfSpans = 16 * 1024 * 1024;

    // What the specification recommends.
    private const int LogsDelay = 1000;
    private const int SpansDelay = 5000;

    public static OtlpBatches OfLogs(OtlpWords words, long mostBytes) =>
        Read(words, "OTEL_BLRP", MostLogs, mostBytes, LogsDelay);

    public static OtlpBatches OfSpans(OtlpWords words) =>
        Read(words, "OTEL_BSP", MostSpans, MostBytesOfSpans, SpansDelay);

    private static OtlpBatches Read(OtlpWords words, string prefix, int most, long mostBytes, int delay)
    {
        var waiting = words.Count($"{prefix}_MAX_QUEUE_SIZE") ?? most;
        return new OtlpBatches(
            waiting,
            mostBytes,
            Math.Min(words.Count($"{prefix}_MAX_EXPORT_BATCH_SIZE") ?? BatchDefault, waiting),
            TimeSpan.FromMilliseconds(words.Milliseconds($"{prefix}_SCHEDULE_DELAY") ?? delay));
    }
}

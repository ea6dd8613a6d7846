using Microsoft.Extensions.Configuration;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace Lottery.ServiceDefaults.Telemetry.Otlp;

/// <summary>How many records wait for the collector and for how long, by the standard variables and, where they do not
/// say, by us.</summary>
internal sealed record OtlpBatches(int MostRecords, long MostBytes, int BatchRecords, TimeSpan Delay)
{
    /// <summary>Bytes after which a batch goes whatever the number of its records: it stands in memory once more in the
    /// form in which it is sent.</summary>
    public const int LongBatch = 1024 * 1024;

    // A busy process writes some thousand records a second. More would bridge a longer pause of the collector, and cost
    // the process its memory when the collector is gone for good.
    private const int Waiting = 4_096;

    // What the specification recommends; the library waits five times as long.
    private static readonly TimeSpan DefaultDelay = TimeSpan.FromSeconds(1);

    /// <summary>Reads the bounds; of the library's own queue nothing is left but the one batch that it is handed.
    /// </summary>
    public static OtlpBatches Take(
        BatchExportProcessorOptions<LogRecord> library, IConfiguration configuration, OtlpLogOptions options)
    {
        var waiting = configuration["OTEL_BLRP_MAX_QUEUE_SIZE"] is null ? Waiting : library.MaxQueueSize;
        var delay = configuration["OTEL_BLRP_SCHEDULE_DELAY"] is null
            ? DefaultDelay
            : TimeSpan.FromMilliseconds(library.ScheduledDelayMilliseconds);
        library.MaxExportBatchSize = Math.Min(library.MaxExportBatchSize, waiting);
        library.MaxQueueSize = library.MaxExportBatchSize;
        return new OtlpBatches(waiting, options.MaxWaiting, library.MaxExportBatchSize, delay);
    }
}

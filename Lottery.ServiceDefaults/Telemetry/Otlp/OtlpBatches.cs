using Microsoft.Extensions.Configuration;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace Lottery.ServiceDefaults.Telemetry.Otlp;

/// <summary>How many records wait for the collector and for how long, where the standard variables do not say.
/// </summary>
internal static class OtlpBatches
{
    // A busy process writes some thousand records a second. More would bridge a longer pause of the collector, and cost
    // the process its memory when the collector is gone for good.
    private const int Waiting = 4_096;

    // What the specification recommends; the library waits five times as long.
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    public static void Bound(BatchExportProcessorOptions<LogRecord> batches, IConfiguration configuration)
    {
        if (configuration["OTEL_BLRP_MAX_QUEUE_SIZE"] is null)
        {
            batches.MaxQueueSize = Waiting;
        }

        if (configuration["OTEL_BLRP_SCHEDULE_DELAY"] is null)
        {
            batches.ScheduledDelayMilliseconds = (int)Delay.TotalMilliseconds;
        }

        batches.MaxExportBatchSize = Math.Min(batches.MaxExportBatchSize, batches.MaxQueueSize);
    }
}

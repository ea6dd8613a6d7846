using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace Lottery.ServiceDefaults.Telemetry;

/// <summary>How the instruments of the frameworks are cut: the buckets that are asked for, and no label whose values
/// a deployment could multiply.</summary>
internal static class MetricShapes
{
    private static readonly double[] StatementSeconds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10];

    public static void Apply(IServiceProvider services, MeterProviderBuilder metrics)
    {
        var ours = services.GetRequiredService<IMeterFactory>();
        metrics.AddView(instrument => ShapeOf(instrument, ours));
    }

    private static MetricStreamConfiguration? ShapeOf(Instrument instrument, IMeterFactory ours)
    {
        // A meter of another host in the same process, as in tests, is not ours to tell of.
        if (instrument.Meter.Scope is IMeterFactory factory && factory != ours)
        {
            return MetricStreamConfiguration.Drop;
        }

        return instrument.Name switch
        {
            // Counted with every statement, and nobody asks.
            "db.client.operation.npgsql.executing" or "db.client.operation.npgsql.bytes_read"
                or "db.client.operation.npgsql.bytes_written" => MetricStreamConfiguration.Drop,
            "db.client.operation.duration" => new ExplicitBucketHistogramConfiguration
            {
                Boundaries = StatementSeconds,
                TagKeys = ["db.client.connection.pool.name", "error.type"],
            },
            _ => null,
        };
    }
}

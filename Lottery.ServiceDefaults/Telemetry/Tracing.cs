using Lottery.ServiceDefaults.Telemetry.Otlp;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Trace;

namespace Lottery.ServiceDefaults.Telemetry;

/// <summary>Which spans a process makes: its requests, its job runs, and the statements of both.</summary>
internal static class Tracing
{
    public static void Add(this TracerProviderBuilder tracing, OtlpTarget target) => tracing
        .AddSource("Lottery.*", "Npgsql", RequestSpan.Source)
        .AddProcessor(services => new OtlpSpanSink(target, services));
}

using Lottery.ServiceDefaults.Telemetry.Otlp.Sending;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Exporter;

namespace Lottery.ServiceDefaults.Telemetry.Otlp;

/// <summary>What the standard variables of OpenTelemetry say about the export by OTLP: nothing leaves the process until
/// an endpoint is set.</summary>
internal sealed record OtlpSettings(IReadOnlyList<OtlpTarget> Targets, IReadOnlyList<string> Wrong)
{
    private const string Prefix = "OTEL_EXPORTER_OTLP_";

    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    private static readonly string[] Samplers =
    [
        "always_on", "always_off", "traceidratio",
        "parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio",
    ];

    public OtlpTarget? this[string signal] => Targets.FirstOrDefault(target => target.Signal == signal);

    public static OtlpSettings Read(IConfiguration configuration)
    {
        if (configuration.GetValue<bool>(TelemetrySetup.DisabledSetting))
        {
            return new OtlpSettings([], []);
        }

        var words = new OtlpWords(configuration);
        var targets = OtlpTarget.Signals.Select(signal => TargetOf(signal, words)).OfType<OtlpTarget>().ToList();
        if (targets.Count > 0)
        {
            // The library would leave a wrong one aside without a word.
            words.OneOf("OTEL_TRACES_SAMPLER", Samplers);
            words.Share("OTEL_TRACES_SAMPLER_ARG");
            words.OneOf("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "cumulative", "delta", "lowmemory");
            words.Milliseconds("OTEL_METRIC_EXPORT_INTERVAL");
            words.Milliseconds("OTEL_METRIC_EXPORT_TIMEOUT");
            OtlpBatches.OfLogs(words, mostBytes: 0);
            OtlpBatches.OfSpans(words);
        }

        return new OtlpSettings(words.Wrong.Count > 0 ? [] : targets, words.Wrong);
    }

    private static OtlpTarget? TargetOf(string signal, OtlpWords words)
    {
        if (words.OneOf($"OTEL_{signal.ToUpperInvariant()}_EXPORTER", "otlp", "none") == "none")
        {
            return null;
        }

        // What is said of one kind of telemetry goes before what is said of all.
        string Name(string setting) => words.Text($"{Prefix}{signal.ToUpperInvariant()}_{setting}") is null
            ? Prefix + setting
            : $"{Prefix}{signal.ToUpperInvariant()}_{setting}";

        var protocol = words.Protocol(Name("PROTOCOL"));
        if (words.Endpoint(Name("ENDPOINT")) is not { } endpoint)
        {
            return null;
        }

        var isForAll = Name("ENDPOINT") == Prefix + "ENDPOINT";
        return new OtlpTarget(
            signal,
            isForAll && protocol == OtlpExportProtocol.HttpProtobuf ? WithPath(endpoint, $"v1/{signal}") : endpoint,
            protocol,
            words.Headers(Name("HEADERS")),
            words.Milliseconds(Name("TIMEOUT")) is { } timeout ? TimeSpan.FromMilliseconds(timeout) : DefaultTimeout,
            words.Compression(Name("COMPRESSION")));
    }

    private static Uri WithPath(Uri endpoint, string path) =>
        new UriBuilder(endpoint) { Path = $"{endpoint.AbsolutePath.TrimEnd('/')}/{path}" }.Uri;
}

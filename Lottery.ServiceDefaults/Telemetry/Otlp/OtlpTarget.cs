using OpenTelemetry.Exporter;

namespace Lottery.ServiceDefaults.Telemetry.Otlp;

/// <summary>Where one kind of telemetry goes, and how.</summary>
internal sealed record OtlpTarget(
    string Signal,
    Uri Endpoint,
    OtlpExportProtocol Protocol,
    IReadOnlyList<(string Name, string Value)> Headers,
    TimeSpan Timeout,
    OtlpExportCompression Compression)
{
    public const string Logs = "logs";
    public const string Metrics = "metrics";
    public const string Traces = "traces";

    public static readonly string[] Signals = [Logs, Metrics, Traces];

    /// <summary>The address without anything that may be a secret.</summary>
    public string Address => Endpoint.GetComponents(
        UriComponents.Scheme | UriComponents.Host | UriComponents.Port | UriComponents.Path, UriFormat.UriEscaped);

    public string ProtocolWord => Protocol == OtlpExportProtocol.Grpc ? OtlpWords.Grpc : OtlpWords.HttpProtobuf;
}

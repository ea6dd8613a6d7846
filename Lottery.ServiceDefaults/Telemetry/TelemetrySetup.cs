using Lottery.ServiceDefaults.Logging.Pipeline;
using Lottery.ServiceDefaults.Metrics;
using Lottery.ServiceDefaults.Telemetry.Otlp;
using Lottery.ServiceDefaults.Telemetry.Otlp.Sending;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Lottery.ServiceDefaults.Telemetry;

/// <summary>What a process tells of itself to others: figures for whoever asks on the management port, and everything
/// to a collector when one is named.</summary>
internal static class TelemetrySetup
{
    /// <summary>True takes every kind of telemetry off, as everywhere with OpenTelemetry.</summary>
    public const string DisabledSetting = "OTEL_SDK_DISABLED";

    private static readonly string[] Meters =
        ["Lottery.*", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "Npgsql"];

    public static void AddTelemetry(this WebApplicationBuilder builder, ProcessIdentity process)
    {
        var otlp = OtlpSettings.Read(builder.Configuration);
        builder.Services.AddSingleton(otlp);
        builder.Services.AddSingleton<ExportWatch>();
        // Made here, so that it outlives what is disposed with the services and still breaks off its sending.
        builder.Services.AddSingleton(new LastWords());
        var checks = builder.Services.AddOptions<OtlpCheck>().ValidateOnStart();
        foreach (var sentence in otlp.Wrong)
        {
            checks.Validate(_ => false, sentence);
        }

        builder.Services.AddSingleton<OperationMetrics>();
        builder.Services.AddSingleton<RequestMetrics>();
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.Describe(process))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Meters)
                    .AddInstrumentation(services => services.GetRequiredService<OperationMetrics>())
                    .AddPrometheusExporter(page =>
                    {
                        page.ScopeInfoEnabled = false;
                        // Whoever asks twice sees what happened in between.
                        page.ScrapeResponseCacheDurationMilliseconds = 0;
                    });
                if (otlp[OtlpTarget.Metrics] is { } target)
                {
                    metrics.AddOtlpExporter(target.Signal, _ => { });
                }
            });
        builder.Services.ConfigureOpenTelemetryMeterProvider(MetricShapes.Apply);
        if (otlp[OtlpTarget.Traces] is { } traces)
        {
            telemetry.WithTracing(tracing => tracing.Add(traces));
        }

        builder.Services.AddOptions<OtlpLogOptions>().BindConfiguration(OtlpLogOptions.Section)
            .Validate(
                options => options.MaxWaiting >= OtlpLogOptions.Smallest,
                $"OtlpLogs:MaxWaiting must be a number of bytes, at least {OtlpLogOptions.Smallest}.")
            .ValidateOnStart();
        if (otlp[OtlpTarget.Logs] is { } logs)
        {
            builder.Services.AddSingleton<ILogSink>(services => new OtlpLogSink(logs, process, services));
        }

        if (otlp[OtlpTarget.Metrics] is { } figures)
        {
            builder.Services.AddOptions<OtlpExporterOptions>(figures.Signal)
                .Configure<ExportWatch, LastWords>((exporter, watch, last) => exporter.SendTo(figures, watch, last));
        }
    }

    /// <summary>The one record that says whether telemetry leaves the process.</summary>
    public static void Tell(this OtlpSettings otlp, ExportWatch watch, ILogger log, bool isDisabled)
    {
        watch.TellTo(log);
        if (otlp.Targets.Count == 0)
        {
            ExportLog.Off(log, isDisabled ? $"{DisabledSetting} is set" : "OTEL_EXPORTER_OTLP_ENDPOINT is not set");
            return;
        }

        ExportLog.On(
            log,
            string.Join(", ", otlp.Targets.Select(target => target.Address).Distinct()),
            string.Join(", ", otlp.Targets.Select(target => target.Signal)),
            string.Join(", ", otlp.Targets.Select(target => target.ProtocolWord).Distinct()));
    }

    private static void SendTo(this OtlpExporterOptions exporter, OtlpTarget target, ExportWatch watch, LastWords last)
    {
        exporter.Endpoint = target.Endpoint;
        exporter.Protocol = target.Protocol;
        exporter.TimeoutMilliseconds = (int)target.Timeout.TotalMilliseconds;
        exporter.Compression = target.Compression;
        // Ours, with the headers: the exporter's own reading of them cannot hold a comma.
        exporter.Headers = null;
        exporter.HttpClientFactory = () => OtlpConnection.Client(target, watch, last.Over);
    }

    /// <summary>The same worker name as in the history of jobs. What the environment says about the process
    /// (<c>OTEL_SERVICE_NAME</c>, <c>OTEL_RESOURCE_ATTRIBUTES</c>) comes last and wins.</summary>
    public static ResourceBuilder Describe(this ResourceBuilder resource, ProcessIdentity process) => resource
        .AddService(
            process.Service,
            serviceVersion: process.Version,
            serviceInstanceId: $"{process.Host}:{Environment.ProcessId}")
        .AddAttributes([new("host.name", process.Host), new("deployment.environment.name", process.Environment)])
        .AddEnvironmentVariableDetector();

    private sealed class OtlpCheck;
}

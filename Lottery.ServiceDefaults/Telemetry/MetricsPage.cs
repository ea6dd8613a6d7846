using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Lottery.ServiceDefaults.Telemetry;

/// <summary>Every figure of the process in the text format of Prometheus.</summary>
internal static class MetricsPage
{
    public const string Path = "/metrics";

    public static void Serve(IApplicationBuilder port)
    {
        var configuration = port.ApplicationServices.GetRequiredService<IConfiguration>();
        if (!configuration.GetValue<bool>(TelemetrySetup.DisabledSetting))
        {
            port.UseOpenTelemetryPrometheusScrapingEndpoint(Path);
        }
    }
}

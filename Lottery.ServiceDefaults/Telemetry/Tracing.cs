using Lottery.ServiceDefaults.Management;
using Lottery.ServiceDefaults.Requests;
using Lottery.ServiceDefaults.Telemetry.Otlp;
using OpenTelemetry.Trace;

namespace Lottery.ServiceDefaults.Telemetry;

/// <summary>Which spans a process makes: its requests, its job runs, and the statements of both.</summary>
internal static class Tracing
{
    public static void Add(this TracerProviderBuilder tracing, OtlpTarget target) => tracing
        .AddSource("Lottery.*", "Npgsql")
        .AddAspNetCoreInstrumentation(requests =>
        {
            requests.Filter = context => !ManagementPort.Accepted(context);
            requests.EnrichWithHttpResponse = (span, response) =>
            {
                if (response.HttpContext.Features.Get<RequestIdentity>() is { } identity)
                {
                    span.SetTag("requestId", identity.RequestId);
                    span.SetTag("userId", identity.UserId);
                    span.SetTag("bancaId", identity.BancaId);
                }
            };
        })
        .AddProcessor(services => new OtlpSpanSink(target, services));
}

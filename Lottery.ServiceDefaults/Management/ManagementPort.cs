using Lottery.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Lottery.ServiceDefaults.Management;

/// <summary>The listener for administrators: nothing of the product answers there, none of this elsewhere.</summary>
internal static class ManagementPort
{
    /// <summary>Marks every connection of the listener. What a client writes in a header cannot imitate it.</summary>
    public static void Mark(ListenOptions listener) => listener.Use(next => connection =>
    {
        connection.Features.Set(new Connection());
        return next(connection);
    });

    public static bool Accepted(HttpContext context) => context.Features.Get<Connection>() is not null;

    /// <summary>Its whole table of contents; any other path is 404.</summary>
    public static void Serve(IApplicationBuilder port)
    {
        var readiness = port.ApplicationServices.GetRequiredService<Readiness>();
        port.UseHealthChecks("/health/live", new HealthCheckOptions
        {
            Predicate = _ => false,
            ResponseWriter = (context, _) => context.Response.WriteAsJsonAsync(new { status = "ok" }),
        });
        port.UseHealthChecks("/health/ready", new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains(Readiness.Tag),
            ResponseWriter = readiness.Answer,
        });
        MetricsPage.Serve(port);
    }

    private sealed class Connection;
}

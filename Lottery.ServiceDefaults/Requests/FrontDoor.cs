using Lottery.ServiceDefaults.ErrorTracking;
using Lottery.ServiceDefaults.Management;
using Lottery.ServiceDefaults.Shutdown;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Lottery.ServiceDefaults.Requests;

/// <summary>What every request passes before anything of the process's own, authentication included.</summary>
internal sealed class FrontDoor(ErrorReports reports) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseMiddleware<ServerTiming>();
        app.UseMiddleware<RequestRecorder>();
        app.MapWhen(ManagementPort.Accepted, port =>
        {
            ReportErrors(port);
            ManagementPort.Serve(port);
        });
        app.UseMiddleware<OperationsGate>();
        ReportErrors(app);
        next(app);
    };

    // Behind the gate: to refuse a request because the process stops is no error.
    private void ReportErrors(IApplicationBuilder app)
    {
        if (reports.IsOn)
        {
            app.UseMiddleware<RequestReports>();
        }
    }
}

using Lottery.ServiceDefaults.Management;
using Lottery.ServiceDefaults.Shutdown;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Lottery.ServiceDefaults.Requests;

/// <summary>What every request passes before anything of the process's own, authentication included.</summary>
internal sealed class FrontDoor : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseMiddleware<RequestRecorder>();
        app.MapWhen(ManagementPort.Accepted, ManagementPort.Serve);
        app.UseMiddleware<OperationsGate>();
        next(app);
    };
}

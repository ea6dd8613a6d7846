using Lottery.ServiceDefaults.ErrorTracking;
using Lottery.ServiceDefaults.Logging;
using Lottery.ServiceDefaults.Management;
using Lottery.ServiceDefaults.Requests;
using Lottery.ServiceDefaults.Settings;
using Lottery.ServiceDefaults.Shutdown;
using Lottery.ServiceDefaults.Systemd;
using Lottery.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Lottery.ServiceDefaults;

/// <summary>What every process of ours sets up before it does anything of its own.</summary>
public static class Defaults
{
    /// <summary>Where every process of ours begins. The framework would watch every folder below the working one for
    /// settings that change, and read every write there of records or of anybody else; ours are read again when
    /// <see cref="SettingsReload"/> is told to.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] args) =>
        WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);

    /// <param name="builder">The process being built.</param>
    /// <param name="service">The name in every log record, for example <c>lottery-api</c>.</param>
    /// <param name="httpPort">Default of <c>Http:Port</c>; null when only the management port is served.</param>
    /// <param name="managementPort">Default of <c>Management:Port</c>.</param>
    public static WebApplicationBuilder AddServiceDefaults(
        this WebApplicationBuilder builder, string service, int? httpPort, int managementPort)
    {
        var process = ProcessIdentity.Of(service, builder.Environment);
        UncaughtExceptions.Report(process);

        builder.Services.AddSingleton(process);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.AddSettingsFile();
        builder.AddLogRecords(process);
        builder.AddErrorTracking(process);
        builder.AddListeners(httpPort, managementPort);
        builder.AddTelemetry(process);

        builder.Services.AddOptions<ShutdownOptions>().BindConfiguration(ShutdownOptions.Section)
            .Configure<IConfiguration>((options, configuration) =>
                options.StateFolder ??= StopStateFile.DefaultFolder(configuration))
            .Validate(options => options.Timeout > TimeSpan.Zero, "Shutdown:Timeout must be longer than zero.")
            .Validate(options => options.RefuseFor >= TimeSpan.Zero, "Shutdown:RefuseFor must not be below zero.")
            .ValidateOnStart();
        builder.Services.AddOptions<HostOptions>()
            .Configure<Microsoft.Extensions.Options.IOptions<ShutdownOptions>>(
                (host, shutdown) => host.ShutdownTimeout = shutdown.Value.Timeout);
        builder.Services.AddSingleton<Operations>();
        builder.Services.AddSingleton<ShutdownSequence>();
        builder.Services.AddSingleton<StopStateFile>();
        builder.Services.AddSingleton<StopState>();
        builder.Services.AddSingleton<StopSignal>();
        builder.Services.AddSingleton<IHostLifetime>(services => services.GetRequiredService<StopSignal>());

        builder.Services.AddSingleton<Readiness>();
        builder.Services.AddHealthChecks().AddCheck<StoppingCheck>("stopping", tags: [Readiness.Tag]);
        builder.Services.AddHostedService<ServiceManager>();
        builder.Services.AddSingleton<IStartupFilter, FrontDoor>();
        return builder;
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Lottery.ServiceDefaults.ErrorTracking;

/// <summary>Sentry, when <c>SENTRY_DSN</c> is set; else nothing but reports that go nowhere.</summary>
internal static class ErrorTrackingSetup
{
    public static void AddErrorTracking(this WebApplicationBuilder builder, ProcessIdentity process)
    {
        var configuration = builder.Configuration;
        ErrorTrackingOptions.Refuse(builder.Services.AddOptions<ErrorTrackingOptions>()
            .Configure(options => options.Read(configuration, process))).ValidateOnStart();

        var options = new ErrorTrackingOptions().Read(configuration, process);
        if (options is not { IsOn: true, IsUsable: true })
        {
            builder.Services.AddSingleton(ErrorReports.Off);
            return;
        }

        builder.Services.AddSingleton<ReportScopes>();
        builder.Services.AddSingleton(services => new ErrorReports(
            process, options, services.GetRequiredService<ReportScopes>(),
            services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<ErrorReports>>()));
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ILoggerProvider, TrailProvider>());
        // What leads up to an error is wanted whatever LOG_LEVEL says; the provider itself chooses.
        builder.Logging.AddFilter<TrailProvider>(null, LogLevel.Information);
    }
}

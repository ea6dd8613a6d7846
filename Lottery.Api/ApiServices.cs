using Lottery.Api.Accounts.Movements;
using Lottery.Api.App;
using Lottery.Api.Auth;
using Lottery.Api.Http;
using Lottery.Api.Http.Failures;
using Lottery.Api.Http.OpenApi;
using Lottery.Api.Http.Protection;
using Lottery.Api.Jobs;
using Lottery.Api.Listas;
using Lottery.Api.Restrictions;
using Lottery.Api.Tickets;
using Lottery.Data;
using Lottery.Data.Persistence.Queries;
using Lottery.Data.Persistence.Readiness;
using Lottery.ServiceDefaults;
using Lottery.ServiceDefaults.Management;
using Lottery.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Lottery.Api;

/// <summary>Everything the API needs to answer.</summary>
public static class ApiServices
{
    /// <summary>Longest body that is read, bytes.</summary>
    private const int LongestBody = 200 * 1024;

    public static WebApplicationBuilder AddApiServices(this WebApplicationBuilder builder)
    {
        builder.AddServiceDefaults("lottery-api", httpPort: 5080, managementPort: 5081);
        builder.AddLotteryData();
        builder.MeasureRequests(QueryTally.Measure);
        builder.Services.AddSingleton(new FirstQueries(DoorQueries.Run));
        builder.Services.AddHostedService(provider => provider.GetRequiredService<WarmStart>());
        builder.Services.AddHealthChecks()
            .AddCheck<DatabaseHealth>(DatabaseHealth.Name, tags: [Readiness.Tag], timeout: DatabaseHealth.Timeout)
            .AddCheck<WarmStart>(WarmStart.Name, tags: [Readiness.Tag]);
        builder.Services.AddSingleton<ApiMetrics>();
        builder.Services.AddSingleton<JobWaiting>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<ApiMetrics>());
        builder.AddProtection();
        builder.AddAuth();
        builder.Services.Configure<KestrelServerOptions>(o => o.Limits.MaxRequestBodySize = LongestBody);
        builder.Services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(o => WireJson.Apply(o.SerializerOptions));
        builder.Services.AddValidation();
        // Before the framework's own writer, which would take everything.
        builder.Services.AddSingleton<IProblemDetailsWriter, ValidationProblems>();
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<FailureHandler>();
        builder.Services.AddScoped<CurrentActor>();
        builder.Services.AddScoped<MovementReader>();
        builder.Services.AddScoped<TicketReader>();
        builder.Services.AddScoped<ListaReader>();
        builder.Services.AddScoped<RestrictionReader>();
        builder.AddAppReleases();
        builder.AddContract();
        return builder;
    }
}

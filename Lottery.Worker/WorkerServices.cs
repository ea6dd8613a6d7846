using Coravel;
using Lottery.Data;
using Lottery.Data.Persistence.Queries;
using Lottery.Data.Persistence.Readiness;
using Lottery.ServiceDefaults;
using Lottery.ServiceDefaults.Management;
using Lottery.ServiceDefaults.Requests;
using Lottery.Worker.Watch;

namespace Lottery.Worker;

/// <summary>Everything the worker needs to do its jobs.</summary>
internal static class WorkerServices
{
    public static WebApplicationBuilder AddWorkerServices(this WebApplicationBuilder builder)
    {
        builder.AddServiceDefaults("lottery-worker", httpPort: null, managementPort: 5082);
        builder.AddLotteryData();
        builder.MeasureRequests(QueryTally.Measure);
        builder.Services.AddHealthChecks()
            .AddCheck<DatabaseHealth>(DatabaseHealth.Name, tags: [Readiness.Tag], timeout: DatabaseHealth.Timeout)
            .AddCheck<WarmStart>(WarmStart.Name, tags: [Readiness.Tag]);
        builder.Services.AddHostedService(provider => provider.GetRequiredService<WarmStart>());

        builder.Services.AddScheduler();
        builder.Services.AddSingleton<JobMetrics>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<JobMetrics>());
        builder.Services.AddSingleton<JobRunner>();
        builder.Services.AddSingleton<JobLocks>();
        builder.Services.AddScoped<JobExecution>();
        foreach (var job in JobSchedule.Jobs)
        {
            builder.Services.AddScoped(job.Type);
        }

        builder.Services.AddHostedService<JobHost>();
        builder.Services.AddSingleton<JobWatch>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<JobWatch>());
        return builder;
    }
}

using Coravel;
using Lottery.Data;
using Lottery.Data.Persistence;
using Lottery.Data.Persistence.Queries;
using Lottery.Data.Persistence.Readiness;
using Lottery.ServiceDefaults;
using Lottery.ServiceDefaults.Management;
using Lottery.ServiceDefaults.Requests;
using Lottery.ServiceDefaults.Settings;
using Lottery.Worker.Runs;
using Lottery.Worker.Times;
using Lottery.Worker.Watch;
using Microsoft.Extensions.Options;

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

        builder.Services.AddOptions<JobOptions>().BindConfiguration(JobOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton(new LiveSetting($"{JobOptions.Section}:{nameof(JobOptions.Cron)}"));
        builder.Services.AddSingleton<IValidateOptions<JobOptions>, JobOptionsCheck>();
        builder.Services.AddScheduler();
        builder.Services.AddSingleton<JobMetrics>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<JobMetrics>());
        builder.Services.AddSingleton<JobRunner>();
        builder.Services.AddSingleton<JobLocks>();
        builder.Services.AddSingleton<JobTimings>();
        builder.Services.AddScoped<JobTimetable>();
        builder.Services.AddScoped<JobExecution>();
        foreach (var job in JobSchedule.Jobs)
        {
            builder.Services.AddScoped(job.Type);
        }

        builder.Services.AddSingleton<JobDesk>();
        builder.Services.AddHostedService<JobHost>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<JobDesk>());
        builder.Services.AddHostedService(provider => provider.GetRequiredService<Announcements>());
        builder.Services.AddSingleton<JobWatch>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<JobWatch>());
        return builder;
    }
}

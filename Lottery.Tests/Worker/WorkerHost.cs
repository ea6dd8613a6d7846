using Lottery.Data;
using Lottery.Data.Jobs;
using Lottery.Data.Persistence;
using Lottery.ServiceDefaults;
using Lottery.Tests.Infrastructure;
using Lottery.Worker;
using Lottery.Worker.Runs;
using Lottery.Worker.Times;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Lottery.Tests.Worker;

/// <summary>
/// The real worker in the test's process, with a clock of ours. Disposing it fails when it wrote an error record that
/// the test did not expect.
/// </summary>
internal sealed class WorkerHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WorkerHost(WebApplication app, FakeTimeProvider clock, LogWatch log) =>
        (_app, Clock, Log) = (app, clock, log);

    public FakeTimeProvider Clock { get; }

    public LogWatch Log { get; }

    public Uri ManagementAddress =>
        new($"http://127.0.0.1:{_app.Services.GetRequiredService<Listeners>().ManagementPort}/");

    public Probe Probe => _app.Services.GetRequiredService<Probe>();

    public IServiceProvider Services => _app.Services;

    /// <summary>A worker whose timetable stands still until it is started.</summary>
    public static WorkerHost On(string database, FakeTimeProvider? clock = null, params string[] settings)
    {
        clock ??= new FakeTimeProvider(ApiHost.Morning);
        var log = new LogWatch();
        var builder = WebApplication.CreateBuilder(
        [
            "--environment=Production", "--Management:Port=0", "--LOG_LEVEL=error",
            .. TestPostgres.SettingsFor(database).Select(setting => $"--{setting.Name}={setting.Value}"), .. settings,
        ]);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.AddWorkerServices();
        builder.Services.AddSingleton<Probe>().AddScoped<ProbeJob>();
        builder.Logging.AddProvider(log).AddFilter<LogWatch>(null, LogLevel.Information);
        return new WorkerHost(builder.Build(), clock, log);
    }

    public Task Start() => _app.StartAsync();

    /// <summary>Runs the probe, or another job, for the occurrence that is due.</summary>
    public Task<bool> Run(JobTrigger trigger = JobTrigger.Schedule, ScheduledJob? job = null)
    {
        job ??= ProbeJob.Scheduled;
        var due = _app.Services.GetRequiredService<JobTimings>().Of(job).LastUntil(Clock.GetUtcNow());
        return _app.Services.GetRequiredService<JobRunner>().Run(
            trigger == JobTrigger.CatchUp ? JobOccasion.Missed(job) : JobOccasion.Due(job, due));
    }

    /// <summary>Asks for a run of the probe, or of another job, and has this worker take it up.</summary>
    public async Task<JobRun> Ask(ScheduledJob? job = null)
    {
        job ??= ProbeJob.Scheduled;
        var run = new JobRun
        {
            JobName = job.Name,
            ScheduledAt = Clock.GetUtcNow(),
            Outcome = JobOutcome.Requested,
            Trigger = JobTrigger.Manual,
            RequestId = "asked",
        };
        await InScope(async services =>
        {
            await services.GetRequiredService<JobHistory>().Begin(run, CancellationToken.None);
            return 0;
        });
        await _app.Services.GetRequiredService<JobRunner>().Run(JobOccasion.OfRequest(job, run));
        return run;
    }

    public async Task<T> InScope<T>(Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Tenant>().EnterAll();
        return await act(scope.ServiceProvider);
    }

    public Task<List<JobRun>> Runs() => InScope(services => services.GetRequiredService<LotteryDbContext>()
        .JobRuns.AsNoTracking().OrderBy(run => run.Id).ToListAsync());

    /// <summary>What follows the probe's prefix in its records, oldest first.</summary>
    public IEnumerable<string> Told() => Log.Records
        .Where(record => record.Action.StartsWith("PROBE_", StringComparison.Ordinal))
        .Select(record => record.Action["PROBE_".Length..]);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Log.FailOnUnexpectedErrors();
    }
}

using System.Diagnostics;
using System.Diagnostics.Metrics;
using Lottery.Data;

namespace Lottery.Worker.Watch;

/// <summary>What is counted of jobs, meter <c>Lottery.Worker</c>. Every job and end is known and starts at nothing.</summary>
internal sealed class JobMetrics : IHostedService
{
    public const string MeterName = "Lottery.Worker";

    private readonly TimeProvider _clock;
    private readonly Meter _meter;
    private readonly Counter<long> _runs;
    private readonly Histogram<double> _duration;

    public JobMetrics(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        _meter = meters.Create(MeterName);
        _runs = _meter.CreateCounter<long>(
            "lottery.job.runs", "{run}", "Runs of jobs that were due, by what came of them.");
        _duration = _meter.CreateHistogram(
            "lottery.job.duration", "s", "How long runs took.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600] });
    }

    /// <summary>Shows of each job how long it is overdue, whenever somebody asks; of one with null, nothing.</summary>
    public void ShowOverdue(Func<IEnumerable<(string Job, TimeSpan? Overdue)>> jobs) =>
        _meter.CreateObservableGauge(
            "lottery.job.overdue",
            () => jobs().Where(one => one.Overdue is not null).Select(one => new Measurement<double>(
                one.Overdue!.Value.TotalSeconds, new KeyValuePair<string, object?>("job", one.Job))),
            "s", "How long ago the job was due that no worker has completed; 0 when none is.");

    /// <summary>A run is due; what comes back goes to <see cref="Ended"/>.</summary>
    public long Begin() => _clock.GetTimestamp();

    /// <summary>A run was found that had ended with its process.</summary>
    public void Abandoned(string job) => Count(job, JobEnd.Abandoned, 1);

    /// <summary>A due run is over, or was none; null when there was nothing to do.</summary>
    public void Ended(string job, JobEnd? ended, long began)
    {
        if (ended is not { } end)
        {
            return;
        }

        Count(job, end, 1);
        if (end is not (JobEnd.Skip or JobEnd.Skipped))
        {
            _duration.Record(_clock.GetElapsedTime(began).TotalSeconds, new TagList { { "job", job } });
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var scheduled in JobSchedule.Jobs)
        {
            foreach (var end in Enum.GetValues<JobEnd>())
            {
                Count(scheduled.Name, end, 0);
            }
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Count(string job, JobEnd end, long count) => _runs.Add(
        count, new TagList { { "job", job }, { "outcome", WireNames.Of(end).ToLowerInvariant() } });
}

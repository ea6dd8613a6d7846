using System.Diagnostics.Metrics;

namespace Lottery.Worker;

/// <summary>What is counted of the jobs, meter <c>Lottery.Worker</c>.</summary>
internal sealed class JobMetrics(IMeterFactory meters)
{
    public const string MeterName = "Lottery.Worker";

    private readonly Meter _meter = meters.Create(MeterName);

    /// <summary>Shows of each job how long it is overdue, whenever somebody asks.</summary>
    public void ShowOverdue(Func<IEnumerable<(string Job, TimeSpan Overdue)>> jobs) =>
        _meter.CreateObservableGauge(
            "lottery.job.overdue",
            () => jobs().Select(one => new Measurement<double>(
                one.Overdue.TotalSeconds, new KeyValuePair<string, object?>("job", one.Job))),
            "s", "How long ago the job was due that no worker has completed; 0 when none is.");
}

using Lottery.Data.Users;
using Lottery.Worker;

namespace Lottery.Tests.Worker;

/// <summary>A job that does what the test says.</summary>
internal sealed class ProbeJob(Probe probe) : Job
{
    public static readonly ScheduledJob Scheduled = new("probe", typeof(ProbeJob), "30 7 * * *", JobClock.Utc);

    public override string ActionPrefix => "PROBE";

    public override string Context => "probe";

    public override string ActionOf(JobEvent record) =>
        probe.Names.TryGetValue(record, out var name) ? name : base.ActionOf(record);

    public override Task<JobResult> Execute(JobCall call, CancellationToken cancellationToken)
    {
        probe.Actors.Add(call.Actor);
        return probe.Act(cancellationToken);
    }
}

internal sealed class Probe
{
    public List<Actor> Actors { get; } = [];

    public Dictionary<JobEvent, string> Names { get; } = [];

    public Func<CancellationToken, Task<JobResult>> Act { get; set; } =
        _ => Task.FromResult(new JobResult(("done", 3)));
}

using Lottery.Data.Jobs;

namespace Lottery.Worker.Runs;

/// <summary>Why a job runs.</summary>
/// <param name="Occurrence">Which is due; null for the last one, if it was missed.</param>
/// <param name="Asked">The run that somebody asked for; null when its time has come.</param>
/// <param name="IsDue">False when it is only to be seen whether there is something to do: then nothing is told of it.
/// </param>
internal sealed record JobOccasion(
    ScheduledJob Job, JobTrigger Trigger, string RequestId, DateTimeOffset? Occurrence, JobRun? Asked, bool IsDue)
{
    /// <summary>Its time has come.</summary>
    public static JobOccasion Due(ScheduledJob job, DateTimeOffset occurrence) =>
        new(job, JobTrigger.Schedule, Guid.CreateVersion7().ToString(), occurrence, Asked: null, IsDue: true);

    /// <summary>Its time may have come while no worker ran.</summary>
    public static JobOccasion Missed(ScheduledJob job) =>
        new(job, JobTrigger.CatchUp, Guid.CreateVersion7().ToString(), Occurrence: null, Asked: null, IsDue: true);

    public static JobOccasion OfRequest(ScheduledJob job, JobRun asked) =>
        new(job, JobTrigger.Manual, asked.RequestId, Occurrence: null, asked, IsDue: false);

    /// <summary>A run of it may be dead.</summary>
    public static JobOccasion TakeOver(ScheduledJob job) => Missed(job) with { IsDue = false };
}

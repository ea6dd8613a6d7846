using Lottery.Data.Calendar;
using Lottery.Data.Tickets.Exposure;
using Lottery.Data.Users;

namespace Lottery.Worker.Sorteos;

/// <summary>Holds the counters behind the limits against what was sold.</summary>
internal sealed class ExposureCheckJob(ExposureCheck check, BusinessCalendar calendar) : Job
{
    // A record with thousands of lines would say no more than one with some.
    private const int MostTold = 20;

    public override string ActionPrefix => "EXPOSURE_CHECK";

    public override string Context => "exposureCheck";

    public override async Task<JobResult> Execute(JobCall call, CancellationToken cancellationToken)
    {
        var differences = await check.Find(calendar.Now, cancellationToken);
        return new JobResult(("differences", differences.Count)) { Errors = [.. differences.Take(MostTold)] };
    }
}

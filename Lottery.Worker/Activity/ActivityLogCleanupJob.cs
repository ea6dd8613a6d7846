using Lottery.Data.Activity;
using Lottery.Data.Users;

namespace Lottery.Worker.Activity;

/// <summary>Deletes what the audit trail need not keep any longer.</summary>
internal sealed class ActivityLogCleanupJob(ActivityRetention retention) : Job
{
    public override string ActionPrefix => "ACTIVITY_LOG_CLEANUP";

    public override string Context => "activityLogCleanup";

    public override async Task<JobResult> Execute(JobCall call, CancellationToken cancellationToken)
    {
        var purge = await retention.Purge(call.Actor, cancellationToken);
        return new JobResult(("deletedCount", purge.Deleted)) { IsComplete = purge.IsComplete };
    }
}

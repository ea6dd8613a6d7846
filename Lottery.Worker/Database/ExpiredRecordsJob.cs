using Lottery.Data.Tickets;

namespace Lottery.Worker.Database;

/// <summary>Deletes sessions and kept answers that nobody can use any more.</summary>
internal sealed class ExpiredRecordsJob(ExpiredRecords records) : Job
{
    public override string ActionPrefix => "EXPIRED_RECORDS_CLEANUP";

    public override string Context => "expiredRecordsCleanup";

    public override async Task<JobResult> Execute(JobCall call, CancellationToken cancellationToken)
    {
        var purge = await records.Purge(call.Actor, cancellationToken);
        return new JobResult(("sessions", purge.Sessions), ("idempotencyRecords", purge.Answers))
        {
            IsComplete = purge.IsComplete,
        };
    }
}

using Lottery.Data.Accounts.Settlement;

namespace Lottery.Worker.Accounts;

/// <summary>Locks the days of accounts that are old enough, as long as an administrator wants it.</summary>
internal sealed class SettlementJob(StatementSettlement settlement, SettlementSettings settings) : Job
{
    public override string ActionPrefix => "SETTLEMENT";

    public override string Context => "settlement";

    public override string ActionOf(JobEvent record) => record switch
    {
        JobEvent.Scheduled => "SETTLEMENT_JOB_SCHEDULED",
        JobEvent.AlreadyRunning => "SETTLEMENT_JOB_ALREADY_RUNNING",
        JobEvent.RejectedShutdown => "SETTLEMENT_REJECTED_SHUTDOWN",
        JobEvent.Fail => "SETTLEMENT_JOB_ERROR",
        _ => base.ActionOf(record),
    };

    public override async Task<string?> WhyNot(CancellationToken cancellationToken) =>
        (await settings.Read(cancellationToken)).Enabled ? null : "It is switched off";

    public override async Task<JobResult> Execute(JobCall call, CancellationToken cancellationToken)
    {
        var settled = await settlement.Settle(call.Actor, cancellationToken);
        return new JobResult(("settledCount", settled.Count), ("skippedCount", 0), ("totalPending", settled.Pending))
        {
            IsComplete = settled.Pending == 0,
        };
    }
}

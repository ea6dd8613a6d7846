using Lottery.Data.Accounts.Posting;

namespace Lottery.Worker.Accounts;

/// <summary>Holds the accounts against what they come from. A difference is an item that failed.</summary>
internal sealed class ReconciliationJob(Reconciliation reconciliation) : Job
{
    public override string ActionPrefix => "ACCOUNT_RECONCILIATION";

    public override string Context => "accountReconciliation";

    public override async Task<JobResult> Execute(JobCall call, CancellationToken cancellationToken)
    {
        var found = await reconciliation.Find(cancellationToken);
        return new JobResult(("entries", found.Entries), ("differences", found.Count)) { Errors = found.Differences };
    }
}

using Lottery.Data;
using Lottery.Data.Sorteos.Automation;

namespace Lottery.Worker.Sorteos;

/// <summary>Closes the draws of the day that nobody bought for.</summary>
internal sealed class AutoCloseJob(LotteryDbContext db, SorteoAutomation automation) : SorteosJob(db)
{
    public override string ActionPrefix => "SORTEOS_AUTO_CLOSE";

    public override string Context => "autoClose";

    public override async Task<JobResult> Execute(JobCall call, CancellationToken cancellationToken)
    {
        var closed = await automation.CloseUnsold(call.Actor, cancellationToken);
        return new JobResult(
            ("closedCount", closed.Done), ("errorsCount", closed.Errors.Count), ("withSalesCount", closed.Idle))
        {
            Errors = [.. closed.Errors.Select(failed => new SorteoError(failed.Item.Id, failed.Item.Name, failed.Error))],
            IsComplete = closed.IsComplete,
        };
    }

    protected override bool IsWanted(SorteosAutoConfig config) => config.AutoCloseEnabled;
}

using Lottery.Data.Sorteos;
using Lottery.Data.Users;

namespace Lottery.Worker.Sorteos;

/// <summary>Starts sales of today's draws.</summary>
internal sealed class AutoOpenJob(SorteoAutomation automation) : Job
{
    public override string Name => "sorteos-auto-open";

    public override string ActionPrefix => "SORTEOS_AUTO_OPEN";

    public override string Context => "autoOpen";

    public override async Task<JobResult> Execute(Actor actor, CancellationToken cancellationToken)
    {
        var opening = await automation.OpenToday(actor, cancellationToken);
        return new JobResult(("openedCount", opening.Opened), ("errorsCount", opening.Errors.Count))
        {
            Errors = opening.Errors,
            IsComplete = opening.Left == 0,
        };
    }
}

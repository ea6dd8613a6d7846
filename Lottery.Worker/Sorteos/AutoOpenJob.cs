using Lottery.Data;
using Lottery.Data.Sorteos.Automation;

namespace Lottery.Worker.Sorteos;

/// <summary>Starts sales of today's draws.</summary>
internal sealed class AutoOpenJob(LotteryDbContext db, SorteoAutomation automation) : SorteosJob(db)
{
    public override string ActionPrefix => "SORTEOS_AUTO_OPEN";

    public override string Context => "autoOpen";

    public override async Task<JobResult> Execute(JobCall call, CancellationToken cancellationToken)
    {
        var opened = await automation.OpenToday(call.Actor, cancellationToken);
        return new JobResult(("openedCount", opened.Done), ("errorsCount", opened.Errors.Count))
        {
            Errors = [.. opened.Errors.Select(failed => new SorteoError(failed.Item.Id, failed.Item.Name, failed.Error))],
            IsComplete = opened.IsComplete,
        };
    }

    protected override bool IsWanted(SorteosAutoConfig config) => config.AutoOpenEnabled;
}

/// <summary>A draw that stayed as it was.</summary>
/// <param name="Error">Code of the refusal or of the failure.</param>
internal sealed record SorteoError(Guid SorteoId, string SorteoName, string Error);

using Lottery.Data;
using Lottery.Data.Sorteos.Automation;

namespace Lottery.Worker.Sorteos;

/// <summary>Creates the draws that the timetables call for.</summary>
internal sealed class AutoCreateJob(LotteryDbContext db, SorteoCreation creation) : SorteosJob(db)
{
    public override string ActionPrefix => "SORTEOS_AUTO_CREATE";

    public override string Context => "autoCreate";

    public override async Task<JobResult> Execute(JobCall call, CancellationToken cancellationToken)
    {
        var created = await creation.CreateAhead(
            call.DaysAhead ?? SorteoCreation.DaysByDefault, call.Actor, cancellationToken);
        return new JobResult(
            ("createdCount", created.Done), ("skippedCount", created.Idle), ("errorsCount", created.Errors.Count))
        {
            Errors = [.. created.Errors.Select(failed => new LoteriaError(failed.Item.Id, failed.Item.Name, failed.Error))],
            IsComplete = created.IsComplete,
        };
    }

    protected override bool IsWanted(SorteosAutoConfig config) => config.AutoCreateEnabled;
}

/// <summary>A lotería whose draws were not created.</summary>
/// <param name="Error">Code of the refusal or of the failure.</param>
internal sealed record LoteriaError(Guid LoteriaId, string LoteriaName, string Error);

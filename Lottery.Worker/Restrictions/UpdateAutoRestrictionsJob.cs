using Lottery.Data.Restrictions;
using Lottery.Data.Users;

namespace Lottery.Worker.Restrictions;

/// <summary>Gives the rules whose number follows the day the number of the day that begins.</summary>
internal sealed class UpdateAutoRestrictionsJob(AutoDateNumbers numbers) : Job
{
    public override string ActionPrefix => "UPDATE_AUTO_RESTRICTIONS";

    public override string Context => "updateAutoRestrictions";

    public override async Task<JobResult> Execute(JobCall call, CancellationToken cancellationToken)
    {
        var filling = await numbers.Fill(call.Actor, cancellationToken);
        return new JobResult([.. filling.Counts.Select(count => (count.Key, count.Value))]);
    }
}

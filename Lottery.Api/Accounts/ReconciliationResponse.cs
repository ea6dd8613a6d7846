using System.Text.Json;
using Lottery.Api.Jobs;
using Lottery.Data.Jobs;

namespace Lottery.Api.Accounts;

/// <param name="Success">True when nothing differs.</param>
/// <param name="Differences">How many figures are not what they come from; zero is the only good answer.</param>
/// <param name="Details">The first hundred of them.</param>
public sealed record ReconciliationResponse(
    bool Success, long Entries, long Differences, IReadOnlyList<JsonElement> Details, DateTimeOffset ExecutedAt)
{
    internal static ReconciliationResponse Of(JobRun run) => new(
        run.Outcome == JobOutcome.Completed, RunFigures.Of(run, "entries"), RunFigures.Of(run, "differences"),
        run.Errors is { } errors ? JsonSerializer.Deserialize<List<JsonElement>>(errors)! : [],
        run.StartedAt ?? run.ScheduledAt);
}

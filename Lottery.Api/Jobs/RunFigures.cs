using System.Text.Json;
using Lottery.Data.Jobs;

namespace Lottery.Api.Jobs;

/// <summary>What a run left in the history, by name; 0 when it did not say.</summary>
internal static class RunFigures
{
    public static long Of(JobRun run, string name) =>
        run.Counts is { } counts && JsonElement.Parse(counts).TryGetProperty(name, out var figure) ? figure.GetInt64() : 0;
}

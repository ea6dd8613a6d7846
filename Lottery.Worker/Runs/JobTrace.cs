using System.Diagnostics;
using Trace = System.Diagnostics.Activity;

namespace Lottery.Worker.Runs;

/// <summary>Every run is a trace of its own, whether or not somebody takes traces: its records carry the id.</summary>
internal static class JobTrace
{
    private static readonly ActivitySource Source = new("Lottery.Worker");

    public static Trace Begin(JobOccasion occasion)
    {
        var name = occasion.Job.Name;
        var trace = Source.StartActivity(name) ?? new Trace(name).Start();
        return trace.SetTag("job", name).SetTag("trigger", occasion.Trigger.ToString())
            .SetTag("requestId", occasion.RequestId);
    }
}

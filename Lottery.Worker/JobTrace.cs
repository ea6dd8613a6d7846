using System.Diagnostics;
using Lottery.Data.Jobs;
using Trace = System.Diagnostics.Activity;

namespace Lottery.Worker;

/// <summary>Every run is a trace of its own, whether or not somebody takes traces: its records carry the id.</summary>
internal static class JobTrace
{
    private static readonly ActivitySource Source = new("Lottery.Worker");

    public static Trace Begin(Job job, JobTrigger trigger, string requestId)
    {
        var trace = Source.StartActivity(job.Name) ?? new Trace(job.Name).Start();
        return trace.SetTag("job", job.Name).SetTag("trigger", trigger.ToString()).SetTag("requestId", requestId);
    }
}

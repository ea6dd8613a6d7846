using Lottery.Data.Accounts.Closings;

namespace Lottery.Worker.Accounts;

/// <summary>Closes the month that is over, and those before it that nobody has closed.</summary>
internal sealed class MonthlyClosingJob(MonthlyClosings closings) : Job
{
    public override string ActionPrefix => "MONTHLY_CLOSING";

    public override string Context => "monthlyClosing";

    public override string ActionOf(JobEvent record) => record switch
    {
        JobEvent.Scheduled => "MONTHLY_CLOSING_JOB_SCHEDULED",
        JobEvent.AlreadyRunning => "MONTHLY_CLOSING_JOB_ALREADY_RUNNING",
        JobEvent.RejectedShutdown => "MONTHLY_CLOSING_REJECTED_SHUTDOWN",
        JobEvent.Fail => "MONTHLY_CLOSING_JOB_ERROR",
        _ => base.ActionOf(record),
    };

    public override async Task<JobResult> Execute(JobCall call, CancellationToken cancellationToken)
    {
        var closed = await closings.CloseAll(call.Actor, cancellationToken);
        return new JobResult(("totalSuccess", closed.Accounts), ("totalErrors", closed.Errors.Count))
        {
            Errors = closed.Errors,
            IsComplete = closed.IsComplete,
        };
    }
}

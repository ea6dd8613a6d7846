using Lottery.Data.Calendar;
using Microsoft.Extensions.Options;

namespace Lottery.Worker.Times;

/// <summary>When jobs are due, where the timetable is to be another.</summary>
public sealed class JobOptions
{
    public const string Section = "Jobs";

    /// <summary>Cron by job, e.g. <c>Jobs__Cron__sorteos-auto-open="15 1 * * *"</c>, by the job's own clock.</summary>
    public Dictionary<string, string> Cron { get; init; } = [];
}

/// <summary>Refuses a start with a time that is none, or for a job that is none.</summary>
internal sealed class JobOptionsCheck(BusinessCalendar calendar) : IValidateOptions<JobOptions>
{
    public ValidateOptionsResult Validate(string? name, JobOptions options) =>
        JobTimings.Wrong(options, calendar.Zone) is { } wrong
            ? ValidateOptionsResult.Fail(wrong)
            : ValidateOptionsResult.Success;
}

using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Lottery.Api.Http;
using Lottery.Api.Http.Queries;
using Lottery.Data;
using Lottery.Data.Jobs;
using Lottery.Data.Sorteos.Automation;
using Microsoft.Extensions.Validation;

namespace Lottery.Api.Jobs;

/// <param name="DaysAhead">For a job that looks ahead.</param>
/// <param name="Wait">True to be answered with what came of it, if that is soon enough.</param>
[ValidatableType]
public sealed record RunJobRequest(
    [Range(1, SorteoCreation.MostDays, ErrorMessage = Rules.Range)] int? DaysAhead = null,
    bool Wait = false);

[ValidatableType]
public sealed record ListJobRunsQuery : ListQuery
{
    public Word<JobOutcome>? Outcome { get; init; }

    public Word<JobTrigger>? Trigger { get; init; }
}

/// <param name="Cron">Minute, hour, day of month, month, day of week, by the clock of <paramref name="Zone"/>.</param>
/// <param name="Source">TIMETABLE, CONFIGURATION or AUTO_CONFIG: who says so.</param>
/// <param name="LastRun">The newest run, whatever came of it.</param>
public sealed record JobResponse(
    string Name, string Cron, string Zone, string Source, DateTimeOffset NextRun, JobRunResponse? LastRun)
{
    internal static JobResponse Of(JobTiming timing, JobRun? last, DateTimeOffset now) => new(
        timing.JobName, timing.Cron, timing.Zone, WireNames.Of(timing.Source),
        CronTime.Read(timing.Cron, TimeZoneInfo.FindSystemTimeZoneById(timing.Zone))!.NextAfter(now),
        last is null ? null : JobRunResponse.Of(last));
}

/// <param name="ScheduledAt">The occurrence that it serves, or when it was asked for.</param>
/// <param name="StartedAt">Null while no worker has begun it.</param>
/// <param name="Counts">What it did, by name.</param>
/// <param name="Errors">Items that failed, the first hundred of them.</param>
public sealed record JobRunResponse(
    Guid Id,
    string JobName,
    DateTimeOffset ScheduledAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    string Outcome,
    string Trigger,
    JsonElement? Counts,
    JsonElement? Errors,
    string? ErrorCode,
    string? Worker,
    string RequestId,
    Guid? RequestedBy,
    Guid? OnlyBancaId,
    int? DaysAhead)
{
    internal static JobRunResponse Of(JobRun run) => new(
        run.Id, run.JobName, run.ScheduledAt, run.StartedAt, run.FinishedAt, WireNames.Of(run.Outcome),
        WireNames.Of(run.Trigger), Read(run.Counts), Read(run.Errors), run.ErrorCode, run.Worker, run.RequestId,
        run.RequestedBy, run.OnlyBancaId, run.DaysAhead);

    private static JsonElement? Read(string? json) => json is null ? null : JsonElement.Parse(json);
}

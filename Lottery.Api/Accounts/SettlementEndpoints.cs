using System.ComponentModel.DataAnnotations;
using Lottery.Api.Access;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
using Lottery.Api.Jobs;
using Lottery.Data;
using Lottery.Data.Accounts.Settlement;
using Lottery.Data.Calendar;
using Lottery.Data.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Validation;

namespace Lottery.Api.Accounts;

/// <summary>How old days become settled by themselves.</summary>
internal static class SettlementEndpoints
{
    public static void MapSettlement(this RouteGroupBuilder api)
    {
        var settlement = api.MapGroup("/account-statements").WithTags("Settlement");
        settlement.MapGet("/auto-config", GetSettlementConfig, AccessMatrix.GetSettlementConfig)
            .WithSummary("Read when and how old days are settled by themselves");
        settlement.MapPatch("/auto-config", UpdateSettlementConfig, AccessMatrix.UpdateSettlementConfig)
            .WithSummary("Change when and how old days are settled by themselves")
            .Example(new UpdateSettlementConfigRequest { Enabled = true, SettlementAgeDays = 7 })
            .Refuses(JobRefusals.CronInvalid);
        settlement.MapGet("/auto-status", GetSettlementStatus, AccessMatrix.GetSettlementStatus)
            .WithSummary("Tell when days were settled last, and when they will be next");
        settlement.MapPost("/execute", ExecuteSettlement, AccessMatrix.ExecuteSettlement)
            .WithSummary("Settle old days now; of the banca that is worked in, or of all");
    }

    private static async Task<Reply<SettlementConfigResponse>> GetSettlementConfig(
        SettlementSettings settings, JobHistory history, CancellationToken cancellationToken) =>
        SettlementConfigResponse.Of(
            await settings.Read(cancellationToken), await history.LastOver(JobNames.Settlement, cancellationToken));

    private static async Task<Reply<SettlementConfigResponse>> UpdateSettlementConfig(
        UpdateSettlementConfigRequest request, SettlementSettings settings, JobHistory history, CurrentActor current,
        CancellationToken cancellationToken) =>
        (await settings.Change(request.ApplyTo, current.Actor, cancellationToken))
            .IsRefused(out var refusal, out var config)
            ? refusal
            : SettlementConfigResponse.Of(config, await history.LastOver(JobNames.Settlement, cancellationToken));

    private static async Task<Reply<SettlementStatusResponse>> GetSettlementStatus(
        SettlementSettings settings, JobHistory history, LotteryDbContext db, BusinessCalendar calendar,
        CancellationToken cancellationToken)
    {
        var config = await settings.Read(cancellationToken);
        var timing = await db.JobTimings.AsNoTracking()
            .SingleOrDefaultAsync(t => t.JobName == JobNames.Settlement, cancellationToken);
        var next = config.Enabled && timing is not null
            ? CronTime.Read(timing.Cron, TimeZoneInfo.FindSystemTimeZoneById(timing.Zone))?.NextAfter(calendar.Now)
            : null;
        return SettlementStatusResponse.Of(config, await history.LastOver(JobNames.Settlement, cancellationToken), next);
    }

    private static async Task<RunReply<SettlementResponse>> ExecuteSettlement(
        JobRequests requests, JobWaiting waiting, LotteryDbContext db, CurrentActor current,
        CancellationToken cancellationToken) =>
        RunReply<SettlementResponse>.Of(
            await waiting.Run(db, requests, JobNames.Settlement, null, current.Actor, cancellationToken),
            SettlementResponse.Of);
}

/// <summary>A null takes the cron away: then the timetable counts.</summary>
[ValidatableType]
public sealed record UpdateSettlementConfigRequest : PatchRequest
{
    public bool? Enabled { get; init => field = Needed(value); }

    [Range(1, SettlementConfig.OldestAge, ErrorMessage = Rules.Range)]
    public int? SettlementAgeDays { get; init => field = Needed(value); }

    [StringLength(CronTime.LongestText, MinimumLength = 9, ErrorMessage = Rules.Length)]
    public string? CronSchedule { get; init => field = Given(value); }

    [Range(SettlementConfig.SmallestBatch, SettlementConfig.LargestBatch, ErrorMessage = Rules.Range)]
    public int? BatchSize { get; init => field = Needed(value); }

    internal void ApplyTo(SettlementConfig config)
    {
        config.Enabled = Enabled ?? config.Enabled;
        config.SettlementAgeDays = SettlementAgeDays ?? config.SettlementAgeDays;
        config.CronSchedule = Changed(nameof(CronSchedule), CronSchedule, config.CronSchedule);
        config.BatchSize = BatchSize ?? config.BatchSize;
    }
}

/// <param name="SettlementAgeDays">Days that a day stays open.</param>
/// <param name="BatchSize">Days that are settled in one transaction.</param>
/// <param name="LastErrorMessage">Code of the failure when the last run broke off.</param>
public sealed record SettlementConfigResponse(
    bool Enabled,
    int SettlementAgeDays,
    string? CronSchedule,
    int BatchSize,
    DateTimeOffset? LastExecution,
    long? LastSettledCount,
    long? LastSkippedCount,
    long? LastErrorCount,
    string? LastErrorMessage,
    Guid? UpdatedBy)
{
    internal static SettlementConfigResponse Of(SettlementConfig config, JobRun? last) => new(
        config.Enabled, config.SettlementAgeDays, config.CronSchedule, config.BatchSize, last?.FinishedAt,
        last is null ? null : RunFigures.Of(last, "settledCount"),
        last is null ? null : RunFigures.Of(last, "skippedCount"), last is null ? null : Errors(last),
        last is null || Errors(last) == 0 ? null : last.ErrorCode ?? WireNames.Of(last.Outcome), config.UpdatedBy);

    // A run that breaks off is one error: what it has settled by then stays settled.
    internal static long Errors(JobRun run) => run.Outcome is JobOutcome.Failed or JobOutcome.Abandoned ? 1 : 0;
}

/// <param name="NextScheduledExecution">Null while it is switched off.</param>
public sealed record SettlementStatusResponse(
    bool Enabled,
    DateTimeOffset? LastExecution,
    DateTimeOffset? NextScheduledExecution,
    long? LastSettledCount,
    long? LastSkippedCount,
    long? LastErrorCount,
    string? LastErrorMessage)
{
    internal static SettlementStatusResponse Of(SettlementConfig config, JobRun? last, DateTimeOffset? next)
    {
        var shown = SettlementConfigResponse.Of(config, last);
        return new SettlementStatusResponse(
            shown.Enabled, shown.LastExecution, next, shown.LastSettledCount, shown.LastSkippedCount, shown.LastErrorCount,
            shown.LastErrorMessage);
    }
}

/// <param name="Success">False when the run failed.</param>
public sealed record SettlementResponse(
    bool Success, long SettledCount, long SkippedCount, long ErrorCount, DateTimeOffset ExecutedAt)
{
    internal static SettlementResponse Of(JobRun run) => new(
        run.Outcome == JobOutcome.Completed, RunFigures.Of(run, "settledCount"), RunFigures.Of(run, "skippedCount"),
        SettlementConfigResponse.Errors(run), run.StartedAt ?? run.ScheduledAt);
}

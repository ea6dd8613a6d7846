using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Lottery.Api.Http;
using Lottery.Api.Jobs;
using Lottery.Data.Jobs;
using Lottery.Data.Sorteos.Automation;
using Microsoft.Extensions.Validation;

namespace Lottery.Api.Sorteos;

/// <summary>What is to be done to draws by itself. A null takes a cron away: then the timetable counts.</summary>
[ValidatableType]
public sealed record UpdateAutoConfigRequest : PatchRequest
{
    public bool? AutoOpenEnabled { get; init => field = Needed(value); }

    public bool? AutoCreateEnabled { get; init => field = Needed(value); }

    public bool? AutoCloseEnabled { get; init => field = Needed(value); }

    [StringLength(CronTime.LongestText, MinimumLength = 9, ErrorMessage = Rules.Length)]
    public string? OpenCronSchedule { get; init => field = Given(value); }

    [StringLength(CronTime.LongestText, MinimumLength = 9, ErrorMessage = Rules.Length)]
    public string? CreateCronSchedule { get; init => field = Given(value); }

    [StringLength(CronTime.LongestText, MinimumLength = 9, ErrorMessage = Rules.Length)]
    public string? CloseCronSchedule { get; init => field = Given(value); }

    internal void ApplyTo(SorteosAutoConfig config)
    {
        config.AutoOpenEnabled = AutoOpenEnabled ?? config.AutoOpenEnabled;
        config.AutoCreateEnabled = AutoCreateEnabled ?? config.AutoCreateEnabled;
        config.AutoCloseEnabled = AutoCloseEnabled ?? config.AutoCloseEnabled;
        config.OpenCronSchedule = Changed(nameof(OpenCronSchedule), OpenCronSchedule, config.OpenCronSchedule);
        config.CreateCronSchedule = Changed(nameof(CreateCronSchedule), CreateCronSchedule, config.CreateCronSchedule);
        config.CloseCronSchedule = Changed(nameof(CloseCronSchedule), CloseCronSchedule, config.CloseCronSchedule);
    }
}

[ValidatableType]
public sealed record AutoCreateQuery
{
    /// <summary>1, which is what it does by itself, is today alone.</summary>
    [Range(1, SorteoCreation.MostDays, ErrorMessage = Rules.Range)]
    public int? DaysAhead { get; init; }
}

public sealed record AutoConfigResponse(
    bool AutoOpenEnabled,
    bool AutoCreateEnabled,
    bool AutoCloseEnabled,
    string? OpenCronSchedule,
    string? CreateCronSchedule,
    string? CloseCronSchedule,
    DateTimeOffset? LastOpenExecution,
    DateTimeOffset? LastCreateExecution,
    DateTimeOffset? LastCloseExecution,
    long? LastOpenCount,
    long? LastCreateCount,
    long? LastCloseCount,
    DateTimeOffset UpdatedAt)
{
    internal static AutoConfigResponse Of(SorteosAutoConfig config, LastRun open, LastRun create, LastRun close) => new(
        config.AutoOpenEnabled, config.AutoCreateEnabled, config.AutoCloseEnabled, config.OpenCronSchedule,
        config.CreateCronSchedule, config.CloseCronSchedule, open.At, create.At, close.At, open.Count, create.Count,
        close.Count, config.UpdatedAt);
}

public sealed record AutoStatusResponse(
    AutoActStatus Open, AutoActStatus Create, AutoActStatus Close, AutoFlags Config);

/// <param name="Status">ok, or never_run.</param>
public sealed record AutoActStatus(
    bool IsHealthy, DateTimeOffset? LastExecution, double? HoursSinceLastRun, long? LastExecutionCount, string Status)
{
    internal static AutoActStatus Of(LastRun last) => new(
        last.IsHealthy, last.At, last.Since is { } since ? Math.Round(since.TotalHours, 2) : null, last.Count,
        last.At is null ? "never_run" : "ok");
}

public sealed record AutoFlags(bool AutoOpenEnabled, bool AutoCreateEnabled, bool AutoCloseEnabled);

/// <param name="Success">False when anything of it failed.</param>
public sealed record AutoOpenResponse(
    bool Success, long OpenedCount, IReadOnlyList<SorteoErrorResponse> Errors, DateTimeOffset ExecutedAt);

/// <inheritdoc cref="AutoOpenResponse"/>
public sealed record AutoCloseResponse(
    bool Success, long ClosedCount, IReadOnlyList<SorteoErrorResponse> Errors, DateTimeOffset ExecutedAt);

/// <inheritdoc cref="AutoOpenResponse"/>
public sealed record AutoCreateResponse(
    bool Success, long CreatedCount, long SkippedCount, IReadOnlyList<LoteriaErrorResponse> Errors,
    DateTimeOffset ExecutedAt);

public sealed record SorteoErrorResponse(Guid SorteoId, string SorteoName, string Error);

public sealed record LoteriaErrorResponse(Guid LoteriaId, string LoteriaName, string Error);

/// <summary>What a run left in the history, as the predecessor's clients read it.</summary>
internal static class AutoRunReading
{
    public static AutoOpenResponse Opened(JobRun run) => new(
        run.Outcome == JobOutcome.Completed, RunFigures.Of(run, "openedCount"), Errors<SorteoErrorResponse>(run), At(run));

    public static AutoCloseResponse Closed(JobRun run) => new(
        run.Outcome == JobOutcome.Completed, RunFigures.Of(run, "closedCount"), Errors<SorteoErrorResponse>(run), At(run));

    public static AutoCreateResponse Created(JobRun run) => new(
        run.Outcome == JobOutcome.Completed, RunFigures.Of(run, "createdCount"), RunFigures.Of(run, "skippedCount"),
        Errors<LoteriaErrorResponse>(run), At(run));

    private static DateTimeOffset At(JobRun run) => run.StartedAt ?? run.ScheduledAt;

    private static List<T> Errors<T>(JobRun run) =>
        run.Errors is { } errors ? JsonSerializer.Deserialize<List<T>>(errors, JsonSerializerOptions.Web)! : [];
}

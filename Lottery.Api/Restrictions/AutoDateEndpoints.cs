using System.Text.Json.Serialization;
using Lottery.Api.Access;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
using Lottery.Data.Calendar;
using Lottery.Data.Restrictions;

namespace Lottery.Api.Restrictions;

/// <summary>How the rules stand whose number follows the day.</summary>
internal static class AutoDateEndpoints
{
    public static void MapAutoDates(this RouteGroupBuilder api)
    {
        var health = api.MapGroup("/restrictions/cron-health").WithTags("Restrictions");
        health.MapGet("/", GetAutoDateHealth, AccessMatrix.GetAutoDateHealth)
            .WithSummary("Tell when the automatic rules got their number last, and whether it is today's");
        health.MapPost("/execute", ExecuteAutoDates, AccessMatrix.ExecuteAutoDates)
            .WithSummary("Give the automatic rules today's number now");
    }

    private static async Task<Reply<IReadOnlyList<AutoDateHealthResponse>>> GetAutoDateHealth(
        AutoDateNumbers numbers, CancellationToken cancellationToken) =>
        (AutoDateHealthResponse[])[AutoDateHealthResponse.Of(await numbers.Health(cancellationToken))];

    private static async Task<Reply<AutoDateResponse>> ExecuteAutoDates(
        AutoDateNumbers numbers, CurrentActor current, BusinessCalendar calendar, CancellationToken cancellationToken)
    {
        var filling = await numbers.FillNow(current.Actor, cancellationToken);
        return new AutoDateResponse(true, calendar.Now, filling.Affected, filling.Number, null);
    }
}

/// <summary>Names as clients read them, which are those of another time.</summary>
public sealed record AutoDateHealthResponse(
    [property: JsonPropertyName("job_name")] string JobName,
    [property: JsonPropertyName("last_success")] DateTimeOffset? LastSuccess,
    [property: JsonPropertyName("hours_since_last_run")] double? HoursSinceLastRun,
    [property: JsonPropertyName("is_healthy")] bool IsHealthy,
    [property: JsonPropertyName("expected_number")] string ExpectedNumber,
    [property: JsonPropertyName("current_number")] string? CurrentNumber,
    [property: JsonPropertyName("mismatch_detected")] bool MismatchDetected)
{
    internal static AutoDateHealthResponse Of(AutoDateHealth health) => new(
        AutoDateNumbers.JobName, health.LastSuccess,
        health.Since is { } since ? Math.Round(since.TotalHours, 2) : null,
        health.IsHealthy, health.ExpectedNumber, health.CurrentNumber, health.IsMismatched);
}

public sealed record AutoDateResponse(
    bool Success,
    [property: JsonPropertyName("executed_at")] DateTimeOffset ExecutedAt,
    [property: JsonPropertyName("affected_rows")] int? AffectedRows,
    [property: JsonPropertyName("effective_number")] string? EffectiveNumber,
    [property: JsonPropertyName("error_message")] string? ErrorMessage);

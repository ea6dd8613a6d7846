using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Lottery.Api.Http;
using Lottery.Api.Http.Queries;
using Lottery.Data.Calendar;
using Lottery.Data.Loterias;
using Microsoft.Extensions.Validation;

namespace Lottery.Api.Loterias;

[ValidatableType]
public sealed record CreateLoteriaRequest(
    [StringLength(100, MinimumLength = 2, ErrorMessage = Rules.Length)] string Name,
    JsonObject? RulesJson = null,
    bool? IsActive = null,
    Guid? BancaId = null);

[ValidatableType]
public sealed record UpdateLoteriaRequest(
    [StringLength(100, MinimumLength = 2, ErrorMessage = Rules.Length)] string? Name = null,
    JsonObject? RulesJson = null,
    bool? IsActive = null);

[ValidatableType]
public sealed record ListLoteriasQuery : ListQuery
{
    [StringLength(100, MinimumLength = 1, ErrorMessage = Rules.Length)]
    public string? Search { get; init; }

    public Flag? IsActive { get; init; }
}

[ValidatableType]
public record ScheduleQuery
{
    /// <summary>First day to look at; today when it is missing.</summary>
    public Moment? Start { get; init; }

    [Range(1, 31, ErrorMessage = Rules.Range)]
    public int? Days { get; init; }

    [Range(1, DrawSchedule.MostOccurrences, ErrorMessage = Rules.Range)]
    public int? Limit { get; init; }

    /// <summary>Draws whose time has passed are left out unless this is true.</summary>
    public Flag? AllowPast { get; init; }
}

[ValidatableType]
public sealed record SeedQuery : ScheduleQuery
{
    /// <summary>Only say what would be created.</summary>
    public Flag? DryRun { get; init; }
}

/// <param name="ScheduledDates">Exactly these instants instead of the timetable's.</param>
[ValidatableType]
public sealed record SeedRequest(
    [MaxLength(DrawSchedule.MostOccurrences, ErrorMessage = Rules.Count)] IReadOnlyList<Moment>? ScheduledDates = null);

public sealed record LoteriaResponse(
    Guid Id,
    Guid? BancaId,
    string Name,
    JsonElement RulesJson,
    bool IsActive,
    DateTimeOffset? DeletedAt,
    Guid? DeletedBy,
    string? DeletedReason,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    internal static LoteriaResponse Of(Loteria loteria) => new(
        loteria.Id, loteria.BancaId, loteria.Name, JsonElement.Parse(loteria.RulesJson), loteria.IsActive,
        loteria.DeletedAt, loteria.DeletedBy, loteria.DeletedReason, loteria.CreatedAt, loteria.UpdatedAt);
}

public sealed record PreviewRow(string ScheduledAt, string Name, Guid LoteriaId, bool AlreadyExists);

public sealed record PreviewMeta(int Count, string From, string To, bool AllowPast) : Measure;

/// <summary>What a seeding did; instants as wall clock times.</summary>
public sealed record SeedResponse(
    IReadOnlyList<string> Created,
    IReadOnlyList<string> Skipped,
    IReadOnlyList<string> AlreadyExists,
    IReadOnlyList<string> Processed,
    IReadOnlyList<SeedPreviewRow>? Preview = null,
    string? Note = null);

public sealed record SeedPreviewRow(string Name, string ScheduledAt);

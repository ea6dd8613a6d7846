using System.ComponentModel.DataAnnotations;
using Lottery.Api.Http;
using Lottery.Api.Http.Queries;
using Lottery.Data.Calendar;
using Lottery.Data.Loterias;
using Lottery.Data.Sorteos;
using Microsoft.Extensions.Validation;

namespace Lottery.Api.Sorteos;

[ValidatableType]
public sealed record CreateSorteoRequest(
    Guid LoteriaId,
    Moment ScheduledAt,
    [StringLength(100, MinimumLength = 1, ErrorMessage = Rules.Length)] string Name,
    [Range(2, 3, ErrorMessage = Rules.Range)] int? Digits = null,
    bool? IsActive = null);

[ValidatableType]
public sealed record UpdateSorteoRequest(
    Guid? LoteriaId = null,
    Moment? ScheduledAt = null,
    [StringLength(100, MinimumLength = 1, ErrorMessage = Rules.Length)] string? Name = null,
    [Range(2, 3, ErrorMessage = Rules.Range)] int? Digits = null,
    bool? IsActive = null);

[ValidatableType]
public sealed record EvaluateSorteoRequest(
    [RegularExpression("^[0-9]{1,3}$", ErrorMessage = Rules.Pattern)] string WinningNumber,
    Guid? ExtraMultiplierId = null,
    [StringLength(50, MinimumLength = 1, ErrorMessage = Rules.Length)] string? ExtraOutcomeCode = null);

[ValidatableType]
public sealed record RevertEvaluationRequest(
    [StringLength(200, MinimumLength = 3, ErrorMessage = Rules.Length)] string? Reason = null);

[ValidatableType]
public sealed record SetActiveRequest(bool IsActive);

[ValidatableType]
public sealed record ListSorteosQuery : ListQuery
{
    public Guid? LoteriaId { get; init; }

    public Word<SorteoStatus>? Status { get; init; }

    [StringLength(100, MinimumLength = 1, ErrorMessage = Rules.Length)]
    public string? Search { get; init; }

    public Flag? IsActive { get; init; }

    [RegularExpression("^(today|yesterday|week|month|year|range)$", ErrorMessage = Rules.Pattern)]
    public string? Date { get; init; }

    public DateOnly? FromDate { get; init; }

    public DateOnly? ToDate { get; init; }
}

public sealed record SorteoResponse(
    Guid Id,
    Guid LoteriaId,
    Guid? BancaId,
    string Name,
    string ScheduledAt,
    SorteoStatus Status,
    int Digits,
    bool IsActive,
    string? WinningNumber,
    bool HasWinner,
    Guid? ExtraMultiplierId,
    decimal? ExtraMultiplierX,
    string? ExtraOutcomeCode,
    DateTimeOffset? DeletedAt,
    Guid? DeletedBy,
    string? DeletedReason,
    bool DeletedByCascade,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    SorteoLoteria Loteria,
    SorteoExtra? ExtraMultiplier,
    bool ReventadoEnabled,
    int? TicketCount,
    bool? HasSales,
    bool? HasExclusions)
{
    /// <param name="tickets">Tickets that the reader may know of; null where they are not counted.</param>
    /// <param name="excludes">True when a lista is left out of it; null where it was not asked.</param>
    internal static SorteoResponse Of(
        Sorteo sorteo, BusinessCalendar calendar, int? tickets = null, bool? excludes = null) => new(
        sorteo.Id, sorteo.LoteriaId, sorteo.BancaId, sorteo.Name, calendar.Local(sorteo.ScheduledAt), sorteo.Status,
        sorteo.Digits, sorteo.IsActive, sorteo.WinningNumber, sorteo.HasWinner, sorteo.ExtraMultiplierId,
        sorteo.ExtraMultiplierX, sorteo.ExtraOutcomeCode, sorteo.DeletedAt, sorteo.DeletedBy, sorteo.DeletedReason,
        sorteo.DeletedByCascade, sorteo.CreatedAt, sorteo.UpdatedAt,
        new SorteoLoteria(sorteo.LoteriaId, sorteo.Loteria!.Name), SorteoExtra.Of(sorteo.ExtraMultiplier),
        sorteo.Loteria.Rules.ReventadoEnabled, tickets, tickets is null ? null : tickets > 0, excludes);
}

public sealed record SorteoLoteria(Guid Id, string Name);

public sealed record SorteoExtra(Guid Id, string Name, decimal ValueX)
{
    internal static SorteoExtra? Of(LoteriaMultiplier? multiplier) =>
        multiplier is null ? null : new(multiplier.Id, multiplier.Name, multiplier.ValueX);
}

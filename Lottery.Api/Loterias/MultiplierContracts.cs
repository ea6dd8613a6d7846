using System.ComponentModel.DataAnnotations;
using Lottery.Api.Http;
using Lottery.Api.Http.Queries;
using Lottery.Data.Loterias;
using Microsoft.Extensions.Validation;

namespace Lottery.Api.Loterias;

[ValidatableType]
public sealed record CreateMultiplierRequest(
    Guid LoteriaId,
    [StringLength(32, MinimumLength = 2, ErrorMessage = Rules.Length)] string Name,
    [Range(0.0001, (double)LoteriaMultiplier.LargestX, ErrorMessage = Rules.Range)] decimal ValueX,
    BetType? Kind = null,
    DateOnly? AppliesToDate = null,
    Guid? AppliesToSorteoId = null,
    bool? IsActive = null);

[ValidatableType]
public sealed record UpdateMultiplierRequest : PatchRequest
{
    /// <summary>Taken and not looked at: a multiplier never changes its lotería.</summary>
    public Guid? LoteriaId { get; init; }

    [StringLength(32, MinimumLength = 2, ErrorMessage = Rules.Length)]
    public string? Name { get; init => field = Needed(value); }

    [Range(0.0001, (double)LoteriaMultiplier.LargestX, ErrorMessage = Rules.Range)]
    public decimal? ValueX { get; init => field = Needed(value); }

    public BetType? Kind { get; init => field = Needed(value); }

    public DateOnly? AppliesToDate { get; init => field = Given(value); }

    public Guid? AppliesToSorteoId { get; init => field = Given(value); }

    public bool? IsActive { get; init => field = Needed(value); }

    internal void ApplyTo(LoteriaMultiplier multiplier)
    {
        multiplier.Name = Name?.Trim() ?? multiplier.Name;
        multiplier.ValueX = ValueX ?? multiplier.ValueX;
        multiplier.Kind = Kind ?? multiplier.Kind;
        multiplier.AppliesToDate = Changed(nameof(AppliesToDate), AppliesToDate, multiplier.AppliesToDate);
        multiplier.AppliesToSorteoId = Changed(
            nameof(AppliesToSorteoId), AppliesToSorteoId, multiplier.AppliesToSorteoId);
        multiplier.IsActive = IsActive ?? multiplier.IsActive;
    }
}

/// <param name="IsActive">False switches the multiplier off, true on again.</param>
[ValidatableType]
public sealed record ToggleMultiplierRequest(bool IsActive);

[ValidatableType]
public sealed record ListMultipliersQuery : ListQuery
{
    public Guid? LoteriaId { get; init; }

    public Word<BetType>? Kind { get; init; }

    public Flag? IsActive { get; init; }

    public Guid? AppliesToSorteoId { get; init; }

    /// <summary>Instead of the active banca, for who sees several.</summary>
    public Guid? BancaId { get; init; }

    [StringLength(100, MinimumLength = 1, ErrorMessage = Rules.Length)]
    public string? Q { get; init; }
}

public sealed record MultiplierResponse(
    Guid Id,
    Guid LoteriaId,
    Guid? BancaId,
    string Name,
    decimal ValueX,
    BetType Kind,
    DateOnly? AppliesToDate,
    Guid? AppliesToSorteoId,
    bool IsActive,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    MultiplierLoteria? Loteria)
{
    internal static MultiplierResponse Of(LoteriaMultiplier multiplier) => new(
        multiplier.Id, multiplier.LoteriaId, multiplier.BancaId, multiplier.Name, multiplier.ValueX, multiplier.Kind,
        multiplier.AppliesToDate, multiplier.AppliesToSorteoId, multiplier.IsActive, multiplier.CreatedAt,
        multiplier.UpdatedAt,
        multiplier.Loteria is { } loteria ? new MultiplierLoteria(loteria.Id, loteria.Name) : null);
}

public sealed record MultiplierLoteria(Guid Id, string Name);

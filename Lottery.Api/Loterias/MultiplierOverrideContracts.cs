using System.ComponentModel.DataAnnotations;
using Lottery.Api.Http;
using Lottery.Api.Http.Queries;
using Lottery.Data.Loterias;
using Lottery.Data.Users;
using Microsoft.Extensions.Validation;

namespace Lottery.Api.Loterias;

/// <param name="ScopeId">The seller or the ventana, as <paramref name="Scope"/> says.</param>
/// <param name="MultiplierType">NUMERO is the one that a sale reads.</param>
[ValidatableType]
public sealed record CreateOverrideRequest(
    OverrideScope Scope,
    Guid ScopeId,
    Guid LoteriaId,
    [StringLength(MultiplierOverride.LongestType, MinimumLength = 1, ErrorMessage = Rules.Length)]
    string MultiplierType,
    [Range(0.0001, (double)MultiplierOverride.LargestX, ErrorMessage = Rules.Range)] decimal BaseMultiplierX)
{
    internal NewOverride ToNewOverride() => new(
        Scope == OverrideScope.User ? ScopeId : null, Scope == OverrideScope.Ventana ? ScopeId : null, LoteriaId,
        MultiplierType.Trim(), BaseMultiplierX);
}

[ValidatableType]
public sealed record UpdateOverrideRequest(
    [Range(0.0001, (double)MultiplierOverride.LargestX, ErrorMessage = Rules.Range)] decimal? BaseMultiplierX = null,
    bool? IsActive = null);

[ValidatableType]
public sealed record DeleteOverrideRequest(
    [StringLength(200, ErrorMessage = Rules.MaxLength)] string? DeletedReason = null);

[ValidatableType]
public sealed record ListOverridesQuery : ListQuery
{
    public Word<OverrideScope>? Scope { get; init; }

    public Guid? ScopeId { get; init; }

    public Guid? LoteriaId { get; init; }

    [StringLength(MultiplierOverride.LongestType, MinimumLength = 1, ErrorMessage = Rules.Length)]
    public string? MultiplierType { get; init; }

    public Flag? IsActive { get; init; }
}

public sealed record OverrideResponse(
    Guid Id,
    Guid BancaId,
    OverrideScope Scope,
    Guid? UserId,
    Guid? VentanaId,
    Guid LoteriaId,
    string MultiplierType,
    decimal BaseMultiplierX,
    bool IsActive,
    DateTimeOffset? DeletedAt,
    Guid? DeletedBy,
    string? DeletedReason,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    UserName? User,
    OverrideVentana? Ventana,
    MultiplierLoteria? Loteria)
{
    internal static OverrideResponse Of(MultiplierOverride row) => new(
        row.Id, row.BancaId, row.Scope, row.UserId, row.VentanaId, row.LoteriaId, row.MultiplierType,
        row.BaseMultiplierX, row.IsActive, row.DeletedAt, row.DeletedBy, row.DeletedReason, row.CreatedAt,
        row.UpdatedAt,
        row.User is { } user ? new UserName(user.Id, user.Name, user.Code, user.Username) : null,
        row.Ventana is { } ventana ? new OverrideVentana(ventana.Id, ventana.Name, ventana.Code) : null,
        row.Loteria is { } loteria ? new MultiplierLoteria(loteria.Id, loteria.Name) : null);
}

public sealed record OverrideVentana(Guid Id, string Name, string? Code);

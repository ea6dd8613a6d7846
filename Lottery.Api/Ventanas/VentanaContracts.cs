using System.ComponentModel.DataAnnotations;
using Lottery.Api.Http;
using Lottery.Api.Http.Queries;
using Lottery.Data.Users;
using Lottery.Data.Ventanas;

namespace Lottery.Api.Ventanas;

public sealed record CreateVentanaRequest(
    [StringLength(100, MinimumLength = 2, ErrorMessage = Rules.Length)] string Name,
    Guid? BancaId = null,
    [StringLength(10, MinimumLength = 2, ErrorMessage = Rules.Length)] string? Code = null,
    [Range(0, 100, ErrorMessage = Rules.Range)] decimal? CommissionMarginX = null,
    [StringLength(255, ErrorMessage = Rules.MaxLength)] string? Address = null,
    [EmailAddress(ErrorMessage = Rules.Email), StringLength(254, ErrorMessage = Rules.MaxLength)] string? Email = null,
    [StringLength(20, ErrorMessage = Rules.MaxLength)] string? Phone = null,
    [StringLength(100, MinimumLength = 3, ErrorMessage = Rules.Length),
        RegularExpression("^[A-Za-z0-9_-]+$", ErrorMessage = Rules.Pattern)] string? Username = null,
    [StringLength(Passwords.Longest, MinimumLength = Passwords.Shortest, ErrorMessage = Rules.Length)]
    string? Password = null);

public sealed record UpdateVentanaRequest(
    [StringLength(100, MinimumLength = 2, ErrorMessage = Rules.Length)] string? Name = null,
    [StringLength(10, MinimumLength = 2, ErrorMessage = Rules.Length)] string? Code = null,
    [Range(0, 100, ErrorMessage = Rules.Range)] decimal? CommissionMarginX = null,
    [StringLength(255, ErrorMessage = Rules.MaxLength)] string? Address = null,
    [EmailAddress(ErrorMessage = Rules.Email), StringLength(254, ErrorMessage = Rules.MaxLength)] string? Email = null,
    [StringLength(20, ErrorMessage = Rules.MaxLength)] string? Phone = null)
{
    /// <summary>A ventana does not set its own code or margin.</summary>
    internal bool TouchesTerms => Code is not null || CommissionMarginX is not null;
}

public sealed record ListVentanasQuery : ListQuery
{
    [StringLength(100, MinimumLength = 1, ErrorMessage = Rules.Length)]
    public string? Search { get; init; }

    public Flag? IsActive { get; init; }
}

public sealed record VentanaResponse(
    Guid Id,
    Guid BancaId,
    string Name,
    string? Code,
    decimal CommissionMarginX,
    string? Address,
    string? Email,
    string? Phone,
    bool IsActive,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    VentanaBanca? Banca)
{
    internal static VentanaResponse Of(Ventana ventana) => new(
        ventana.Id, ventana.BancaId, ventana.Name, ventana.Code, ventana.CommissionMarginX, ventana.Address,
        ventana.Email, ventana.Phone, ventana.IsActive, ventana.CreatedAt, ventana.UpdatedAt,
        ventana.Banca is { } banca ? new VentanaBanca(banca.Id, banca.Name, banca.Code) : null);
}

public sealed record VentanaBanca(Guid Id, string Name, string Code);

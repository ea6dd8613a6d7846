using System.ComponentModel.DataAnnotations;
using Lottery.Api.Http;
using Lottery.Api.Http.Queries;
using Lottery.Data;
using Lottery.Data.Bancas;

namespace Lottery.Api.Bancas;

public sealed record CreateBancaRequest(
    [StringLength(100, MinimumLength = 2, ErrorMessage = Rules.Length)] string Name,
    [StringLength(20, MinimumLength = 2, ErrorMessage = Rules.Length)] string Code,
    [EmailAddress(ErrorMessage = Rules.Email), StringLength(254, ErrorMessage = Rules.MaxLength)] string? Email = null,
    [StringLength(200, ErrorMessage = Rules.MaxLength)] string? Address = null,
    [StringLength(20, ErrorMessage = Rules.MaxLength)] string? Phone = null,
    [Range(1, (double)Money.Largest, ErrorMessage = Rules.Range)] decimal? DefaultMinBet = null,
    [Range(1, int.MaxValue, ErrorMessage = Rules.Range)] int? GlobalMaxPerNumber = null,
    [Range(1, 1440, ErrorMessage = Rules.Range)] int? SalesCutoffMinutes = null,
    [Range(0, int.MaxValue, ErrorMessage = Rules.Range)] int? VendorLimit = null,
    [Range(1, 20, ErrorMessage = Rules.Range)] int? MaxSessionsPerVendedor = null);

public sealed record UpdateBancaRequest(
    [StringLength(100, MinimumLength = 2, ErrorMessage = Rules.Length)] string? Name = null,
    [StringLength(20, MinimumLength = 2, ErrorMessage = Rules.Length)] string? Code = null,
    [EmailAddress(ErrorMessage = Rules.Email), StringLength(254, ErrorMessage = Rules.MaxLength)] string? Email = null,
    [StringLength(200, ErrorMessage = Rules.MaxLength)] string? Address = null,
    [StringLength(20, ErrorMessage = Rules.MaxLength)] string? Phone = null,
    [Range(1, (double)Money.Largest, ErrorMessage = Rules.Range)] decimal? DefaultMinBet = null,
    [Range(1, int.MaxValue, ErrorMessage = Rules.Range)] int? GlobalMaxPerNumber = null,
    [Range(1, 1440, ErrorMessage = Rules.Range)] int? SalesCutoffMinutes = null,
    [Range(0, int.MaxValue, ErrorMessage = Rules.Range)] int? VendorLimit = null,
    [Range(1, 20, ErrorMessage = Rules.Range)] int? MaxSessionsPerVendedor = null)
{
    /// <summary>A tenant does not set its own quotas.</summary>
    internal bool TouchesQuotas => VendorLimit is not null || MaxSessionsPerVendedor is not null;
}

public sealed record ReasonRequest(
    [StringLength(200, MinimumLength = 3, ErrorMessage = Rules.Length)] string? Reason = null);

public sealed record ListBancasQuery : ListQuery
{
    [StringLength(100, MinimumLength = 2, ErrorMessage = Rules.Length)]
    public string? Search { get; init; }

    public Flag? IsActive { get; init; }
}

public sealed record BancaResponse(
    Guid Id,
    string Name,
    string Code,
    string? Email,
    string? Address,
    string? Phone,
    bool IsActive,
    decimal DefaultMinBet,
    int GlobalMaxPerNumber,
    int SalesCutoffMinutes,
    int? VendorLimit,
    int MaxSessionsPerVendedor,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    internal static BancaResponse Of(Banca banca) => new(
        banca.Id, banca.Name, banca.Code, banca.Email, banca.Address, banca.Phone, banca.IsActive, banca.DefaultMinBet,
        banca.GlobalMaxPerNumber, banca.SalesCutoffMinutes, banca.VendorLimit, banca.MaxSessionsPerVendedor,
        banca.CreatedAt, banca.UpdatedAt);
}

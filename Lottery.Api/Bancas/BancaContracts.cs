using System.ComponentModel.DataAnnotations;
using Lottery.Api.Http;
using Lottery.Api.Http.Queries;
using Lottery.Data;
using Lottery.Data.Bancas;
using Lottery.Data.Users;
using Lottery.Data.Ventanas;
using Microsoft.Extensions.Validation;

namespace Lottery.Api.Bancas;

[ValidatableType]
public sealed record CreateBancaRequest(
    [StringLength(100, MinimumLength = 2, ErrorMessage = Rules.Length)] string Name,
    [StringLength(20, MinimumLength = 2, ErrorMessage = Rules.Length)] string Code,
    [EmailAddress(ErrorMessage = Rules.Email), StringLength(254, ErrorMessage = Rules.MaxLength)] string? Email = null,
    [StringLength(200, ErrorMessage = Rules.MaxLength)] string? Address = null,
    [StringLength(20, ErrorMessage = Rules.MaxLength)] string? Phone = null,
    [Range(0, (double)Money.Largest, ErrorMessage = Rules.Range)] decimal? DefaultMinBet = null,
    [Range(0, int.MaxValue, ErrorMessage = Rules.Range)] int? GlobalMaxPerNumber = null,
    [Range(1, 1440, ErrorMessage = Rules.Range)] int? SalesCutoffMinutes = null,
    [Range(0, int.MaxValue, ErrorMessage = Rules.Range)] int? VendorLimit = null,
    [Range(0, int.MaxValue, ErrorMessage = Rules.Range)] int? SessionLimit = null,
    [Range(1, 20, ErrorMessage = Rules.Range)] int? MaxSessionsPerVendedor = null,
    bool? ImportBaseLoterias = null,
    [StringLength(100, MinimumLength = 3, ErrorMessage = Rules.Length)] string? Username = null,
    [StringLength(Passwords.Longest, MinimumLength = Passwords.Shortest, ErrorMessage = Rules.Length)]
    string? Password = null,
    string? ConfirmPassword = null)
{
    internal Banca ToBanca()
    {
        var banca = new Banca { Name = Name.Trim(), Code = Code.Trim() };
        (banca.Email, banca.Address, banca.Phone) = (Email?.Trim().ToLowerInvariant(), Address, Phone);
        banca.DefaultMinBet = DefaultMinBet ?? banca.DefaultMinBet;
        banca.GlobalMaxPerNumber = GlobalMaxPerNumber ?? banca.GlobalMaxPerNumber;
        banca.SalesCutoffMinutes = SalesCutoffMinutes ?? banca.SalesCutoffMinutes;
        banca.MaxSessionsPerVendedor = MaxSessionsPerVendedor ?? banca.MaxSessionsPerVendedor;
        (banca.VendorLimit, banca.SessionLimit) = (VendorLimit, SessionLimit);
        return banca;
    }

    internal Credentials? Administrator =>
        Username is { } user && Password is { } password ? new Credentials(user.Trim(), password) : null;

    // A record prints its members; this one must never print its password.
    public override string ToString() => nameof(CreateBancaRequest);
}

[ValidatableType]
public sealed record UpdateBancaRequest : PatchRequest
{
    [StringLength(100, MinimumLength = 2, ErrorMessage = Rules.Length)]
    public string? Name { get; init => field = Needed(value); }

    [StringLength(20, MinimumLength = 2, ErrorMessage = Rules.Length)]
    public string? Code { get; init => field = Needed(value); }

    [EmailAddress(ErrorMessage = Rules.Email), StringLength(254, ErrorMessage = Rules.MaxLength)]
    public string? Email { get; init => field = Given(value); }

    [StringLength(200, ErrorMessage = Rules.MaxLength)]
    public string? Address { get; init => field = Given(value); }

    [StringLength(20, ErrorMessage = Rules.MaxLength)]
    public string? Phone { get; init => field = Given(value); }

    [Range(0, (double)Money.Largest, ErrorMessage = Rules.Range)]
    public decimal? DefaultMinBet { get; init => field = Needed(value); }

    [Range(0, int.MaxValue, ErrorMessage = Rules.Range)]
    public int? GlobalMaxPerNumber { get; init => field = Needed(value); }

    [Range(1, 1440, ErrorMessage = Rules.Range)]
    public int? SalesCutoffMinutes { get; init => field = Needed(value); }

    [Range(0, int.MaxValue, ErrorMessage = Rules.Range)]
    public int? VendorLimit { get; init => field = Given(value); }

    [Range(0, int.MaxValue, ErrorMessage = Rules.Range)]
    public int? SessionLimit { get; init => field = Given(value); }

    [Range(1, 20, ErrorMessage = Rules.Range)]
    public int? MaxSessionsPerVendedor { get; init => field = Needed(value); }

    /// <summary>Days that its lines of the activity log are kept; null as the installation keeps its own.</summary>
    [Range(30, 3650, ErrorMessage = Rules.Range)]
    public int? ActivityRetentionDays { get; init => field = Given(value); }

    /// <summary>A tenant does not set its own quotas.</summary>
    internal bool TouchesQuotas => Asked(nameof(VendorLimit), VendorLimit) is not null
        || Asked(nameof(SessionLimit), SessionLimit) is not null || MaxSessionsPerVendedor is not null
        || Asked(nameof(ActivityRetentionDays), ActivityRetentionDays) is not null;

    internal void ApplyTo(Banca banca)
    {
        banca.Name = Name?.Trim() ?? banca.Name;
        banca.Code = Code?.Trim() ?? banca.Code;
        banca.Email = Changed(nameof(Email), Email?.Trim().ToLowerInvariant(), banca.Email);
        banca.Address = Changed(nameof(Address), Address, banca.Address);
        banca.Phone = Changed(nameof(Phone), Phone, banca.Phone);
        banca.DefaultMinBet = DefaultMinBet ?? banca.DefaultMinBet;
        banca.GlobalMaxPerNumber = GlobalMaxPerNumber ?? banca.GlobalMaxPerNumber;
        banca.SalesCutoffMinutes = SalesCutoffMinutes ?? banca.SalesCutoffMinutes;
        banca.VendorLimit = Changed(nameof(VendorLimit), VendorLimit, banca.VendorLimit);
        banca.SessionLimit = Changed(nameof(SessionLimit), SessionLimit, banca.SessionLimit);
        banca.MaxSessionsPerVendedor = MaxSessionsPerVendedor ?? banca.MaxSessionsPerVendedor;
        banca.ActivityRetentionDays =
            Changed(nameof(ActivityRetentionDays), ActivityRetentionDays, banca.ActivityRetentionDays);
    }
}

[ValidatableType]
public sealed record ReasonRequest(
    [StringLength(200, MinimumLength = 3, ErrorMessage = Rules.Length)] string? Reason = null);

[ValidatableType]
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
    int? SessionLimit,
    int MaxSessionsPerVendedor,
    int? ActivityRetentionDays,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    internal static BancaResponse Of(Banca banca) => new(
        banca.Id, banca.Name, banca.Code, banca.Email, banca.Address, banca.Phone, banca.IsActive, banca.DefaultMinBet,
        banca.GlobalMaxPerNumber, banca.SalesCutoffMinutes, banca.VendorLimit, banca.SessionLimit,
        banca.MaxSessionsPerVendedor, banca.ActivityRetentionDays, banca.CreatedAt, banca.UpdatedAt);
}

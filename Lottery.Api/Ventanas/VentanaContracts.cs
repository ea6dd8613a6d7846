using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lottery.Api.Http;
using Lottery.Api.Http.Queries;
using Lottery.Data;
using Lottery.Data.Users;
using Lottery.Data.Ventanas;
using Microsoft.Extensions.Validation;

namespace Lottery.Api.Ventanas;

[ValidatableType]
public sealed record CreateVentanaRequest(
    [StringLength(100, MinimumLength = 2, ErrorMessage = Rules.Length)] string Name,
    Guid? BancaId = null,
    [StringLength(10, MinimumLength = 2, ErrorMessage = Rules.Length)] string? Code = null,
    [Range(0d, 100d, ErrorMessage = Rules.Range)] decimal? CommissionMarginX = null,
    [StringLength(255, ErrorMessage = Rules.MaxLength)] string? Address = null,
    [EmailAddress(ErrorMessage = Rules.Email), StringLength(254, ErrorMessage = Rules.MaxLength)] string? Email = null,
    [StringLength(20, ErrorMessage = Rules.MaxLength)] string? Phone = null,
    [Settings] JsonObject? Settings = null,
    bool? IsActive = null,
    [StringLength(100, MinimumLength = 3, ErrorMessage = Rules.Length),
        RegularExpression("^[A-Za-z0-9_-]+$", ErrorMessage = Rules.Pattern)] string? Username = null,
    [StringLength(Passwords.Longest, MinimumLength = Passwords.Shortest, ErrorMessage = Rules.Length)]
    string? Password = null)
{
    internal NewVentana ToNewVentana(Guid bancaId) => new(
        bancaId, Name, Username is { } user && Password is { } password ? new Credentials(user, password) : null)
    {
        Code = Code,
        CommissionMarginX = CommissionMarginX ?? 0,
        Address = Address,
        Email = Email,
        Phone = Phone,
        IsActive = IsActive ?? true,
        Settings = Lottery.Data.Persistence.Settings.Merge(null, Settings),
    };

    // A record prints its members; this one must never print its password.
    public override string ToString() => nameof(CreateVentanaRequest);
}

[ValidatableType]
public sealed record UpdateVentanaRequest : PatchRequest
{
    [StringLength(100, MinimumLength = 2, ErrorMessage = Rules.Length)]
    public string? Name { get; init => field = Needed(value); }

    /// <summary>Taken and not looked at: a ventana never changes its banca.</summary>
    public Guid? BancaId { get; init; }

    [StringLength(10, MinimumLength = 2, ErrorMessage = Rules.Length)]
    public string? Code { get; init => field = Given(value); }

    [Range(0d, 100d, ErrorMessage = Rules.Range)]
    public decimal? CommissionMarginX { get; init => field = Needed(value); }

    [StringLength(255, ErrorMessage = Rules.MaxLength)]
    public string? Address { get; init => field = Given(value); }

    [EmailAddress(ErrorMessage = Rules.Email), StringLength(254, ErrorMessage = Rules.MaxLength)]
    public string? Email { get; init => field = Given(value); }

    [StringLength(20, ErrorMessage = Rules.MaxLength)]
    public string? Phone { get; init => field = Given(value); }

    [Settings]
    public JsonObject? Settings { get; init => field = Given(value); }

    public bool? IsActive { get; init => field = Needed(value); }

    [StringLength(100, MinimumLength = 3, ErrorMessage = Rules.Length),
        RegularExpression("^[A-Za-z0-9_-]+$", ErrorMessage = Rules.Pattern)]
    public string? Username { get; init => field = Needed(value); }

    [StringLength(Passwords.Longest, MinimumLength = Passwords.Shortest, ErrorMessage = Rules.Length)]
    public string? Password { get; init => field = Needed(value); }

    /// <summary>What a ventana does not decide about itself.</summary>
    internal bool TouchesTerms => Asked(nameof(Code), Code) is not null || CommissionMarginX is not null
        || IsActive is not null || Username is not null || Password is not null;

    internal Refusal? ApplyTo(Ventana ventana)
    {
        ventana.Name = Name?.Trim() ?? ventana.Name;
        ventana.Code = Changed(nameof(Code), Code?.Trim(), ventana.Code);
        ventana.CommissionMarginX = CommissionMarginX ?? ventana.CommissionMarginX;
        ventana.Address = Changed(nameof(Address), Address, ventana.Address);
        ventana.Email = Changed(nameof(Email), Email?.Trim().ToLowerInvariant(), ventana.Email);
        ventana.Phone = Changed(nameof(Phone), Phone, ventana.Phone);
        if (Asked(nameof(Settings), Settings) is { } patch)
        {
            ventana.Settings = Lottery.Data.Persistence.Settings.Merge(ventana.Settings, patch.Value);
        }

        if (IsActive is false)
        {
            ventana.Deactivate(reason: null);
        }

        return IsActive is true ? ventana.Restore(ventana.Banca!.IsActive) : null;
    }

    // A record prints its members; this one must never print its password.
    public override string ToString() => nameof(UpdateVentanaRequest);
}

[ValidatableType]
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
    JsonElement? Settings,
    VentanaBanca? Banca)
{
    internal static VentanaResponse Of(Ventana ventana) => new(
        ventana.Id, ventana.BancaId, ventana.Name, ventana.Code, ventana.CommissionMarginX, ventana.Address,
        ventana.Email, ventana.Phone, ventana.IsActive, ventana.CreatedAt, ventana.UpdatedAt,
        ventana.Settings is { } settings ? JsonElement.Parse(settings) : null,
        ventana.Banca is { } banca ? new VentanaBanca(banca.Id, banca.Name, banca.Code) : null);
}

public sealed record VentanaBanca(Guid Id, string Name, string Code);

/// <summary>The user that came with a new ventana.</summary>
public sealed record VentanaUser(bool UserCreated, Guid? UserId, string? Username);

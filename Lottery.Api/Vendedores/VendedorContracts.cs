using System.ComponentModel.DataAnnotations;
using Lottery.Api.Http;
using Lottery.Api.Http.Queries;
using Lottery.Data.Users;
using Microsoft.Extensions.Validation;

namespace Lottery.Api.Vendedores;

[ValidatableType]
public sealed record CreateVendedorRequest(
    Guid VentanaId,
    [StringLength(20, MinimumLength = 1, ErrorMessage = Rules.Length)] string Code,
    [StringLength(100, MinimumLength = 2, ErrorMessage = Rules.Length)] string Name,
    [StringLength(32, MinimumLength = 3, ErrorMessage = Rules.Length)] string Username,
    [StringLength(Passwords.Longest, MinimumLength = Passwords.Shortest, ErrorMessage = Rules.Length)] string Password,
    [EmailAddress(ErrorMessage = Rules.Email), StringLength(254, ErrorMessage = Rules.MaxLength)] string? Email = null)
{
    internal NewUser ToNewUser() => new(Name, Username, Password, Role.Vendedor)
    {
        VentanaId = VentanaId,
        Code = Code,
        Email = Email,
    };

    // A record prints its members; this one must never print its password.
    public override string ToString() => nameof(CreateVendedorRequest);
}

/// <summary>Code and username of a seller are for whoever changes it as a user.</summary>
[ValidatableType]
public sealed record UpdateVendedorRequest : PatchRequest
{
    public Guid? VentanaId { get; init => field = Needed(value); }

    [StringLength(100, MinimumLength = 2, ErrorMessage = Rules.Length)]
    public string? Name { get; init => field = Needed(value); }

    [EmailAddress(ErrorMessage = Rules.Email), StringLength(254, ErrorMessage = Rules.MaxLength)]
    public string? Email { get; init => field = Given(value); }

    [StringLength(Passwords.Longest, MinimumLength = Passwords.Shortest, ErrorMessage = Rules.Length)]
    public string? Password { get; init => field = Needed(value); }

    public bool? IsActive { get; init => field = Needed(value); }

    public bool? ResetCommissionPolicy { get; init => field = Needed(value); }

    internal UserEdit ToEdit() => new()
    {
        VentanaId = VentanaId,
        Name = Name,
        Email = Asked(nameof(Email), Email),
        Password = Password,
        IsActive = IsActive,
        ClearsPolicy = ResetCommissionPolicy is true,
        ClearsPolicyOnMove = true,
    };

    // A record prints its members; this one must never print its password.
    public override string ToString() => nameof(UpdateVendedorRequest);
}

[ValidatableType]
public sealed record ListVendedoresQuery : ListQuery
{
    [StringLength(100, MinimumLength = 1, ErrorMessage = Rules.Length)]
    public string? Search { get; init; }

    public Guid? VentanaId { get; init; }
}

public sealed record VendedorResponse(
    Guid Id,
    string Name,
    string? Email,
    string Username,
    string? Code,
    Guid? VentanaId,
    Guid? BancaId,
    bool IsActive,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    VendedorVentana? Ventana)
{
    internal static VendedorResponse Of(User user) => new(
        user.Id, user.Name, user.Email, user.Username, user.Code, user.VentanaId, user.BancaId, user.IsActive,
        user.CreatedAt, user.UpdatedAt,
        user.Ventana is { } ventana ? new VendedorVentana(ventana.Id, ventana.Name) : null);
}

public sealed record VendedorVentana(Guid Id, string Name);

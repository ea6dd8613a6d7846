using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lottery.Api.Http;
using Lottery.Api.Http.Queries;
using Lottery.Data.Users;
using Microsoft.Extensions.Validation;

namespace Lottery.Api.Users;

[ValidatableType]
public sealed record CreateUserRequest(
    [StringLength(100, MinimumLength = 2, ErrorMessage = Rules.Length)] string Name,
    [StringLength(32, MinimumLength = 3, ErrorMessage = Rules.Length)] string Username,
    [StringLength(Passwords.Longest, MinimumLength = Passwords.Shortest, ErrorMessage = Rules.Length)] string Password,
    Role? Role = null,
    Guid? VentanaId = null,
    Guid? BancaId = null,
    [EmailAddress(ErrorMessage = Rules.Email), StringLength(254, ErrorMessage = Rules.MaxLength)] string? Email = null,
    [PhoneDigits] string? Phone = null,
    [StringLength(32, MinimumLength = 2, ErrorMessage = Rules.Length)] string? Code = null,
    [MaxLength(100, ErrorMessage = Rules.Count)] IReadOnlyList<Guid>? BancaIds = null,
    bool? IsActive = null,
    [Range(1, 20, ErrorMessage = Rules.Range)] int? MaxSessionsPerVendedor = null)
{
    /// <summary>True when it says something that a ventana does not decide about its sellers.</summary>
    internal bool TouchesTerms =>
        this is not
        {
            VentanaId: null, BancaId: null, BancaIds: null, Code: null, IsActive: null, MaxSessionsPerVendedor: null,
        };

    internal NewUser ToNewUser() => new(Name, Username, Password, Role)
    {
        VentanaId = VentanaId,
        BancaId = BancaId,
        BancaIds = BancaIds,
        Email = Email,
        Phone = PhoneDigitsAttribute.DigitsOf(Phone),
        Code = Code,
        IsActive = IsActive ?? true,
        MaxSessionsPerVendedor = MaxSessionsPerVendedor,
    };

    // A record prints its members; this one must never print its password.
    public override string ToString() => nameof(CreateUserRequest);
}

[ValidatableType]
public sealed record UpdateUserRequest : PatchRequest
{
    [StringLength(100, MinimumLength = 2, ErrorMessage = Rules.Length)]
    public string? Name { get; init => field = Needed(value); }

    [StringLength(32, MinimumLength = 3, ErrorMessage = Rules.Length)]
    public string? Username { get; init => field = Needed(value); }

    [StringLength(Passwords.Longest, MinimumLength = Passwords.Shortest, ErrorMessage = Rules.Length)]
    public string? Password { get; init => field = Needed(value); }

    [EmailAddress(ErrorMessage = Rules.Email), StringLength(254, ErrorMessage = Rules.MaxLength)]
    public string? Email { get; init => field = Given(value); }

    [PhoneDigits]
    public string? Phone { get; init => field = Given(value); }

    [StringLength(32, MinimumLength = 2, ErrorMessage = Rules.Length)]
    public string? Code { get; init => field = Given(value); }

    public Role? Role { get; init => field = Needed(value); }

    public Guid? VentanaId { get; init; }

    public Guid? BancaId { get; init; }

    public bool? IsActive { get; init => field = Needed(value); }

    [Settings(AllowSystem = true)]
    public JsonObject? Settings { get; init => field = Given(value); }

    [Range(1, 20, ErrorMessage = Rules.Range)]
    public int? MaxSessionsPerVendedor { get; init => field = Given(value); }

    internal UserEdit ToEdit() => new()
    {
        Name = Name,
        Username = Username,
        Password = Password,
        Email = Asked(nameof(Email), Email),
        Phone = Asked(nameof(Phone), PhoneDigitsAttribute.DigitsOf(Phone)),
        Code = Asked(nameof(Code), Code),
        Role = Role,
        VentanaId = VentanaId,
        BancaId = BancaId,
        IsActive = IsActive,
        Settings = Asked(nameof(Settings), Settings),
        MaxSessionsPerVendedor = Asked(nameof(MaxSessionsPerVendedor), MaxSessionsPerVendedor),
    };

    // A record prints its members; this one must never print its password.
    public override string ToString() => nameof(UpdateUserRequest);
}

[ValidatableType]
public sealed record ListUsersQuery : ListQuery
{
    public Word<Role>? Role { get; init; }

    [StringLength(100, MinimumLength = 1, ErrorMessage = Rules.Length)]
    public string? Search { get; init; }

    public Flag? IsActive { get; init; }

    public Guid? VentanaId { get; init; }

    public Guid? BancaId { get; init; }
}

public sealed record UserResponse(
    Guid Id,
    string Name,
    string Username,
    string? Email,
    Role Role,
    Guid? VentanaId,
    Guid? BancaId,
    bool IsActive,
    string? Code,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string? Platform,
    string? AppVersion,
    int? MaxSessionsPerVendedor,
    JsonElement? Settings,
    UserVentana? Ventana = null,
    UserBancaName? Banca = null)
{
    internal static UserResponse Of(User user) => new(
        user.Id, user.Name, user.Username, user.Email, user.Role, user.VentanaId, user.BancaId, user.IsActive, user.Code,
        user.CreatedAt, user.UpdatedAt, user.Platform, user.AppVersion, user.MaxSessionsPerVendedor,
        user.Settings is { } settings ? JsonElement.Parse(settings) : null);

    /// <summary>As in a list, with where the user works.</summary>
    internal static UserResponse Row(User user) => Of(user) with
    {
        Ventana = user.Ventana is { } ventana ? new UserVentana(ventana.Id, ventana.Name) : null,
        Banca = user.Banca is { } banca ? new UserBancaName(banca.Id, banca.Name) : null,
    };
}

public sealed record UserVentana(Guid Id, string Name);

public sealed record UserBancaName(Guid Id, string Name);

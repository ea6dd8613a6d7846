using System.ComponentModel.DataAnnotations;
using Lottery.Api.Http;
using Lottery.Api.Http.Queries;
using Lottery.Data.Users;

namespace Lottery.Api.Users;

public sealed record CreateUserRequest(
    [StringLength(100, MinimumLength = 2, ErrorMessage = Rules.Length)] string Name,
    [StringLength(32, MinimumLength = 3, ErrorMessage = Rules.Length)] string Username,
    [StringLength(Passwords.Longest, MinimumLength = Passwords.Shortest, ErrorMessage = Rules.Length)] string Password,
    Role? Role = null,
    Guid? VentanaId = null,
    Guid? BancaId = null,
    [EmailAddress(ErrorMessage = Rules.Email), StringLength(254, ErrorMessage = Rules.MaxLength)] string? Email = null,
    [StringLength(20, ErrorMessage = Rules.MaxLength)] string? Phone = null,
    [StringLength(32, MinimumLength = 2, ErrorMessage = Rules.Length)] string? Code = null,
    [Range(1, 20, ErrorMessage = Rules.Range)] int? MaxSessionsPerVendedor = null)
{
    // A record prints its members; this one must never print its password.
    public override string ToString() => nameof(CreateUserRequest);
}

public sealed record UpdateUserRequest(
    [StringLength(100, MinimumLength = 2, ErrorMessage = Rules.Length)] string? Name = null,
    [StringLength(32, MinimumLength = 3, ErrorMessage = Rules.Length)] string? Username = null,
    [StringLength(Passwords.Longest, MinimumLength = Passwords.Shortest, ErrorMessage = Rules.Length)]
    string? Password = null,
    Guid? VentanaId = null,
    [EmailAddress(ErrorMessage = Rules.Email), StringLength(254, ErrorMessage = Rules.MaxLength)] string? Email = null,
    [StringLength(20, ErrorMessage = Rules.MaxLength)] string? Phone = null,
    [StringLength(32, MinimumLength = 2, ErrorMessage = Rules.Length)] string? Code = null,
    [Range(1, 20, ErrorMessage = Rules.Range)] int? MaxSessionsPerVendedor = null)
{
    // A record prints its members; this one must never print its password.
    public override string ToString() => nameof(UpdateUserRequest);
}

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
    int? MaxSessionsPerVendedor)
{
    internal static UserResponse Of(User user) => new(
        user.Id, user.Name, user.Username, user.Email, user.Role, user.VentanaId, user.BancaId, user.IsActive, user.Code,
        user.CreatedAt, user.UpdatedAt, user.Platform, user.AppVersion, user.MaxSessionsPerVendedor);
}

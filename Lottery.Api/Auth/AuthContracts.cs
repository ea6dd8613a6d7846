using System.ComponentModel.DataAnnotations;
using Lottery.Api.Http;
using Lottery.Data.Users;

namespace Lottery.Api.Auth;

public sealed record LoginRequest(
    [StringLength(100, MinimumLength = 1, ErrorMessage = Rules.Length)] string Username,
    [StringLength(Passwords.Longest, MinimumLength = Passwords.Shortest, ErrorMessage = Rules.Length)] string Password,
    [RegularExpression("^(web|android|ios)$", ErrorMessage = Rules.Pattern)] string? Platform = null,
    [StringLength(50, ErrorMessage = Rules.MaxLength)] string? AppVersion = null,
    [StringLength(255, ErrorMessage = Rules.MaxLength)] string? DeviceId = null,
    [StringLength(255, ErrorMessage = Rules.MaxLength)] string? DeviceName = null);

public sealed record RefreshRequest([StringLength(4000, MinimumLength = 1, ErrorMessage = Rules.Length)] string RefreshToken);

public sealed record LogoutRequest([StringLength(4000, ErrorMessage = Rules.MaxLength)] string? RefreshToken = null);

public sealed record MeResponse(
    Guid Id,
    string? Email,
    string Username,
    string Name,
    Role Role,
    string? Platform,
    string? AppVersion,
    Guid? VendedorId,
    Guid? VentanaId,
    Guid? BancaId,
    MeVentana? Ventana,
    IReadOnlyList<MeBanca>? Bancas,
    Guid? ActiveBancaId);

public sealed record MeVentana(Guid Id, Guid BancaId, string Name, string? Code, MeBanca Banca);

public sealed record MeBanca(Guid Id, string Name, string Code, bool IsActive);

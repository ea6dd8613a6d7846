using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Lottery.Api.Http;
using Lottery.Data.Users;
using Lottery.Data.Users.Sessions;
using Microsoft.Extensions.Validation;

namespace Lottery.Api.Auth;

[ValidatableType]
public sealed record LoginRequest(
    [StringLength(LoginRequest.LongestUsername, MinimumLength = 1, ErrorMessage = Rules.Length)] string Username,
    [StringLength(Passwords.Longest, MinimumLength = Passwords.Shortest, ErrorMessage = Rules.Length)] string Password,
    [RegularExpression("^(web|android|ios)$", ErrorMessage = Rules.Pattern)] string? Platform = null,
    [StringLength(50, ErrorMessage = Rules.MaxLength)] string? AppVersion = null,
    [StringLength(255, ErrorMessage = Rules.MaxLength)] string? DeviceId = null,
    [StringLength(255, ErrorMessage = Rules.MaxLength)] string? DeviceName = null)
{
    /// <summary>Characters that are looked at, white space around them included.</summary>
    internal const int LongestUsername = 100;

    // A record prints its members; this one must never print its password.
    public override string ToString() => nameof(LoginRequest);
}

[ValidatableType]
public sealed record RefreshRequest([StringLength(4000, MinimumLength = 1, ErrorMessage = Rules.Length)] string RefreshToken);

[ValidatableType]
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
    Guid? ActiveBancaId,
    JsonElement? Settings)
{
    internal static MeResponse Of(User user, IReadOnlyList<MeBanca>? bancas, Guid? activeBancaId) => new(
        user.Id, user.Email, user.Username, user.Name, user.Role, user.Platform, user.AppVersion,
        user.Role == Role.Vendedor ? user.Id : null, user.VentanaId, user.BancaId,
        user.Ventana is { Banca: { } banca } ventana
            ? new MeVentana(
                ventana.Id, ventana.BancaId, ventana.Name, ventana.Code,
                new MeBanca(banca.Id, banca.Name, banca.Code, banca.IsActive))
            : null,
        bancas, activeBancaId, user.Settings is { } settings ? JsonElement.Parse(settings) : null);
}

public sealed record MeVentana(Guid Id, Guid BancaId, string Name, string? Code, MeBanca Banca);

[ValidatableType]
public sealed record SetActiveBancaRequest(Guid BancaId);

public sealed record ActiveBancaResponse(Guid ActiveBancaId, string AccessToken, MeBanca Banca);

[ValidatableType]
public sealed record ChangePasswordRequest(
    [StringLength(Passwords.Longest, MinimumLength = 1, ErrorMessage = Rules.Length)] string CurrentPassword,
    [StringLength(Passwords.Longest, MinimumLength = Passwords.Shortest, ErrorMessage = Rules.Length)]
    string NewPassword)
{
    // A record prints its members; this one must never print its passwords.
    public override string ToString() => nameof(ChangePasswordRequest);
}

/// <param name="Message">Sentence that may be shown to a person.</param>
public sealed record PasswordChanged(string Message)
{
    // Clients look for it inside the data.
    public bool Success { get; } = true;
}

/// <param name="Current">True for the session that asks.</param>
public sealed record SessionResponse(
    Guid Id,
    string? DeviceId,
    string DeviceName,
    string? IpAddress,
    string? UserAgent,
    DateTimeOffset LastUsedAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    bool Current)
{
    internal static SessionResponse Of(Session session, Guid current) => new(
        session.Id, session.DeviceId, session.DeviceName ?? "Unknown device", session.IpAddress, session.UserAgent,
        session.LastUsedAt, session.CreatedAt, session.ExpiresAt, session.Id == current);
}

public sealed record MeBanca(Guid Id, string Name, string Code, bool IsActive);

using Lottery.Data;
using Lottery.Data.Users;
using Lottery.Data.Users.Sessions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Lottery.Api.Auth;

/// <summary>
/// Signs and reads tokens: HS256 and nothing else, one issuer, one audience. A token only says which session it belongs
/// to; what the bearer may do is asked of the database.
/// </summary>
internal sealed class Tokens
{
    public const string UserClaim = "sub";
    public const string SessionClaim = "sid";

    private const string SecretClaim = "tid";
    private const string Issuer = "lottery";
    private const string AccessAudience = "lottery-api";
    private const string RefreshAudience = "lottery-refresh";

    // Terminals have clocks of their own.
    private static readonly TimeSpan Leeway = TimeSpan.FromSeconds(90);
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    private readonly SessionTokenOptions _options;
    private readonly SessionSecrets _secrets;
    private readonly TimeProvider _clock;
    private readonly SigningKeys _accessKeys;
    private readonly SigningKeys _refreshKeys;

    public Tokens(IOptions<SessionTokenOptions> options, SessionSecrets secrets, TimeProvider clock)
    {
        (_options, _secrets, _clock) = (options.Value, secrets, clock);
        _accessKeys = new SigningKeys(_options.AccessSecret, _options.PreviousAccessSecrets);
        _refreshKeys = new SigningKeys(_options.RefreshSecret, _options.PreviousRefreshSecrets);
    }

    /// <summary>How access tokens are checked.</summary>
    public TokenValidationParameters AccessRules => RulesFor(AccessAudience, _accessKeys);

    public TokenPair Of(Session session, User user) => new(
        AccessOf(session.Id, user.Id, user.Role, user.VentanaId, user.BancaId),
        Sign(RefreshAudience, _refreshKeys, session.ExpiresAt, new()
        {
            [SecretClaim] = _secrets.Of(session),
        }));

    /// <summary>An access token of a session. What it says besides the session is for clients to read.</summary>
    public string AccessOf(Guid sessionId, Guid userId, Role role, Guid? ventanaId, Guid? bancaId) =>
        Sign(AccessAudience, _accessKeys, _clock.GetUtcNow() + _options.AccessLifetime, new()
        {
            [UserClaim] = userId.ToString(),
            [SessionClaim] = sessionId.ToString(),
            ["role"] = WireNames.Of(role),
            ["ventanaId"] = ventanaId?.ToString()!,
            ["bancaId"] = bancaId?.ToString()!,
        });

    /// <summary>The session secret in a refresh token, or null when the token is not one of ours or has run out.</summary>
    public async Task<string?> SecretIn(string refreshToken)
    {
        var result = await Handler.ValidateTokenAsync(refreshToken, RulesFor(RefreshAudience, _refreshKeys));
        return result.IsValid && result.Claims.TryGetValue(SecretClaim, out var secret) ? secret as string : null;
    }

    private string Sign(string audience, SigningKeys keys, DateTimeOffset expires, Dictionary<string, object> claims) =>
        Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = audience,
            IssuedAt = _clock.GetUtcNow().UtcDateTime,
            NotBefore = _clock.GetUtcNow().UtcDateTime,
            Expires = expires.UtcDateTime,
            Claims = claims,
            SigningCredentials = new SigningCredentials(keys.Present, SecurityAlgorithms.HmacSha256),
        });

    private TokenValidationParameters RulesFor(string audience, SigningKeys keys) => new()
    {
        ValidIssuer = Issuer,
        ValidAudience = audience,
        IssuerSigningKeyResolver = (_, _, id, _) => keys.Find(id),
        TryAllIssuerSigningKeys = false,
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        RequireExpirationTime = true,
        NameClaimType = UserClaim,
        LifetimeValidator = (notBefore, expires, _, _) =>
            _clock.GetUtcNow().UtcDateTime is var now && expires > now - Leeway && !(notBefore > now + Leeway),
    };
}

/// <summary>What a login or a refresh gives.</summary>
public sealed record TokenPair(string AccessToken, string RefreshToken);

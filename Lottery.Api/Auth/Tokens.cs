using System.Text;
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
internal sealed class Tokens(IOptions<SessionTokenOptions> options, SessionSecrets secrets, TimeProvider clock)
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

    /// <summary>How access tokens are checked.</summary>
    public TokenValidationParameters AccessRules => RulesFor(AccessAudience, options.Value.AccessSecret);

    public TokenPair Of(Session session, User user) => new(
        Sign(AccessAudience, options.Value.AccessSecret, clock.GetUtcNow() + options.Value.AccessLifetime, new()
        {
            [UserClaim] = user.Id.ToString(),
            [SessionClaim] = session.Id.ToString(),
            ["role"] = WireNames.Of(user.Role),
            ["ventanaId"] = user.VentanaId?.ToString()!,
            ["bancaId"] = user.BancaId?.ToString()!,
        }),
        Sign(RefreshAudience, options.Value.RefreshSecret, session.ExpiresAt, new()
        {
            [SecretClaim] = secrets.Of(session.Id),
        }));

    /// <summary>The session secret in a refresh token, or null when the token is not one of ours or has run out.</summary>
    public async Task<string?> SecretIn(string refreshToken)
    {
        var result = await Handler.ValidateTokenAsync(
            refreshToken, RulesFor(RefreshAudience, options.Value.RefreshSecret));
        return result.IsValid && result.Claims.TryGetValue(SecretClaim, out var secret) ? secret as string : null;
    }

    private string Sign(string audience, string secret, DateTimeOffset expires, Dictionary<string, object> claims) =>
        Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = audience,
            IssuedAt = clock.GetUtcNow().UtcDateTime,
            NotBefore = clock.GetUtcNow().UtcDateTime,
            Expires = expires.UtcDateTime,
            Claims = claims,
            SigningCredentials = new SigningCredentials(Key(secret), SecurityAlgorithms.HmacSha256),
        });

    private TokenValidationParameters RulesFor(string audience, string secret) => new()
    {
        ValidIssuer = Issuer,
        ValidAudience = audience,
        IssuerSigningKey = Key(secret),
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        RequireExpirationTime = true,
        NameClaimType = UserClaim,
        LifetimeValidator = (notBefore, expires, _, _) =>
            clock.GetUtcNow().UtcDateTime is var now && expires > now - Leeway && !(notBefore > now + Leeway),
    };

    private static SymmetricSecurityKey Key(string secret) => new(Encoding.UTF8.GetBytes(secret));
}

/// <summary>What a login or a refresh gives.</summary>
public sealed record TokenPair(string AccessToken, string RefreshToken);

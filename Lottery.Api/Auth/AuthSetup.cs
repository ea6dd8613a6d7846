using System.Security.Claims;
using System.Text;
using Lottery.Api.Access;
using Lottery.Api.Http;
using Lottery.Api.Http.Failures;
using Lottery.Api.Jobs;
using Lottery.Data;
using Lottery.Data.Persistence;
using Lottery.Data.Users;
using Lottery.Data.Users.Sessions;
using Lottery.Data.Users.Sessions.Lockout;
using Lottery.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace Lottery.Api.Auth;

/// <summary>Bearer tokens in, an identity that the database vouches for out. Deny by default.</summary>
internal static class AuthSetup
{
    public static void AddAuth(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<SessionTokenOptions>()
            .BindConfiguration(SessionTokenOptions.Section)
            .Configure<IConfiguration>((sessions, configuration) =>
            {
                sessions.AccessSecret = configuration["JWT_ACCESS_SECRET"] ?? sessions.AccessSecret;
                sessions.RefreshSecret = configuration["JWT_REFRESH_SECRET"] ?? sessions.RefreshSecret;
                sessions.PreviousAccessSecrets = Several(configuration["JWT_ACCESS_SECRET_PREVIOUS"]);
                sessions.PreviousRefreshSecrets = Several(configuration["JWT_REFRESH_SECRET_PREVIOUS"]);
            })
            .Validate(o => IsLongEnough(o.AccessSecret), "JWT_ACCESS_SECRET must be at least 32 bytes long.")
            .Validate(o => IsLongEnough(o.RefreshSecret), "JWT_REFRESH_SECRET must be at least 32 bytes long.")
            .Validate(
                o => o.PreviousAccessSecrets.Concat(o.PreviousRefreshSecrets).All(IsLongEnough),
                "Every secret in JWT_ACCESS_SECRET_PREVIOUS and JWT_REFRESH_SECRET_PREVIOUS must be at least 32 bytes long.")
            .Validate(o => o.AccessSecret != o.RefreshSecret, "JWT_ACCESS_SECRET and JWT_REFRESH_SECRET must differ.")
            .Validate(
                o => o.AccessLifetime > TimeSpan.Zero && o.RefreshLifetime > o.AccessLifetime,
                "Sessions:RefreshLifetime must be longer than Sessions:AccessLifetime, and both above zero.")
            .Validate(
                o => o.LongestLifetime >= o.RefreshLifetime,
                "Sessions:LongestLifetime must not be shorter than Sessions:RefreshLifetime.")
            .ValidateOnStart();
        builder.Services.AddHostedService(provider =>
        {
            // Who wants to be told says so when it is made, which must be before anything is listened to.
            _ = provider.GetRequiredService<IdentityCache>();
            _ = provider.GetRequiredService<JobWaiting>();
            return provider.GetRequiredService<Announcements>();
        });
        builder.Services.AddSingleton<SessionSecrets>();
        builder.Services.AddSingleton<Tokens>();
        builder.Services.AddOptions<LockoutOptions>()
            .BindConfiguration(LockoutOptions.Section)
            .Validate(
                o => o.IsUsable,
                "Lockout: failures must be above zero, Lockout:LongestWait not shorter than Lockout:FirstWait, and "
                    + "Lockout:ForgetAfter longer than both.")
            .ValidateOnStart();
        builder.Services.AddScoped<LoginAttempts>();
        builder.Services.AddScoped<SessionStart>();
        builder.Services.AddScoped<SessionRoom>();
        builder.Services.AddScoped<Logins>();
        builder.Services.AddScoped<SessionRotation>();
        // A database that is down while a bearer is looked up is told by whoever answers the request.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Authentication.JwtBearer", LogLevel.None);
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<Tokens>((bearer, tokens) =>
            {
                bearer.MapInboundClaims = false;
                bearer.TokenValidationParameters = tokens.AccessRules;
                bearer.Events = new JwtBearerEvents { OnTokenValidated = AskTheDatabase };
            });
        builder.Services.AddSingleton<IAuthorizationMiddlewareResultHandler, Denials>();
        builder.Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    // The token names a session; who its user is by now, and whether the session still counts, the database knows.
    private static async Task AskTheDatabase(TokenValidatedContext context)
    {
        var principal = context.Principal!;
        if (!Guid.TryParse(principal.FindFirstValue(Tokens.UserClaim), out var userId)
            || !Guid.TryParse(principal.FindFirstValue(Tokens.SessionClaim), out var sessionId))
        {
            context.Fail("The token names no session.");
            return;
        }

        var http = context.HttpContext;
        var identities = http.RequestServices.GetRequiredService<Identities>();
        if ((await identities.Of(userId, sessionId, http.RequestAborted)).IsRefused(out var refusal, out var identity))
        {
            http.Features.Set(Problems.Of(refusal));
            context.Fail(refusal.Code);
            return;
        }

        http.Features.Set(identity);
        var request = http.RequestIdentity();
        (request.UserId, request.Role) = (identity.UserId.ToString(), WireNames.Of(identity.Role));
        context.Principal = new ClaimsPrincipal(new ClaimsIdentity(
            [new(Tokens.UserClaim, request.UserId), new(RoleClaim.Name, request.Role)],
            JwtBearerDefaults.AuthenticationScheme));
    }

    private static string[] Several(string? secrets) =>
        secrets?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static bool IsLongEnough(string secret) =>
        Encoding.UTF8.GetByteCount(secret) >= SessionTokenOptions.ShortestSecret;
}

using Lottery.Api.Access;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
using Lottery.Api.Http.Protection;
using Lottery.Data;
using Lottery.Data.Users;
using Lottery.Data.Users.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Auth;

internal static class AuthEndpoints
{
    public static void MapAuth(this RouteGroupBuilder api)
    {
        var auth = api.MapGroup("/auth").WithTags("Auth");
        auth.MapPost("/login", LogIn, AccessMatrix.LogIn)
            .LimitLogins()
            .WithSummary("Log in with username and password")
            .Example(new LoginRequest("vendedor1", "una-clave-larga", "web"))
            .Refuses(
                UserRefusals.InvalidCredentials, UserRefusals.Inactive, UserRefusals.TooManyAttempts(TimeSpan.FromMinutes(1)),
                UserRefusals.PoolExhausted(40, 40));
        auth.MapPost("/refresh", Refresh, AccessMatrix.Refresh)
            .WithSummary("Spend a refresh token and get the next pair")
            .Example(new RefreshRequest("eyJhbGciOiJIUzI1NiIs…"))
            .Refuses(UserRefusals.InvalidRefreshToken);
        auth.MapPost("/logout", LogOut, AccessMatrix.LogOut)
            .WithSummary("End the session of a refresh token; always succeeds")
            .Example(new LogoutRequest("eyJhbGciOiJIUzI1NiIs…"));
        auth.MapPost("/logout/all", LogOutEverywhere, AccessMatrix.LogOutEverywhere)
            .WithSummary("End every session of mine, this one too");
        auth.MapMe();
        auth.MapSessions();
    }

    private static async Task<Reply<TokenPair>> LogIn(
        LoginRequest request, HttpContext context, Logins logins, Tokens tokens, LotteryDbContext db, CurrentActor current,
        CancellationToken cancellationToken)
    {
        var from = CallerOf(context);
        var attempt = new LoginAttempt(request.Username.Trim(), request.Password)
        {
            Platform = request.Platform,
            AppVersion = request.AppVersion,
            DeviceId = request.DeviceId,
            DeviceName = request.DeviceName,
            UserAgent = from.UserAgent,
            IpAddress = from.IpAddress,
            RequestId = current.Actor.RequestId,
        };
        return await Pair(await logins.LogIn(attempt, cancellationToken), tokens, db, cancellationToken);
    }

    private static async Task<Reply<TokenPair>> Refresh(
        RefreshRequest request, HttpContext context, SessionRotation rotation, Tokens tokens, LotteryDbContext db,
        CancellationToken cancellationToken)
    {
        if (await tokens.SecretIn(request.RefreshToken) is not { } secret)
        {
            return UserRefusals.InvalidRefreshToken;
        }

        var refreshed = await rotation.Refresh(secret, CallerOf(context), cancellationToken);
        return await Pair(refreshed, tokens, db, cancellationToken);
    }

    private static async Task<Reply<Said>> LogOut(
        LogoutRequest? request, SessionRotation rotation, Tokens tokens, CurrentActor current,
        CancellationToken cancellationToken)
    {
        if (request?.RefreshToken is { Length: > 0 } token && await tokens.SecretIn(token) is { } secret)
        {
            await rotation.LogOut(secret, current.Actor, cancellationToken);
        }

        return new Said("Logged out successfully");
    }

    private static async Task<Reply<Said>> LogOutEverywhere(
        SessionRevocation revocation, CurrentActor current, CancellationToken cancellationToken) =>
        (await revocation.RevokeAll(current.Actor, cancellationToken))
            .Select(ended => new Said($"{ended} sessions revoked"));

    private static async Task<Reply<TokenPair>> Pair(
        Outcome<Session> outcome, Tokens tokens, LotteryDbContext db, CancellationToken cancellationToken)
    {
        if (outcome.IsRefused(out var refusal, out var session))
        {
            return refusal;
        }

        var user = await db.Users.IgnoreQueryFilters([LotteryDbContext.TenantFilter]).AsNoTracking()
            .SingleAsync(u => u.Id == session.UserId, cancellationToken);
        return tokens.Of(session, user);
    }

    private static Caller CallerOf(HttpContext context)
    {
        var userAgent = context.Request.Headers.UserAgent.ToString();
        return new Caller(
            userAgent.Length == 0 ? null : userAgent[..Math.Min(userAgent.Length, Caller.LongestUserAgent)],
            context.Connection.RemoteIpAddress?.ToString());
    }
}

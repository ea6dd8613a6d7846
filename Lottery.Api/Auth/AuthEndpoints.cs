using Lottery.Api.Access;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
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
            .WithSummary("Log in with username and password")
            .Example(new LoginRequest("vendedor1", "una-clave-larga", "web"))
            .Refuses(UserRefusals.InvalidCredentials, UserRefusals.Inactive);
        auth.MapPost("/refresh", Refresh, AccessMatrix.Refresh)
            .WithSummary("Spend a refresh token and get the next pair")
            .Example(new RefreshRequest("eyJhbGciOiJIUzI1NiIs…"))
            .Refuses(UserRefusals.InvalidRefreshToken);
        auth.MapPost("/logout", LogOut, AccessMatrix.LogOut)
            .WithSummary("End the session of a refresh token; always succeeds")
            .Example(new LogoutRequest("eyJhbGciOiJIUzI1NiIs…"));
        auth.MapGet("/me", GetMe, AccessMatrix.GetMe)
            .WithSummary("Who I am and where I work")
            .Refuses(UserRefusals.NotFound);
    }

    private static async Task<Reply<TokenPair>> LogIn(
        LoginRequest request, HttpContext context, Logins logins, Tokens tokens, LotteryDbContext db, CurrentActor current,
        CancellationToken cancellationToken)
    {
        var attempt = new LoginAttempt(request.Username.Trim(), request.Password)
        {
            Platform = request.Platform,
            AppVersion = request.AppVersion,
            DeviceId = request.DeviceId,
            DeviceName = request.DeviceName,
            UserAgent = Shorten(context.Request.Headers.UserAgent),
            IpAddress = current.Actor.IpAddress,
            RequestId = current.Actor.RequestId,
        };
        var outcome = await logins.LogIn(attempt, cancellationToken);
        return await Pair(outcome, tokens, db, cancellationToken);
    }

    private static async Task<Reply<TokenPair>> Refresh(
        RefreshRequest request, SessionRotation rotation, Tokens tokens, LotteryDbContext db,
        CancellationToken cancellationToken)
    {
        if (await tokens.SecretIn(request.RefreshToken) is not { } secret)
        {
            return UserRefusals.InvalidRefreshToken;
        }

        var outcome = await rotation.Refresh(secret, cancellationToken);
        return await Pair(outcome, tokens, db, cancellationToken);
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

    private static async Task<Reply<MeResponse>> GetMe(
        LotteryDbContext db, CurrentActor current, CancellationToken cancellationToken)
    {
        var actor = current.Actor;
        var user = await db.Users.IgnoreQueryFilters([LotteryDbContext.TenantFilter]).AsNoTracking()
            .Include(u => u.Ventana!.Banca)
            .SingleOrDefaultAsync(u => u.Id == actor.Id, cancellationToken);
        if (user is null)
        {
            return UserRefusals.NotFound;
        }

        var bancas = user.Role.WorksAtVentana() ? null : await BancasOf(user, db, cancellationToken);
        return new MeResponse(
            user.Id, user.Email, user.Username, user.Name, user.Role, user.Platform, user.AppVersion,
            user.Role == Role.Vendedor ? user.Id : null, user.VentanaId, user.BancaId,
            user.Ventana is { Banca: { } banca } ventana
                ? new MeVentana(
                    ventana.Id, ventana.BancaId, ventana.Name, ventana.Code,
                    new MeBanca(banca.Id, banca.Name, banca.Code, banca.IsActive))
                : null,
            bancas, actor.BancaId);
    }

    private static async Task<IReadOnlyList<MeBanca>> BancasOf(
        User user, LotteryDbContext db, CancellationToken cancellationToken) =>
        await db.Bancas.IgnoreQueryFilters([LotteryDbContext.TenantFilter])
            .Where(b => b.IsActive
                && (user.Role == Role.Admin || db.UserBancas.Any(x => x.UserId == user.Id && x.BancaId == b.Id)))
            .OrderBy(b => b.Name)
            .Select(b => new MeBanca(b.Id, b.Name, b.Code, b.IsActive))
            .ToListAsync(cancellationToken);

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

    private static string? Shorten(string? userAgent) =>
        userAgent is { Length: > 400 } longer ? longer[..400] : userAgent;
}

using Lottery.Api.Access;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
using Lottery.Api.Users;
using Lottery.Data;
using Lottery.Data.Activity;
using Lottery.Data.Bancas;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Auth;

internal static class MeEndpoints
{
    public static void MapMe(this RouteGroupBuilder auth)
    {
        auth.MapGet("/me", GetMe, AccessMatrix.GetMe)
            .WithSummary("Who I am and where I work")
            .Refuses(UserRefusals.NotFound);
        auth.MapPatch("/me", UpdateMe, AccessMatrix.UpdateMe)
            .WithSummary("Change how I am called and reached, and my settings")
            .Example(new UpdateUserRequest { Phone = "8888-8888" })
            .Refuses(UserRefusals.FieldNotYours, UserRefusals.UsernameTaken, UserRefusals.EmailTaken);
        auth.MapPost("/set-active-banca", SetActiveBanca, AccessMatrix.SetActiveBanca)
            .WithSummary("Choose the banca to work in; send it as X-Active-Banca-Id from then on")
            .Example(new SetActiveBancaRequest(Guid.Empty))
            .Refuses(BancaRefusals.NotFound, BancaRefusals.Inactive);
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

        var bancas = user.Role.WorksAtVentana() ? null : await BancasOf(actor, db)
            .Where(b => b.IsActive)
            .OrderBy(b => b.Name)
            .Select(b => new MeBanca(b.Id, b.Name, b.Code, b.IsActive))
            .ToListAsync(cancellationToken);
        return MeResponse.Of(user, bancas, actor.BancaId);
    }

    private static async Task<Reply<UserResponse>> UpdateMe(
        UpdateUserRequest request, UserChange change, CurrentActor current, CancellationToken cancellationToken) =>
        (await change.Apply(current.Actor.Id, request.ToEdit(), current.Actor, cancellationToken))
            .Select(UserResponse.Of);

    // The token it answers belongs to the session like any other and ends with it. Which banca is active is said by the
    // header of every request: two windows of one session may work in two bancas.
    private static async Task<Reply<ActiveBancaResponse>> SetActiveBanca(
        SetActiveBancaRequest request, Tokens tokens, LotteryDbContext db, CurrentActor current, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var actor = current.Actor;
        var banca = await BancasOf(actor, db).SingleOrDefaultAsync(b => b.Id == request.BancaId, cancellationToken);
        if (banca is not { IsActive: true })
        {
            return banca is null ? BancaRefusals.NotFound : BancaRefusals.Inactive;
        }

        db.ActivityLogs.Add(ActivityTrail.Line(
            actor, ActivityType.SystemAction, "USER", actor.Id.ToString(), banca.Id,
            new { description = $"Banca activa: {banca.Name}" }, clock.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
        return new ActiveBancaResponse(
            banca.Id,
            tokens.AccessOf(current.SessionId, actor.Id, actor.Role, actor.VentanaId, banca.Id),
            new MeBanca(banca.Id, banca.Name, banca.Code, banca.IsActive));
    }

    /// <summary>The bancas that one may work in, whichever is the active one.</summary>
    private static IQueryable<Banca> BancasOf(Actor actor, LotteryDbContext db) =>
        db.Bancas.IgnoreQueryFilters([LotteryDbContext.TenantFilter]).AsNoTracking()
            .Where(b => actor.Role == Role.Admin
                || db.UserBancas.Any(x => x.UserId == actor.UserId && x.BancaId == b.Id));
}

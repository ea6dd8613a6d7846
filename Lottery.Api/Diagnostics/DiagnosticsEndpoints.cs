using Lottery.Api.Access;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
using Lottery.Api.Http.Queries;
using Lottery.Data;
using Lottery.Data.Calendar;
using Lottery.Data.Sorteos;
using Lottery.Data.Tickets.Sales.Snapshot;
using Lottery.Data.Users;
using Lottery.Data.Ventanas;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Diagnostics;

internal static class DiagnosticsEndpoints
{
    public static void MapDiagnostics(this RouteGroupBuilder api) =>
        api.MapGroup("/diagnostics").WithTags("Diagnostics")
            .MapGet("/cutoff", GetCutoff, AccessMatrix.GetCutoff).Strict<CutoffQuery>()
            .WithSummary("Tell when sales of a sorteo stop at a ventana, and whether they have")
            .Refuses(
                VentanaRefusals.NotFound, VentanaRefusals.NotYours, SorteoRefusals.NotFound, UserRefusals.NotFound,
                UserRefusals.Forbidden);

    private static async Task<Reply<CutoffResponse>> GetCutoff(
        [AsParameters] CutoffQuery query, LotteryDbContext db, SaleSnapshots snapshots, CurrentActor current,
        BusinessCalendar calendar, CancellationToken cancellationToken)
    {
        var actor = current.Actor;
        var ventana = await db.Ventanas.AsNoTracking().Include(v => v.Banca)
            .SingleOrDefaultAsync(v => v.Id == query.VentanaId && v.IsActive, cancellationToken);
        if (ventana is null || ventana.HiddenFrom(actor) is not null)
        {
            return ventana?.HiddenFrom(actor) ?? VentanaRefusals.NotFound;
        }

        if (await OutOfReach(db, query.UserId, ventana, actor, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        // An administrator of all sees every banca's: the draw has to be one that this ventana can sell.
        var sorteo = await db.Sorteos.AsNoTracking().SingleOrDefaultAsync(
            s => s.Id == query.SorteoId && (s.BancaId == null || s.BancaId == ventana.BancaId), cancellationToken);
        if (sorteo is null)
        {
            return SorteoRefusals.NotFound;
        }

        var snapshot = await snapshots.Now(db, ventana.BancaId, cancellationToken);
        return CutoffResponse.Of(
            new CutoffInput(ventana.Id, sorteo.Id, query.UserId ?? actor.Id), sorteo,
            snapshot.CutoffOf(ventana.Id, query.UserId, calendar.WallClock(calendar.Now)), calendar);
    }

    // Whether somebody is there is not told to strangers.
    private static async Task<Refusal?> OutOfReach(
        LotteryDbContext db, Guid? userId, Ventana ventana, Actor actor, CancellationToken cancellationToken)
    {
        if (userId is null || userId == actor.UserId)
        {
            return null;
        }

        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(
            u => u.Id == userId && (u.BancaId == ventana.BancaId || u.Bancas.Any(b => b.BancaId == ventana.BancaId)),
            cancellationToken);
        return user is null ? UserRefusals.NotFound : user.OutOfReachOf(actor);
    }
}

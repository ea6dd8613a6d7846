using Lottery.Api.Access;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
using Lottery.Api.Http.Queries;
using Lottery.Data;
using Lottery.Data.Loterias;
using Lottery.Data.Users;
using Lottery.Data.Ventanas;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Loterias;

/// <summary>Another base factor for one seller or one ventana.</summary>
internal static class MultiplierOverrideEndpoints
{
    public static void MapMultiplierOverrides(this RouteGroupBuilder api)
    {
        var overrides = api.MapGroup("/multiplier-overrides").WithTags("Multipliers");
        overrides.MapPost("/", CreateOverride, AccessMatrix.CreateOverride)
            .WithSummary("Give a seller or a ventana another base factor in a lotería")
            .Example(new CreateOverrideRequest(
                OverrideScope.User, Guid.Empty, Guid.Empty, MultiplierOverride.Numero, 95))
            .Refuses(
                UserRefusals.NotFound, UserRefusals.NotASeller, UserRefusals.Forbidden, VentanaRefusals.NotFound,
                VentanaRefusals.NotYours, LoteriaRefusals.NotFound, LoteriaRefusals.OverrideTaken);
        overrides.MapGet("/", ListOverrides, AccessMatrix.ListOverrides)
            .WithSummary("List base factors of sellers and ventanas; the active ones unless others are asked for");
        overrides.MapGet("/{id}", GetOverride, AccessMatrix.GetOverride)
            .WithSummary("Get the base factor of a seller or a ventana")
            .Refuses(LoteriaRefusals.OverrideNotFound, LoteriaRefusals.OverrideNotYours);
        overrides.MapPut("/{id}", UpdateOverride, AccessMatrix.UpdateOverride)
            .WithSummary("Change the base factor of a seller or a ventana; tickets sold keep theirs")
            .Example(new UpdateOverrideRequest(92.5m))
            .Refuses(
                LoteriaRefusals.OverrideNotFound, LoteriaRefusals.OverrideNotYours, LoteriaRefusals.NothingToChange);
        overrides.MapDelete("/{id}", DeleteOverride, AccessMatrix.DeleteOverride)
            .WithSummary("Take the base factor of a seller or a ventana away")
            .Example(new DeleteOverrideRequest("Fin de la promoción"))
            .Refuses(LoteriaRefusals.OverrideNotFound, LoteriaRefusals.OverrideNotYours);
        overrides.MapPatch("/{id}/restore", RestoreOverride, AccessMatrix.RestoreOverride)
            .WithSummary("Give a base factor back that was taken away")
            .Refuses(
                LoteriaRefusals.OverrideNotFound, LoteriaRefusals.OverrideNotYours, LoteriaRefusals.OverrideTaken,
                LoteriaRefusals.NotFound, UserRefusals.NotFound, UserRefusals.NotASeller, VentanaRefusals.NotFound);
    }

    private static async Task<CreatedReply<OverrideResponse>> CreateOverride(
        CreateOverrideRequest request, OverrideChange change, CurrentActor current,
        CancellationToken cancellationToken) =>
        (await change.Create(request.ToNewOverride(), current.Actor, cancellationToken)).Select(OverrideResponse.Of);

    private static async Task<PageReply<OverrideResponse>> ListOverrides(
        [AsParameters] ListOverridesQuery query, LotteryDbContext db, CurrentActor current,
        CancellationToken cancellationToken)
    {
        var active = query.IsActive?.Value ?? true;
        var rows = WithNames(db).VisibleTo(current.Actor)
            .Where(o => o.IsActive == active)
            .Where(o => query.LoteriaId == null || o.LoteriaId == query.LoteriaId)
            .Where(o => query.ScopeId == null || o.UserId == query.ScopeId || o.VentanaId == query.ScopeId)
            .Where(o => query.MultiplierType == null || o.MultiplierType == query.MultiplierType);
        rows = query.Scope?.Value switch
        {
            OverrideScope.User => rows.Where(o => o.UserId != null),
            OverrideScope.Ventana => rows.Where(o => o.VentanaId != null),
            _ => rows,
        };
        var page = await rows.OrderByDescending(o => o.CreatedAt).ThenBy(o => o.Id).ToPage(query, 10, cancellationToken);
        return page.Select(OverrideResponse.Of);
    }

    private static async Task<Reply<OverrideResponse>> GetOverride(
        Guid id, LotteryDbContext db, CurrentActor current, CancellationToken cancellationToken)
    {
        var found = await WithNames(db).SingleOrDefaultAsync(o => o.Id == id && o.IsActive, cancellationToken);
        return found is null ? LoteriaRefusals.OverrideNotFound
            : found.HiddenFrom(current.Actor) is { } hidden ? hidden
            : OverrideResponse.Of(found);
    }

    private static async Task<Reply<OverrideResponse>> UpdateOverride(
        Guid id, UpdateOverrideRequest request, OverrideChange change, CurrentActor current,
        CancellationToken cancellationToken) =>
        request is { BaseMultiplierX: null, IsActive: null }
            ? LoteriaRefusals.NothingToChange
            : (await change.Update(id, request.BaseMultiplierX, request.IsActive, current.Actor, cancellationToken))
                .Select(OverrideResponse.Of);

    private static async Task<Reply<OverrideResponse>> DeleteOverride(
        Guid id, [FromBody] DeleteOverrideRequest? request, OverrideChange change, CurrentActor current,
        CancellationToken cancellationToken) =>
        (await change.Delete(id, request?.DeletedReason, current.Actor, cancellationToken)).Select(OverrideResponse.Of);

    private static async Task<Reply<OverrideResponse>> RestoreOverride(
        Guid id, OverrideChange change, CurrentActor current, CancellationToken cancellationToken) =>
        (await change.Restore(id, current.Actor, cancellationToken)).Select(OverrideResponse.Of);

    private static IQueryable<MultiplierOverride> WithNames(LotteryDbContext db) =>
        db.MultiplierOverrides.AsNoTracking().Include(o => o.User).Include(o => o.Ventana).Include(o => o.Loteria);
}

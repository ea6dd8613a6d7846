using Lottery.Api.Access;
using Lottery.Api.Bancas;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
using Lottery.Api.Http.Queries;
using Lottery.Data;
using Lottery.Data.Bancas;
using Lottery.Data.Users;
using Lottery.Data.Ventanas;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Ventanas;

internal static class VentanaEndpoints
{
    public static void MapVentanas(this RouteGroupBuilder api)
    {
        var ventanas = api.MapGroup("/ventanas").WithTags("Ventanas");
        ventanas.MapPost("/", CreateVentana, AccessMatrix.CreateVentana)
            .WithSummary("Create a ventana, with its user when username and password are given")
            .Example(new CreateVentanaRequest(
                "Ventana Centro", Guid.Empty, "V01", Username: "centro", Password: "una-clave-larga"))
            .Refuses(
                BancaRefusals.ContextRequired, BancaRefusals.NotFound, BancaRefusals.Inactive, VentanaRefusals.CodeTaken,
                VentanaRefusals.UserIncomplete, UserRefusals.UsernameTaken, UserRefusals.EmailTaken,
                UserRefusals.PasswordTooShort(10));
        ventanas.MapGet("/", ListVentanas, AccessMatrix.ListVentanas).Strict<ListVentanasQuery>()
            .WithSummary("List the ventanas of the banca; a ventana and its sellers see their own");
        ventanas.MapGet("/{id}", GetVentana, AccessMatrix.GetVentana)
            .WithSummary("Get a ventana").Refuses(VentanaRefusals.NotFound, VentanaRefusals.NotYours);
        ventanas.MapMethods("/{id}", ["PUT", "PATCH"], UpdateVentana, AccessMatrix.UpdateVentana)
            .WithSummary("Change a ventana; its code, margin, state and user are for the banca")
            .Example(new UpdateVentanaRequest { Phone = "2222-3333" })
            .Refuses(
                VentanaRefusals.NotFound, VentanaRefusals.NotYours, VentanaRefusals.FieldNotYours,
                VentanaRefusals.CodeTaken, VentanaRefusals.UserIncomplete, BancaRefusals.Inactive,
                UserRefusals.UsernameTaken, UserRefusals.PasswordTooShort(10));
        ventanas.MapDelete("/{id}", DeactivateVentana, AccessMatrix.DeactivateVentana)
            .WithSummary("Deactivate a ventana")
            .Example(new ReasonRequest("Local en remodelación"))
            .Refuses(VentanaRefusals.NotFound);
        ventanas.MapPatch("/{id}/restore", RestoreVentana, AccessMatrix.RestoreVentana)
            .WithSummary("Make a ventana active again").Refuses(VentanaRefusals.NotFound, BancaRefusals.Inactive);
    }

    private static async Task<CreatedReply<VentanaResponse, VentanaUser>> CreateVentana(
        CreateVentanaRequest request, VentanaOpening opening, CurrentActor current, CancellationToken cancellationToken)
    {
        // A banca creates in its active banca whatever it sends; an administrator says which.
        var actor = current.Actor;
        var bancaId = actor.Role == Role.Admin ? request.BancaId ?? actor.BancaId : actor.BancaId;
        if (bancaId is not { } banca || (request.Username is null) != (request.Password is null))
        {
            return bancaId is null ? BancaRefusals.ContextRequired : VentanaRefusals.UserIncomplete;
        }

        var opened = await opening.Open(request.ToNewVentana(banca), actor, cancellationToken);
        return opened.Select(made => new Created<VentanaResponse, VentanaUser>(
            VentanaResponse.Of(made.Ventana),
            made.Operator is null ? "Listero creado correctamente" : "Listero y usuario creados correctamente",
            new VentanaUser(made.Operator is not null, made.Operator?.Id, made.Operator?.Username)));
    }

    private static async Task<PageReply<VentanaResponse>> ListVentanas(
        [AsParameters] ListVentanasQuery query, LotteryDbContext db, CurrentActor current,
        CancellationToken cancellationToken)
    {
        var rows = db.Ventanas.AsNoTracking().Include(v => v.Banca).VisibleTo(current.Actor);
        if (query.Search is { } text)
        {
            var pattern = Like.Containing(text);
            rows = rows.Where(v => EF.Functions.ILike(v.Name, pattern, Like.Escape)
                || EF.Functions.ILike(v.Code!, pattern, Like.Escape)
                || EF.Functions.ILike(v.Email!, pattern, Like.Escape)
                || EF.Functions.ILike(v.Phone!, pattern, Like.Escape));
        }

        if (query.IsActive is { Value: var active })
        {
            rows = rows.Where(v => v.IsActive == active);
        }

        var page = await rows.OrderByDescending(v => v.CreatedAt).ThenBy(v => v.Id).ToPage(query, 10, cancellationToken);
        return page.Select(VentanaResponse.Of);
    }

    private static async Task<Reply<VentanaResponse>> GetVentana(
        Guid id, LotteryDbContext db, CurrentActor current, CancellationToken cancellationToken)
    {
        var ventana = await db.Ventanas.AsNoTracking().Include(v => v.Banca)
            .SingleOrDefaultAsync(v => v.Id == id, cancellationToken);
        return ventana is null ? VentanaRefusals.NotFound
            : ventana.HiddenFrom(current.Actor) is { } hidden ? hidden
            : VentanaResponse.Of(ventana);
    }

    private static async Task<Reply<VentanaResponse>> UpdateVentana(
        Guid id, UpdateVentanaRequest request, VentanaChange change, CurrentActor current,
        CancellationToken cancellationToken)
    {
        if (request.TouchesTerms && current.Actor.Role == Role.Ventana)
        {
            return VentanaRefusals.FieldNotYours;
        }

        var access = new NewAccess(request.Username, request.Password);
        return (await change.Apply(id, request.ApplyTo, access, current.Actor, cancellationToken))
            .Select(VentanaResponse.Of);
    }

    private static async Task<Reply<VentanaResponse>> DeactivateVentana(
        Guid id, [FromBody] ReasonRequest? request, VentanaChange change, CurrentActor current,
        CancellationToken cancellationToken) =>
        (await change.Deactivate(id, request?.Reason, current.Actor, cancellationToken)).Select(VentanaResponse.Of);

    private static async Task<Reply<VentanaResponse>> RestoreVentana(
        Guid id, VentanaChange change, CurrentActor current, CancellationToken cancellationToken) =>
        (await change.Restore(id, current.Actor, cancellationToken)).Select(VentanaResponse.Of);
}

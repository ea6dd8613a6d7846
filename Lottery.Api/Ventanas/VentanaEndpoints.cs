using Lottery.Api.Access;
using Lottery.Api.Bancas;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
using Lottery.Api.Http.Queries;
using Lottery.Data;
using Lottery.Data.Activity;
using Lottery.Data.Bancas;
using Lottery.Data.Calendar;
using Lottery.Data.Persistence;
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
                VentanaRefusals.UserIncomplete, UserRefusals.UsernameTaken);
        ventanas.MapGet("/", ListVentanas, AccessMatrix.ListVentanas).Strict<ListVentanasQuery>()
            .WithSummary("List the ventanas of the banca; a ventana and its sellers see their own");
        ventanas.MapGet("/{id}", GetVentana, AccessMatrix.GetVentana)
            .WithSummary("Get a ventana").Refuses(VentanaRefusals.NotFound, VentanaRefusals.NotYours);
        ventanas.MapMethods("/{id}", ["PUT", "PATCH"], UpdateVentana, AccessMatrix.UpdateVentana)
            .WithSummary("Change a ventana; its code and margin are for the banca")
            .Example(new UpdateVentanaRequest(Phone: "2222-3333"))
            .Refuses(
                VentanaRefusals.NotFound, VentanaRefusals.NotYours, VentanaRefusals.FieldNotYours,
                VentanaRefusals.CodeTaken);
        ventanas.MapDelete("/{id}", DeactivateVentana, AccessMatrix.DeactivateVentana)
            .WithSummary("Deactivate a ventana")
            .Example(new ReasonRequest("Local en remodelación"))
            .Refuses(VentanaRefusals.NotFound);
        ventanas.MapPatch("/{id}/restore", RestoreVentana, AccessMatrix.RestoreVentana)
            .WithSummary("Make a ventana active again").Refuses(VentanaRefusals.NotFound, BancaRefusals.Inactive);
    }

    private static async Task<CreatedReply<VentanaResponse>> CreateVentana(
        CreateVentanaRequest request, LotteryDbContext db, CurrentActor current, Passwords passwords,
        BusinessCalendar calendar, CancellationToken cancellationToken)
    {
        if ((request.Username is null) != (request.Password is null))
        {
            return VentanaRefusals.UserIncomplete;
        }

        // A banca creates in its active banca whatever it sends; an administrator says which.
        var actor = current.Actor;
        var bancaId = actor.Role == Role.Admin ? request.BancaId ?? actor.BancaId : actor.BancaId;
        var outcome = await db.InTransaction<Ventana>("ventana.create", async ct =>
        {
            if (bancaId is null)
            {
                return BancaRefusals.ContextRequired;
            }

            var banca = await db.Bancas.SingleOrDefaultAsync(b => b.Id == bancaId, ct);
            if (banca is not { IsActive: true })
            {
                return banca is null ? BancaRefusals.NotFound : BancaRefusals.Inactive;
            }

            var ventana = new Ventana { BancaId = banca.Id, Name = request.Name.Trim(), Code = request.Code?.Trim() };
            ventana.CommissionMarginX = request.CommissionMarginX ?? 0;
            (ventana.Address, ventana.Phone) = (request.Address, request.Phone);
            ventana.Email = request.Email?.Trim().ToLowerInvariant();
            db.Ventanas.Add(ventana);
            db.Record(actor, ActivityType.VentanaCreate, ventana, $"Ventana creada: {ventana.Name}", calendar.Now);
            if (request is { Username: { } username, Password: { } password })
            {
                var user = new User
                {
                    Name = ventana.Name,
                    Username = username,
                    PasswordHash = passwords.Hash(password),
                };
                user.WorkAt(ventana, Role.Ventana);
                db.Users.Add(user);
                db.Record(actor, ActivityType.UserCreate, user, $"Usuario creado: {username}", calendar.Now);
            }

            return ventana;
        }, cancellationToken);
        return outcome.Select(VentanaResponse.Of);
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
        Guid id, UpdateVentanaRequest request, LotteryDbContext db, CurrentActor current, BusinessCalendar calendar,
        CancellationToken cancellationToken)
    {
        var actor = current.Actor;
        if (request.TouchesTerms && actor.Role == Role.Ventana)
        {
            return VentanaRefusals.FieldNotYours;
        }

        var outcome = await Change(db, "ventana.update", id, actor, ventana =>
        {
            ventana.Name = request.Name?.Trim() ?? ventana.Name;
            ventana.Code = request.Code?.Trim() ?? ventana.Code;
            ventana.CommissionMarginX = request.CommissionMarginX ?? ventana.CommissionMarginX;
            ventana.Address = request.Address ?? ventana.Address;
            ventana.Email = request.Email?.Trim().ToLowerInvariant() ?? ventana.Email;
            ventana.Phone = request.Phone ?? ventana.Phone;
            db.Record(actor, ActivityType.VentanaUpdate, ventana, $"Ventana modificada: {ventana.Name}", calendar.Now);
            return null;
        }, cancellationToken);
        return outcome.Select(VentanaResponse.Of);
    }

    private static async Task<Reply<VentanaResponse>> DeactivateVentana(
        Guid id, [FromBody] ReasonRequest? request, LotteryDbContext db, CurrentActor current, BusinessCalendar calendar,
        CancellationToken cancellationToken)
    {
        var outcome = await Change(db, "ventana.deactivate", id, current.Actor, ventana =>
        {
            ventana.Deactivate(request?.Reason);
            db.Record(
                current.Actor, ActivityType.VentanaDelete, ventana, $"Ventana desactivada: {ventana.Name}", calendar.Now);
            return null;
        }, cancellationToken);
        return outcome.Select(VentanaResponse.Of);
    }

    private static async Task<Reply<VentanaResponse>> RestoreVentana(
        Guid id, LotteryDbContext db, CurrentActor current, BusinessCalendar calendar,
        CancellationToken cancellationToken)
    {
        var outcome = await Change(db, "ventana.restore", id, current.Actor, ventana =>
        {
            if (ventana.Restore(ventana.Banca!.IsActive) is { } refusal)
            {
                return refusal;
            }

            db.Record(
                current.Actor, ActivityType.VentanaRestore, ventana, $"Ventana restaurada: {ventana.Name}", calendar.Now);
            return null;
        }, cancellationToken);
        return outcome.Select(VentanaResponse.Of);
    }

    private static Task<Outcome<Ventana>> Change(
        LotteryDbContext db, string operation, Guid id, Actor actor, Func<Ventana, Refusal?> change,
        CancellationToken cancellationToken) =>
        db.InTransaction<Ventana>(operation, async ct =>
        {
            var ventana = await db.Ventanas.FromSql($"select * from ventanas where id = {id} for no key update")
                .Include(v => v.Banca)
                .SingleOrDefaultAsync(ct);
            return ventana is null ? VentanaRefusals.NotFound
                : ventana.HiddenFrom(actor) is { } hidden ? hidden
                : change(ventana) is { } refusal ? refusal
                : ventana;
        }, cancellationToken);
}

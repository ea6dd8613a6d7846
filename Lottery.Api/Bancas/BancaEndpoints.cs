using Lottery.Api.Access;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
using Lottery.Api.Http.Queries;
using Lottery.Data;
using Lottery.Data.Activity;
using Lottery.Data.Bancas;
using Lottery.Data.Calendar;
using Lottery.Data.Loterias;
using Lottery.Data.Persistence;
using Lottery.Data.Users;
using Lottery.Data.Users.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Bancas;

internal static class BancaEndpoints
{
    public static void MapBancas(this RouteGroupBuilder api)
    {
        var bancas = api.MapGroup("/bancas").WithTags("Bancas");
        bancas.MapPost("/", CreateBanca, AccessMatrix.CreateBanca)
            .WithSummary("Create a banca")
            .Example(new CreateBancaRequest("Banca La Central", "CENTRAL", SalesCutoffMinutes: 1))
            .Refuses(
                BancaRefusals.CodeTaken, BancaRefusals.NameTaken, BancaRefusals.UserIncomplete,
                BancaRefusals.PasswordsDiffer, UserRefusals.UsernameTaken, UserRefusals.PasswordTooShort(10));
        bancas.MapGet("/", ListBancas, AccessMatrix.ListBancas).Strict<ListBancasQuery>()
            .WithSummary("List bancas: administrators all, everyone else their own");
        bancas.MapGet("/{id}", GetBanca, AccessMatrix.GetBanca)
            .WithSummary("Get a banca").Refuses(BancaRefusals.NotFound);
        bancas.MapMethods("/{id}", ["PUT", "PATCH"], UpdateBanca, AccessMatrix.UpdateBanca)
            .WithSummary("Change a banca; its quotas are for administrators")
            .Example(new UpdateBancaRequest { Phone = "2222-3333" })
            .Refuses(
                BancaRefusals.NotFound, BancaRefusals.CodeTaken, BancaRefusals.NameTaken, UserRefusals.FieldNotYours);
        bancas.MapDelete("/{id}", DeactivateBanca, AccessMatrix.DeactivateBanca)
            .WithSummary("Deactivate a banca without active ventanas")
            .Example(new ReasonRequest("Cierre de operaciones"))
            .Refuses(BancaRefusals.NotFound, BancaRefusals.HasActiveVentanas);
        bancas.MapPatch("/{id}/restore", RestoreBanca, AccessMatrix.RestoreBanca)
            .WithSummary("Make a banca active again").Refuses(BancaRefusals.NotFound);
    }

    private static async Task<CreatedReply<BancaResponse>> CreateBanca(
        CreateBancaRequest request, BancaOpening opening, CurrentActor current, CancellationToken cancellationToken)
    {
        if ((request.Username is null) != (request.Password is null))
        {
            return BancaRefusals.UserIncomplete;
        }

        if (request.ConfirmPassword is { } again && again != request.Password)
        {
            return BancaRefusals.PasswordsDiffer;
        }

        return (await opening.Open(
            request.ToBanca(), request.Administrator, request.ImportBaseLoterias is true, current.Actor,
            cancellationToken)).Select(BancaResponse.Of);
    }

    private static async Task<PageReply<BancaResponse>> ListBancas(
        [AsParameters] ListBancasQuery query, LotteryDbContext db, CancellationToken cancellationToken)
    {
        var rows = db.Bancas.AsNoTracking();
        if (query.Search is { } text)
        {
            rows = rows.Where(b => EF.Functions.ILike(b.Name, Like.Containing(text), Like.Escape)
                || EF.Functions.ILike(b.Code, Like.Containing(text), Like.Escape));
        }

        if (query.IsActive is { Value: var active })
        {
            rows = rows.Where(b => b.IsActive == active);
        }

        var page = await rows.OrderByDescending(b => b.CreatedAt).ThenBy(b => b.Id).ToPage(query, 20, cancellationToken);
        return page.Select(BancaResponse.Of);
    }

    private static async Task<Reply<BancaResponse>> GetBanca(
        Guid id, LotteryDbContext db, CancellationToken cancellationToken)
    {
        var banca = await db.Bancas.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, cancellationToken);
        return banca is null ? BancaRefusals.NotFound : BancaResponse.Of(banca);
    }

    private static async Task<Reply<BancaResponse>> UpdateBanca(
        Guid id, UpdateBancaRequest request, LotteryDbContext db, SessionRoom room, CurrentActor current,
        BusinessCalendar calendar, CancellationToken cancellationToken)
    {
        if (request.TouchesQuotas && current.Actor.Role != Role.Admin)
        {
            return UserRefusals.FieldNotYours;
        }

        var outcome = await Change(db, "banca.update", id, async banca =>
        {
            request.ApplyTo(banca);
            var ended = request.SessionLimit is { } limit ? await room.Shrink(id, limit, cancellationToken) : 0;
            db.Record(
                current.Actor, ActivityType.BancaUpdate, banca, $"Banca modificada: {banca.Name}", calendar.Now,
                new { sessionsEnded = ended });
            return null;
        }, cancellationToken);
        return outcome.Select(BancaResponse.Of);
    }

    private static async Task<Reply<BancaResponse>> DeactivateBanca(
        Guid id, [FromBody] ReasonRequest? request, LotteryDbContext db, CurrentActor current, BusinessCalendar calendar,
        CancellationToken cancellationToken)
    {
        var outcome = await Change(db, "banca.deactivate", id, async banca =>
        {
            var hasVentanas = await db.Ventanas.IgnoreQueryFilters([LotteryDbContext.TenantFilter])
                .AnyAsync(v => v.BancaId == id && v.IsActive, cancellationToken);
            if (banca.Deactivate(hasVentanas, request?.Reason) is { } refusal)
            {
                return refusal;
            }

            db.Record(current.Actor, ActivityType.BancaDelete, banca, $"Banca desactivada: {banca.Name}", calendar.Now);
            return null;
        }, cancellationToken);
        return outcome.Select(BancaResponse.Of);
    }

    private static async Task<Reply<BancaResponse>> RestoreBanca(
        Guid id, LotteryDbContext db, CurrentActor current, BusinessCalendar calendar,
        CancellationToken cancellationToken)
    {
        var outcome = await Change(db, "banca.restore", id, banca =>
        {
            banca.Restore();
            db.Record(current.Actor, ActivityType.BancaRestore, banca, $"Banca restaurada: {banca.Name}", calendar.Now);
            return Task.FromResult<Refusal?>(null);
        }, cancellationToken);
        return outcome.Select(BancaResponse.Of);
    }

    private static Task<Outcome<Banca>> Change(
        LotteryDbContext db, string operation, Guid id, Func<Banca, Task<Refusal?>> change,
        CancellationToken cancellationToken) =>
        db.InTransaction<Banca>(operation, async ct =>
        {
            var banca = await db.Bancas.FromSql($"select * from bancas where id = {id} for no key update")
                .SingleOrDefaultAsync(ct);
            return banca is null ? BancaRefusals.NotFound
                : await change(banca) is { } refusal ? refusal
                : banca;
        }, cancellationToken);
}

using Lottery.Api.Access;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
using Lottery.Api.Http.Queries;
using Lottery.Data;
using Lottery.Data.Activity;
using Lottery.Data.Calendar;
using Lottery.Data.Loterias;
using Lottery.Data.Persistence;
using Lottery.Data.Users;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Loterias;

internal static class MultiplierEndpoints
{
    public static void MapMultipliers(this RouteGroupBuilder api)
    {
        var multipliers = api.MapGroup("/multipliers").WithTags("Multipliers");
        multipliers.MapPost("/", CreateMultiplier, AccessMatrix.CreateMultiplier)
            .WithSummary("Create a multiplier of a lotería")
            .Example(new CreateMultiplierRequest(Guid.Empty, "Base", 90, BetType.Numero))
            .Refuses(LoteriaRefusals.NotFound, LoteriaRefusals.Global, LoteriaRefusals.MultiplierNameTaken);
        multipliers.MapGet("/", ListMultipliers, AccessMatrix.ListMultipliers)
            .Strict<ListMultipliersQuery>()
            .WithSummary("List multipliers");
        multipliers.MapGet("/{id}", GetMultiplier, AccessMatrix.GetMultiplier)
            .WithSummary("Get a multiplier").Refuses(LoteriaRefusals.MultiplierNotFound);
        multipliers.MapMethods("/{id}", ["PUT", "PATCH"], UpdateMultiplier, AccessMatrix.UpdateMultiplier)
            .WithSummary("Change a multiplier; tickets sold keep their factor")
            .Example(new UpdateMultiplierRequest { ValueX = 85 })
            .Refuses(
                LoteriaRefusals.MultiplierNotFound, LoteriaRefusals.Global, LoteriaRefusals.MultiplierNameTaken);
        multipliers.MapDelete("/{id}", ToggleMultiplier, AccessMatrix.ToggleMultiplier)
            .WithSummary("Switch a multiplier off, or on again with isActive true")
            .Example(new ToggleMultiplierRequest(false))
            .Refuses(
                LoteriaRefusals.MultiplierNotFound, LoteriaRefusals.Global, LoteriaRefusals.MultiplierNameTaken);
        multipliers.MapPatch("/{id}/restore", RestoreMultiplier, AccessMatrix.RestoreMultiplier)
            .WithSummary("Switch a multiplier on again")
            .Refuses(
                LoteriaRefusals.MultiplierNotFound, LoteriaRefusals.Global, LoteriaRefusals.MultiplierNameTaken);
    }

    private static async Task<CreatedReply<MultiplierResponse>> CreateMultiplier(
        CreateMultiplierRequest request, LotteryDbContext db, CurrentActor current, BusinessCalendar calendar,
        CancellationToken cancellationToken)
    {
        var outcome = await db.InTransaction<LoteriaMultiplier>("multiplier.create", async ct =>
        {
            if ((await db.LoteriaForChange(request.LoteriaId, current.Actor, ct)).IsRefused(out var no, out var loteria))
            {
                return no;
            }

            var multiplier = new LoteriaMultiplier
            {
                LoteriaId = loteria.Id,
                BancaId = loteria.BancaId,
                Name = request.Name.Trim(),
                ValueX = request.ValueX,
                Kind = request.Kind ?? BetType.Numero,
                AppliesToDate = request.AppliesToDate,
                AppliesToSorteoId = request.AppliesToSorteoId,
                IsActive = request.IsActive ?? true,
            };
            db.LoteriaMultipliers.Add(multiplier);
            db.Record(
                current.Actor, ActivityType.SystemAction, multiplier, $"Multiplicador creado: {multiplier.Name}",
                calendar.Now, new { op = "create" });
            return multiplier;
        }, cancellationToken);
        return outcome.Select(MultiplierResponse.Of);
    }

    private static async Task<PageReply<MultiplierResponse>> ListMultipliers(
        [AsParameters] ListMultipliersQuery query, LotteryDbContext db, CancellationToken cancellationToken)
    {
        var kind = query.Kind?.Value;
        var all = db.LoteriaMultipliers.AsNoTracking().Include(m => m.Loteria);
        var rows = (query.BancaId is { } banca ? all.Where(m => m.BancaId == banca) : all.InLists(db.Tenant))
            .Where(m => query.LoteriaId == null || m.LoteriaId == query.LoteriaId)
            .Where(m => kind == null || m.Kind == kind)
            .Where(m => query.AppliesToSorteoId == null || m.AppliesToSorteoId == query.AppliesToSorteoId);
        if (query.Q is { } text)
        {
            var pattern = Like.Containing(text);
            rows = rows.Where(m => EF.Functions.ILike(m.Name, pattern, Like.Escape)
                || EF.Functions.ILike(m.Loteria!.Name, pattern, Like.Escape));
        }

        if (query.IsActive is { Value: var active })
        {
            rows = rows.Where(m => m.IsActive == active);
        }

        var page = await rows.OrderByDescending(m => m.UpdatedAt).ThenBy(m => m.Id).ToPage(query, 10, cancellationToken);
        return page.Select(MultiplierResponse.Of);
    }

    private static async Task<Reply<MultiplierResponse>> GetMultiplier(
        Guid id, LotteryDbContext db, CancellationToken cancellationToken)
    {
        var multiplier = await db.LoteriaMultipliers.AsNoTracking().Include(m => m.Loteria)
            .SingleOrDefaultAsync(m => m.Id == id, cancellationToken);
        return multiplier is null ? LoteriaRefusals.MultiplierNotFound : MultiplierResponse.Of(multiplier);
    }

    private static Task<Reply<MultiplierResponse>> UpdateMultiplier(
        Guid id, UpdateMultiplierRequest request, LotteryDbContext db, CurrentActor current, BusinessCalendar calendar,
        CancellationToken cancellationToken) =>
        Change(db, id, current.Actor, "update", calendar, request.ApplyTo, cancellationToken);

    private static Task<Reply<MultiplierResponse>> ToggleMultiplier(
        Guid id, [FromBody] ToggleMultiplierRequest request, LotteryDbContext db, CurrentActor current,
        BusinessCalendar calendar, CancellationToken cancellationToken) =>
        Change(db, id, current.Actor, "toggle", calendar,
            multiplier => multiplier.IsActive = request.IsActive, cancellationToken);

    private static Task<Reply<MultiplierResponse>> RestoreMultiplier(
        Guid id, LotteryDbContext db, CurrentActor current, BusinessCalendar calendar,
        CancellationToken cancellationToken) =>
        Change(db, id, current.Actor, "restore", calendar, multiplier => multiplier.IsActive = true, cancellationToken);

    private static async Task<Reply<MultiplierResponse>> Change(
        LotteryDbContext db, Guid id, Actor actor, string op, BusinessCalendar calendar,
        Action<LoteriaMultiplier> change, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransaction<LoteriaMultiplier>($"multiplier.{op}", async ct =>
        {
            var multiplier = await db.LoteriaMultipliers
                .FromSql($"select * from loteria_multipliers where id = {id} for no key update")
                .Include(m => m.Loteria)
                .SingleOrDefaultAsync(ct);
            if (multiplier is null)
            {
                return LoteriaRefusals.MultiplierNotFound;
            }

            if (multiplier.BancaId is null && actor.Role != Role.Admin)
            {
                return LoteriaRefusals.Global;
            }

            change(multiplier);
            db.Record(
                actor, ActivityType.SystemAction, multiplier, $"Multiplicador modificado: {multiplier.Name}",
                calendar.Now, new { op });
            return multiplier;
        }, cancellationToken);
        return outcome.Select(MultiplierResponse.Of);
    }
}

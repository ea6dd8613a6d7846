using System.Text.Json.Nodes;
using Lottery.Api.Access;
using Lottery.Api.Bancas;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
using Lottery.Api.Http.Queries;
using Lottery.Data;
using Lottery.Data.Activity;
using Lottery.Data.Calendar;
using Lottery.Data.Loterias;
using Lottery.Data.Persistence;
using Lottery.Data.Sorteos;
using Lottery.Data.Users;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Loterias;

internal static class LoteriaEndpoints
{
    internal static readonly JsonObject ExampleRules = JsonNode.Parse("""
        {
          "digits": 2,
          "drawSchedules": [{ "frequency": "diario", "times": ["12:55", "16:30", "19:30"] }],
          "reventadoConfig": { "enabled": true },
          "minBetAmount": 100
        }
        """)!.AsObject();

    public static void MapLoterias(this RouteGroupBuilder api)
    {
        var loterias = api.MapGroup("/loterias").WithTags("Loterias");
        loterias.MapPost("/", CreateLoteria, AccessMatrix.CreateLoteria)
            .WithSummary("Create a lotería; without a banca an administrator creates a template")
            .Example(new CreateLoteriaRequest("TICA", ExampleRules))
            .Refuses(LoteriaRefusals.NameTaken, LoteriaRefusals.InvalidRules("digits debe ser 2 o 3"));
        loterias.MapGet("/", ListLoterias, AccessMatrix.ListLoterias)
            .WithSummary("List loterías");
        loterias.MapGet("/{id}", GetLoteria, AccessMatrix.GetLoteria)
            .WithSummary("Get a lotería").Refuses(LoteriaRefusals.NotFound);
        loterias.MapMethods("/{id}", ["PUT", "PATCH"], UpdateLoteria, AccessMatrix.UpdateLoteria)
            .WithSummary("Change a lotería; switching it off takes its unsold draws off too")
            .Example(new UpdateLoteriaRequest("TICA"))
            .Refuses(
                LoteriaRefusals.NotFound, LoteriaRefusals.Global, LoteriaRefusals.NameTaken, LoteriaRefusals.Deleted,
                LoteriaRefusals.InvalidRules("digits debe ser 2 o 3"));
        loterias.MapDelete("/{id}", DeleteLoteria, AccessMatrix.DeleteLoteria)
            .WithSummary("Delete a lotería; draws with tickets stay")
            .Example(new ReasonRequest("Ya no se juega"))
            .Refuses(LoteriaRefusals.NotFound, LoteriaRefusals.Global, LoteriaRefusals.Deleted);
        loterias.MapPatch("/{id}/restore", RestoreLoteria, AccessMatrix.RestoreLoteria)
            .WithSummary("Undo a deletion").Refuses(LoteriaRefusals.NotFound, LoteriaRefusals.Global);
        loterias.MapSchedule();
    }

    private static async Task<CreatedReply<LoteriaResponse>> CreateLoteria(
        CreateLoteriaRequest request, LotteryDbContext db, CurrentActor current, BusinessCalendar calendar,
        CancellationToken cancellationToken)
    {
        var actor = current.Actor;
        var bancaId = actor.Role == Role.Admin ? request.BancaId ?? actor.BancaId : actor.BancaId;
        var outcome = await db.InTransaction<Loteria>("loteria.create", async ct =>
        {
            if (bancaId is not null && !await db.Bancas.AnyAsync(b => b.Id == bancaId, ct))
            {
                return Data.Bancas.BancaRefusals.NotFound;
            }

            var loteria = new Loteria { BancaId = bancaId, Name = request.Name.Trim() };
            if ((request.RulesJson is { } rules ? loteria.SetRules(rules.ToJsonString()) : null) is { } refusal)
            {
                return refusal;
            }

            _ = loteria.SetActive(request.IsActive ?? true);
            db.Loterias.Add(loteria);
            db.Record(actor, ActivityType.LoteriaCreate, loteria, $"Lotería creada: {loteria.Name}", calendar.Now);
            return loteria;
        }, cancellationToken);
        return outcome.Select(LoteriaResponse.Of);
    }

    private static async Task<PageReply<LoteriaResponse>> ListLoterias(
        [AsParameters] ListLoteriasQuery query, LotteryDbContext db, CancellationToken cancellationToken)
    {
        var rows = db.Loterias.AsNoTracking().InLists(db.Tenant);
        if (query.Search is { } text)
        {
            rows = rows.Where(l => EF.Functions.ILike(l.Name, Like.Containing(text), Like.Escape));
        }

        if (query.IsActive is { Value: var active })
        {
            rows = rows.Where(l => l.IsActive == active);
        }

        var page = await rows.OrderByDescending(l => l.CreatedAt).ThenBy(l => l.Id).ToPage(query, 10, cancellationToken);
        return page.Select(LoteriaResponse.Of);
    }

    private static async Task<Reply<LoteriaResponse>> GetLoteria(
        Guid id, LotteryDbContext db, CancellationToken cancellationToken)
    {
        var loteria = await db.Loterias.AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, cancellationToken);
        return loteria is null ? LoteriaRefusals.NotFound : LoteriaResponse.Of(loteria);
    }

    private static async Task<Reply<LoteriaResponse>> UpdateLoteria(
        Guid id, UpdateLoteriaRequest request, LotteryDbContext db, CurrentActor current, BusinessCalendar calendar,
        CancellationToken cancellationToken) =>
        (await Change(db, "loteria.update", id, current.Actor, ActivityType.LoteriaUpdate, calendar, loteria =>
        {
            loteria.Name = request.Name?.Trim() ?? loteria.Name;
            return (request.RulesJson is { } rules ? loteria.SetRules(rules.ToJsonString()) : null)
                ?? (request.IsActive is { } active ? loteria.SetActive(active) : null);
        }, cancellationToken)).Select(LoteriaResponse.Of);

    private static async Task<Reply<LoteriaResponse>> DeleteLoteria(
        Guid id, [FromBody] ReasonRequest? request, LotteryDbContext db, CurrentActor current, BusinessCalendar calendar,
        CancellationToken cancellationToken) =>
        (await Change(db, "loteria.delete", id, current.Actor, ActivityType.LoteriaDelete, calendar,
            loteria => loteria.Delete(current.Actor.UserId, request?.Reason, calendar.Now),
            cancellationToken)).Select(LoteriaResponse.Of);

    private static async Task<Reply<LoteriaResponse>> RestoreLoteria(
        Guid id, LotteryDbContext db, CurrentActor current, BusinessCalendar calendar,
        CancellationToken cancellationToken) =>
        (await Change(db, "loteria.restore", id, current.Actor, ActivityType.LoteriaRestore, calendar, loteria =>
        {
            loteria.Restore();
            return null;
        }, cancellationToken)).Select(LoteriaResponse.Of);

    private static Task<Outcome<Loteria>> Change(
        LotteryDbContext db, string operation, Guid id, Actor actor, ActivityType action, BusinessCalendar calendar,
        Func<Loteria, Refusal?> verb, CancellationToken cancellationToken) =>
        db.InTransaction<Loteria>(operation, async ct =>
        {
            if ((await db.LoteriaForChange(id, actor, ct)).IsRefused(out var no, out var loteria))
            {
                return no;
            }

            var wasActive = loteria.IsActive;
            if (verb(loteria) is { } refusal)
            {
                return refusal;
            }

            var followed = loteria.IsActive == wasActive ? 0 : await db.FollowLoteria(loteria, calendar.Now, ct);
            db.Record(actor, action, loteria, $"{WireNames.Of(action)}: {loteria.Name}", calendar.Now,
                new { sorteosAffected = followed });
            return loteria;
        }, cancellationToken);
}

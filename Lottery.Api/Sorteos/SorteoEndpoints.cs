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
using Lottery.Data.Tickets;
using Lottery.Data.Users;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Sorteos;

/// <summary>Draws as things: made, changed, listed, taken away. Their life is in <see cref="SorteoLifeEndpoints"/>.</summary>
internal static class SorteoEndpoints
{
    public static void MapSorteos(this RouteGroupBuilder api)
    {
        var sorteos = api.MapGroup("/sorteos").WithTags("Sorteos");
        sorteos.MapPost("/", CreateSorteo, AccessMatrix.CreateSorteo)
            .WithSummary("Create a draw of a lotería")
            .Example(new CreateSorteoRequest(
                Guid.Empty, Moment.At(new DateTimeOffset(2027, 1, 4, 18, 55, 0, TimeSpan.Zero)), "TICA 12:55"))
            .Refuses(
                LoteriaRefusals.NotFound, LoteriaRefusals.Inactive, LoteriaRefusals.Global, SorteoRefusals.Duplicate);
        sorteos.MapGet("/", ListSorteos, AccessMatrix.ListSorteos).Strict<ListSorteosQuery>()
            .WithSummary("List draws, latest first").Refuses(DateRange.Invalid);
        sorteos.MapGet("/{id}", GetSorteo, AccessMatrix.GetSorteo)
            .WithSummary("Get a draw, with its tickets counted").Refuses(SorteoRefusals.NotFound);
        sorteos.MapMethods("/{id}", ["PUT", "PATCH"], UpdateSorteo, AccessMatrix.UpdateSorteo)
            .WithSummary("Change a draw; once a ticket is sold only its name and whether it sells")
            .Example(new UpdateSorteoRequest(Name: "TICA mediodía"))
            .Refuses(
                SorteoRefusals.NotFound, SorteoRefusals.Global, SorteoRefusals.NotEditable, SorteoRefusals.LoteriaFixed,
                SorteoRefusals.HasTickets, SorteoRefusals.Deleted, SorteoRefusals.Duplicate, LoteriaRefusals.NotFound,
                LoteriaRefusals.Inactive);
        sorteos.MapDelete("/{id}", DeleteSorteo, AccessMatrix.DeleteSorteo)
            .WithSummary("Delete a draw that nobody has bought for")
            .Example(new ReasonRequest("Creado por error"))
            .Refuses(
                SorteoRefusals.NotFound, SorteoRefusals.Global, SorteoRefusals.Deleted, SorteoRefusals.HasTickets,
                SorteoRefusals.AlreadyEvaluated);
        sorteos.MapSorteoLife();
    }

    private static async Task<CreatedReply<SorteoResponse>> CreateSorteo(
        CreateSorteoRequest request, LotteryDbContext db, CurrentActor current, BusinessCalendar calendar,
        CancellationToken cancellationToken)
    {
        var outcome = await db.InTransaction<Sorteo>("sorteo.create", async ct =>
        {
            if ((await db.LoteriaForChange(request.LoteriaId, current.Actor, ct)).IsRefused(out var no, out var loteria))
            {
                return no;
            }

            if (!loteria.IsActive)
            {
                return LoteriaRefusals.Inactive;
            }

            var sorteo = new Sorteo
            {
                LoteriaId = loteria.Id,
                BancaId = loteria.BancaId,
                Name = request.Name.Trim(),
                ScheduledAt = calendar.InstantOf(request.ScheduledAt),
                Digits = request.Digits ?? loteria.Rules.Digits,
            };
            _ = sorteo.SetActive(request.IsActive ?? true);
            db.Sorteos.Add(sorteo);
            db.Record(
                current.Actor, ActivityType.SorteoCreate, sorteo, $"Sorteo creado: {sorteo.Name}", calendar.Now,
                new { digitsSource = request.Digits is null ? "inherited" : "explicit" });
            return sorteo;
        }, cancellationToken);
        return outcome.Select(sorteo => SorteoResponse.Of(sorteo, calendar));
    }

    private static async Task<PageReply<SorteoResponse>> ListSorteos(
        [AsParameters] ListSorteosQuery query, LotteryDbContext db, CurrentActor current, BusinessCalendar calendar,
        CancellationToken cancellationToken)
    {
        var asked = DateRange.Of(calendar, query.Date, query.FromDate, query.ToDate, null, futureAllowed: true);
        if (asked.IsRefused(out var refusal, out var range))
        {
            return refusal;
        }

        var status = query.Status?.Value;
        var rows = db.Sorteos.AsNoTracking().Include(s => s.Loteria).Include(s => s.ExtraMultiplier).InLists(db.Tenant)
            .Where(s => s.DeletedAt == null)
            .Where(s => query.LoteriaId == null || s.LoteriaId == query.LoteriaId)
            .Where(s => status == null || s.Status == status);
        if (range is { } days)
        {
            var (from, to) = (calendar.BoundsOf(days.From).From, calendar.BoundsOf(days.To).To);
            rows = rows.Where(s => s.ScheduledAt >= from && s.ScheduledAt < to);
        }

        if (query.Search is { } text)
        {
            var pattern = Like.Containing(text);
            rows = rows.Where(s => EF.Functions.ILike(s.Name, pattern, Like.Escape)
                || EF.Functions.ILike(s.WinningNumber!, pattern, Like.Escape)
                || EF.Functions.ILike(s.Loteria!.Name, pattern, Like.Escape));
        }

        if (query.IsActive is { Value: var active })
        {
            rows = rows.Where(s => s.IsActive == active);
        }

        var page = await rows.OrderByDescending(s => s.ScheduledAt).ThenByDescending(s => s.Id)
            .ToPage(query, 10, cancellationToken);
        var counts = await TicketCounts(db, current.Actor, [.. page.Data.Select(s => s.Id)], cancellationToken);
        var excluding = await WithExclusions(db, [.. page.Data.Select(s => s.Id)], cancellationToken);
        return page.Select(s => SorteoResponse.Of(
            s, calendar, counts.GetValueOrDefault(s.Id), excluding.Contains(s.Id)));
    }

    private static async Task<Reply<SorteoResponse>> GetSorteo(
        Guid id, LotteryDbContext db, CurrentActor current, BusinessCalendar calendar,
        CancellationToken cancellationToken)
    {
        var sorteo = await db.Sorteos.AsNoTracking().Include(s => s.Loteria).Include(s => s.ExtraMultiplier)
            .SingleOrDefaultAsync(s => s.Id == id, cancellationToken);
        if (sorteo is null)
        {
            return SorteoRefusals.NotFound;
        }

        var counts = await TicketCounts(db, current.Actor, [id], cancellationToken);
        var excluding = await WithExclusions(db, [id], cancellationToken);
        return SorteoResponse.Of(sorteo, calendar, counts.GetValueOrDefault(id), excluding.Contains(id));
    }

    private static Task<Reply<SorteoResponse>> UpdateSorteo(
        Guid id, UpdateSorteoRequest request, LotteryDbContext db, CurrentActor current, BusinessCalendar calendar,
        CancellationToken cancellationToken) =>
        db.ChangeSorteo(id, "sorteo.update", current.Actor, ActivityType.SorteoUpdate, "Sorteo modificado", calendar,
            async (sorteo, ct) =>
            {
                var at = request.ScheduledAt is { } moment ? calendar.InstantOf(moment) : sorteo.ScheduledAt;
                var changesLoteria = request.LoteriaId is { } other && other != sorteo.LoteriaId;
                var changesDraw = at != sorteo.ScheduledAt || (request.Digits ?? sorteo.Digits) != sorteo.Digits;
                if (sorteo.CanChange(changesLoteria, changesDraw, await db.HasTickets(id, ct)) is { } refusal)
                {
                    return refusal;
                }

                if (changesLoteria)
                {
                    var loteria = await db.Loterias.SingleOrDefaultAsync(
                        l => l.Id == request.LoteriaId && l.BancaId == sorteo.BancaId, ct);
                    if (loteria is not { IsActive: true })
                    {
                        return loteria is null ? LoteriaRefusals.NotFound : LoteriaRefusals.Inactive;
                    }

                    sorteo.LoteriaId = loteria.Id;
                }

                sorteo.Name = request.Name?.Trim() ?? sorteo.Name;
                (sorteo.ScheduledAt, sorteo.Digits) = (at, request.Digits ?? sorteo.Digits);
                return request.IsActive is { } active ? sorteo.SetActive(active) : null;
            }, cancellationToken);

    private static Task<Reply<SorteoResponse>> DeleteSorteo(
        Guid id, [FromBody] ReasonRequest? request, LotteryDbContext db, CurrentActor current, BusinessCalendar calendar,
        CancellationToken cancellationToken) =>
        db.ChangeSorteo(id, "sorteo.delete", current.Actor, ActivityType.SoftDelete, "Sorteo eliminado", calendar,
            async (sorteo, ct) => sorteo.Delete(
                current.Actor.UserId, request?.Reason, await db.HasTickets(id, ct), calendar.Now),
            cancellationToken);

    // A ticket counts unless it was cancelled or excluded, and only for who may see it.
    private static Task<Dictionary<Guid, int>> TicketCounts(
        LotteryDbContext db, Actor actor, IReadOnlyList<Guid> sorteos, CancellationToken cancellationToken) =>
        db.Tickets.VisibleTo(actor)
            .Where(t => sorteos.Contains(t.SorteoId))
            .Where(t => t.Status != TicketStatus.Cancelled && t.Status != TicketStatus.Excluded)
            .GroupBy(t => t.SorteoId)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);

    // Those of the reader's tenant: another banca's exclusions from a global draw are none of its business.
    private static Task<HashSet<Guid>> WithExclusions(
        LotteryDbContext db, IReadOnlyList<Guid> sorteos, CancellationToken cancellationToken) =>
        db.ListaExclusions.Where(x => sorteos.Contains(x.SorteoId)).Select(x => x.SorteoId).Distinct()
            .ToHashSetAsync(cancellationToken);
}

using Lottery.Api.Access;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
using Lottery.Data;
using Lottery.Data.Accounts;
using Lottery.Data.Activity;
using Lottery.Data.Calendar;
using Lottery.Data.Persistence;
using Lottery.Data.Sorteos;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Sorteos;

/// <summary>The life of a draw: opened, closed, evaluated, reverted, switched off and on, restored.</summary>
internal static class SorteoLifeEndpoints
{
    public static void MapSorteoLife(this RouteGroupBuilder sorteos)
    {
        sorteos.MapPatch("/{id}/open", OpenSorteo, AccessMatrix.OpenSorteo)
            .WithSummary("Start sales")
            .Refuses(
                SorteoRefusals.NotFound, SorteoRefusals.Global, SorteoRefusals.OpensFromScheduled,
                SorteoRefusals.Inactive);
        sorteos.MapPatch("/{id}/close", CloseSorteo, AccessMatrix.CloseSorteo)
            .WithSummary("Stop sales")
            .Refuses(SorteoRefusals.NotFound, SorteoRefusals.Global, SorteoRefusals.ClosesFromOpen);
        sorteos.MapPatch("/{id}/evaluate", EvaluateSorteo, AccessMatrix.EvaluateSorteo)
            .WithSummary("Take the result and write every prize")
            .Example(new EvaluateSorteoRequest("27"))
            .Refuses(
                SorteoRefusals.NotFound, SorteoRefusals.Global, SorteoRefusals.EvaluatesFromOpenOrClosed,
                SorteoRefusals.AlreadyEvaluated, SorteoRefusals.NotDrawnYet, SorteoRefusals.WinningNumberDigits(2, 3),
                SorteoRefusals.ExtraInvalid, SorteoRefusals.ExtraOfOtherLoteria, SorteoRefusals.ExtraNotReventado,
                SorteoRefusals.ExtraNotForThisSorteo, AccountRefusals.Settled(new DateOnly(2026, 10, 20)));
        sorteos.MapPatch("/{id}/revert-evaluation", RevertEvaluation, AccessMatrix.RevertEvaluation)
            .WithSummary("Take the result back; payments stay on record as reversed")
            .Example(new RevertEvaluationRequest("Número mal digitado"))
            .Refuses(
                SorteoRefusals.NotFound, SorteoRefusals.Global, SorteoRefusals.RevertsFromEvaluated,
                SorteoRefusals.RevertNeedsReason, AccountRefusals.Settled(new DateOnly(2026, 10, 20)));
        sorteos.MapPatch("/{id}/set-active", SetSorteoActive, AccessMatrix.SetSorteoActive)
            .WithSummary("Switch sales of a draw off or on")
            .Example(new SetActiveRequest(false))
            .Refuses(SorteoRefusals.NotFound, SorteoRefusals.Global, SorteoRefusals.Deleted);
        sorteos.MapPatch("/{id}/restore", RestoreSorteo, AccessMatrix.RestoreSorteo)
            .WithSummary("Undo a deletion, or open a closed draw again")
            .Refuses(SorteoRefusals.NotFound, SorteoRefusals.Global, SorteoRefusals.NothingToRestore);
    }

    private static Task<Reply<SorteoResponse>> OpenSorteo(
        Guid id, LotteryDbContext db, CurrentActor current, BusinessCalendar calendar,
        CancellationToken cancellationToken) =>
        db.ChangeSorteo(id, "sorteo.open", current.Actor, ActivityType.SorteoOpen, "Sorteo abierto", calendar,
            (sorteo, _) => Task.FromResult(sorteo.Open()), cancellationToken);

    private static Task<Reply<SorteoResponse>> CloseSorteo(
        Guid id, LotteryDbContext db, CurrentActor current, BusinessCalendar calendar,
        CancellationToken cancellationToken) =>
        db.ChangeSorteo(id, "sorteo.close", current.Actor, ActivityType.SorteoClose, "Sorteo cerrado", calendar,
            (sorteo, _) => Task.FromResult(sorteo.Close()), cancellationToken);

    private static Task<Reply<SorteoResponse>> SetSorteoActive(
        Guid id, SetActiveRequest request, LotteryDbContext db, CurrentActor current, BusinessCalendar calendar,
        CancellationToken cancellationToken) =>
        db.ChangeSorteo(id, "sorteo.set-active", current.Actor, ActivityType.SorteoUpdate,
            request.IsActive ? "Sorteo activado" : "Sorteo desactivado", calendar,
            (sorteo, _) => Task.FromResult(sorteo.SetActive(request.IsActive)), cancellationToken);

    private static Task<Reply<SorteoResponse>> RestoreSorteo(
        Guid id, LotteryDbContext db, CurrentActor current, BusinessCalendar calendar,
        CancellationToken cancellationToken) =>
        db.ChangeSorteo(id, "sorteo.restore", current.Actor, ActivityType.Restore, "Sorteo restaurado", calendar,
            (sorteo, _) => Task.FromResult(sorteo.Restore()), cancellationToken);

    private static async Task<Reply<SorteoResponse>> EvaluateSorteo(
        Guid id, EvaluateSorteoRequest request, SorteoEvaluation evaluation, CurrentActor current,
        BusinessCalendar calendar, CancellationToken cancellationToken)
    {
        var drawn = new DrawnResult(request.WinningNumber, request.ExtraMultiplierId, request.ExtraOutcomeCode);
        var outcome = await evaluation.Evaluate(id, drawn, current.Actor, cancellationToken);
        return outcome.Select(sorteo => SorteoResponse.Of(sorteo, calendar));
    }

    private static async Task<Reply<SorteoResponse>> RevertEvaluation(
        Guid id, RevertEvaluationRequest? request, SorteoEvaluation evaluation, CurrentActor current,
        BusinessCalendar calendar, CancellationToken cancellationToken)
    {
        var outcome = await evaluation.Revert(id, request?.Reason, current.Actor, cancellationToken);
        return outcome.Select(sorteo => SorteoResponse.Of(sorteo, calendar));
    }

    /// <summary>One verb on one locked draw, with its line in the trail, in one transaction.</summary>
    internal static async Task<Reply<SorteoResponse>> ChangeSorteo(
        this LotteryDbContext db, Guid id, string operation, Actor actor, ActivityType action, string description,
        BusinessCalendar calendar, Func<Sorteo, CancellationToken, Task<Refusal?>> verb,
        CancellationToken cancellationToken)
    {
        var outcome = await db.InTransaction<Sorteo>(operation, async ct =>
        {
            if ((await db.SorteoForChange(id, actor, ct)).IsRefused(out var no, out var sorteo))
            {
                return no;
            }

            if (await verb(sorteo, ct) is { } refusal)
            {
                return refusal;
            }

            db.Record(actor, action, sorteo, $"{description}: {sorteo.Name}", calendar.Now);
            return sorteo;
        }, cancellationToken);
        return outcome.Select(sorteo => SorteoResponse.Of(sorteo, calendar));
    }
}

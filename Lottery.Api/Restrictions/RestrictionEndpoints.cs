using Lottery.Api.Access;
using Lottery.Api.Bancas;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
using Lottery.Api.Http.Queries;
using Lottery.Data;
using Lottery.Data.Bancas;
using Lottery.Data.Calendar;
using Lottery.Data.Loterias;
using Lottery.Data.Restrictions;
using Lottery.Data.Users;
using Lottery.Data.Ventanas;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Restrictions;

/// <summary>Limits, blocks and cutoffs: what a banca, a ventana or a seller may sell.</summary>
internal static class RestrictionEndpoints
{
    /// <summary>Why no rule may say this, whether it is made or changed.</summary>
    private static readonly Refusal[] Wrongs =
    [
        RestrictionRefusals.ScopeRequired, RestrictionRefusals.OneScope, RestrictionRefusals.ScopesDisagree,
        RestrictionRefusals.CutoffWithAmounts, RestrictionRefusals.CutoffWithMultiplier,
        RestrictionRefusals.CutoffWithNumber, RestrictionRefusals.MultiplierIncomplete,
        RestrictionRefusals.MultiplierAutoDate, RestrictionRefusals.AutoDateWithoutAmount,
        RestrictionRefusals.AutoDateWithNumber, RestrictionRefusals.PercentageWithoutBase,
        RestrictionRefusals.MultiplierOfOtherLoteria, RestrictionRefusals.MultiplierInactive, UserRefusals.NotASeller,
        RestrictionRefusals.Global, RestrictionRefusals.OtherBanca, RestrictionRefusals.VentanaOfOtherBanca,
        RestrictionRefusals.VendedorOfOtherBanca, RestrictionRefusals.OtherVentana,
        RestrictionRefusals.VendedorOfOtherVentana, RestrictionRefusals.CutoffsNotYours,
        BancaRefusals.NotFound, VentanaRefusals.NotFound, UserRefusals.NotFound, LoteriaRefusals.NotFound,
        LoteriaRefusals.MultiplierNotFound, RestrictionRefusals.Duplicate,
    ];

    /// <summary>Why a rule is not to be changed by whoever asks.</summary>
    private static readonly Refusal[] OutOfReach =
    [
        RestrictionRefusals.NotFound, RestrictionRefusals.Global, RestrictionRefusals.NotYours,
        RestrictionRefusals.CutoffRuleNotYours,
    ];

    public static void MapRestrictions(this RouteGroupBuilder api)
    {
        var rules = api.MapGroup("/restrictions").WithTags("Restrictions");
        rules.MapPost("/", CreateRestriction, AccessMatrix.CreateRestriction)
            .WithSummary("Create a rule, or one for each of several numbers; the answer is a list")
            .Example(new CreateRestrictionRequest { BancaId = Guid.Empty, Number = ["15", "27"], MaxTotal = 50_000 })
            .Refuses(Wrongs);
        rules.MapGet("/", ListRestrictions, AccessMatrix.ListRestrictions).Strict<ListRestrictionsQuery>()
            .WithSummary("List rules; a ventana sees what binds it and its sellers, a seller what binds it");
        rules.MapGet("/grouped", ListGroupedRestrictions, AccessMatrix.ListGroupedRestrictions)
            .Strict<ListRestrictionsQuery>()
            .WithSummary("List rules, those that differ in their number alone as one");
        rules.MapGet("/{id}", GetRestriction, AccessMatrix.GetRestriction)
            .WithSummary("Get a rule").Refuses(RestrictionRefusals.NotFound, RestrictionRefusals.NotYours);
        rules.MapPatch("/{id}", UpdateRestriction, AccessMatrix.UpdateRestriction)
            .WithSummary("Change a rule; a null takes a limit away")
            .Example(new UpdateRestrictionRequest { MaxTotal = 75_000 })
            .Refuses([.. OutOfReach, .. Wrongs]);
        rules.MapPut("/bulk", UpdateRestrictions, AccessMatrix.UpdateRestrictions)
            .WithSummary("Change several rules alike, all or none")
            .Example(new UpdateRestrictionsRequest([Guid.Empty], new UpdateRestrictionRequest { MaxTotal = 75_000 }))
            .Refuses([.. OutOfReach, .. Wrongs]);
        rules.MapDelete("/bulk", DeleteRestrictions, AccessMatrix.DeleteRestrictions)
            .WithSummary("Switch several rules off, all or none")
            .Example(new DeleteRestrictionsRequest([Guid.Empty], "Fin de temporada"))
            .Refuses(OutOfReach);
        rules.MapDelete("/{id}", DeleteRestriction, AccessMatrix.DeleteRestriction)
            .WithSummary("Switch a rule off")
            .Example(new ReasonRequest("Fin de temporada"))
            .Refuses(OutOfReach);
        rules.MapPatch("/{id}/restore", RestoreRestriction, AccessMatrix.RestoreRestriction)
            .WithSummary("Switch a rule on again, unless another says the same by now")
            .Refuses([.. OutOfReach, RestrictionRefusals.Duplicate]);
    }

    private static async Task<CreatedReply<IReadOnlyList<RestrictionResponse>>> CreateRestriction(
        CreateRestrictionRequest request, RestrictionCreation creation, RestrictionReader reader, CurrentActor current,
        BusinessCalendar calendar, CancellationToken cancellationToken) =>
        await reader.Show(
            await creation.Create(
                request.TermsAfter(new RestrictionTerms(), calendar), request.Number ?? [], request.Scope, current.Actor,
                cancellationToken),
            cancellationToken);

    private static async Task<BareReply<Listed<RestrictionResponse, RestrictionPageMeta>>> ListRestrictions(
        [AsParameters] ListRestrictionsQuery query, RestrictionReader reader, CurrentActor current,
        CancellationToken cancellationToken)
    {
        var page = await reader.Page(query, current.Actor, cancellationToken);
        return new Outcome<Listed<RestrictionResponse, RestrictionPageMeta>>(new(
            page.Data, new RestrictionPageMeta(page.Meta.Total, page.Meta.Page, page.Meta.PageSize)));
    }

    private static async Task<BareReply<Listed<RestrictionGroupResponse, RestrictionPageMeta>>> ListGroupedRestrictions(
        [AsParameters] ListRestrictionsQuery query, RestrictionReader reader, CurrentActor current,
        CancellationToken cancellationToken)
    {
        var groups = await reader.Groups(query, current.Actor, cancellationToken);
        var (page, size) = (query.PageOrFirst, query.PageSize ?? 10);
        var shown = groups.Skip((page - 1) * size).Take(size).ToList();
        var first = await reader.Show([.. shown.Select(group => group.First)], cancellationToken);
        return new Outcome<Listed<RestrictionGroupResponse, RestrictionPageMeta>>(new(
            [.. shown.Zip(first, (group, rule) => new RestrictionGroupResponse(group, rule))], new RestrictionPageMeta(groups.Count, page, size)));
    }

    private static async Task<Reply<RestrictionResponse>> GetRestriction(
        Guid id, LotteryDbContext db, RestrictionReader reader, CurrentActor current, CancellationToken cancellationToken)
    {
        if (!await db.RestrictionRules.AnyAsync(r => r.Id == id, cancellationToken))
        {
            return RestrictionRefusals.NotFound;
        }

        return await db.RestrictionRules.VisibleTo(current.Actor, db).AnyAsync(r => r.Id == id, cancellationToken)
            ? (await reader.Get([id], cancellationToken))[0]
            : RestrictionRefusals.NotYours;
    }

    private static async Task<Reply<RestrictionResponse>> UpdateRestriction(
        Guid id, UpdateRestrictionRequest request, RestrictionChange change, RestrictionReader reader,
        CurrentActor current, BusinessCalendar calendar, CancellationToken cancellationToken) =>
        One(await reader.Show(
            await change.Apply([id], request.ToEdit(calendar), current.Actor, cancellationToken), cancellationToken));

    private static async Task<Reply<IReadOnlyList<RestrictionResponse>>> UpdateRestrictions(
        UpdateRestrictionsRequest request, RestrictionChange change, RestrictionReader reader, CurrentActor current,
        BusinessCalendar calendar, CancellationToken cancellationToken) =>
        await reader.Show(
            await change.Apply(request.Ids, request.Data.ToEdit(calendar), current.Actor, cancellationToken),
            cancellationToken);

    private static async Task<Reply<IReadOnlyList<RestrictionResponse>>> DeleteRestrictions(
        [FromBody] DeleteRestrictionsRequest request, RestrictionChange change, RestrictionReader reader,
        CurrentActor current, CancellationToken cancellationToken) =>
        await reader.Show(
            await change.Delete(request.Ids, request.Reason, current.Actor, cancellationToken), cancellationToken);

    private static async Task<Reply<RestrictionResponse>> DeleteRestriction(
        Guid id, [FromBody] ReasonRequest? request, RestrictionChange change, RestrictionReader reader,
        CurrentActor current, CancellationToken cancellationToken) =>
        One(await reader.Show(
            await change.Delete([id], request?.Reason, current.Actor, cancellationToken), cancellationToken));

    private static async Task<Reply<RestrictionResponse>> RestoreRestriction(
        Guid id, RestrictionChange change, RestrictionReader reader, CurrentActor current,
        CancellationToken cancellationToken) =>
        One(await reader.Show(await change.Restore(id, current.Actor, cancellationToken), cancellationToken));

    private static Outcome<RestrictionResponse> One(Outcome<IReadOnlyList<RestrictionResponse>> rules) =>
        rules.Select(all => all[0]);
}

using Lottery.Api.Access;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
using Lottery.Api.Http.Queries;
using Lottery.Data;
using Lottery.Data.Calendar;
using Lottery.Data.Restrictions;
using Lottery.Data.Sorteos;
using Lottery.Data.Tickets.Exposure;
using Lottery.Data.Tickets.Sales.Snapshot;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Validation;

namespace Lottery.Api.Restrictions;

/// <summary>What a terminal shows its seller: the rules that bind it and what they leave; and the counters behind that.</summary>
internal static class MyRestrictionEndpoints
{
    public static void MapMyRestrictions(this RouteGroupBuilder api)
    {
        var rules = api.MapGroup("/restrictions").WithTags("Restrictions");
        rules.MapGet("/me", GetMyRestrictions, AccessMatrix.GetMyRestrictions).Strict<MyRestrictionsQuery>()
            .WithSummary("Tell which rules bind a seller, and with sorteoId what they leave of each number")
            .Refuses(RestrictionRefusals.SellerNotYours, UserRefusals.NotFound, SorteoRefusals.NotFound);
        rules.MapPost("/rehydrate/{sorteoId}", RehydrateSorteo, AccessMatrix.RehydrateSorteo)
            .WithSummary("Work the counters of a draw out anew from what was sold").Refuses(SorteoRefusals.NotFound);
    }

    private static async Task<Reply<MyRestrictionsResponse>> GetMyRestrictions(
        [AsParameters] MyRestrictionsQuery query, LotteryDbContext db, NumberBalances balances, SaleSnapshots snapshots,
        RestrictionReader reader, CurrentActor current, BusinessCalendar calendar, CancellationToken cancellationToken)
    {
        if ((await RestrictedSeller.Of(db, current.Actor, query.VendedorId, cancellationToken))
            .IsRefused(out var refusal, out var seller))
        {
            return refusal;
        }

        if (seller.BancaId is not { } bancaId)
        {
            return new MyRestrictionsResponse([], []);
        }

        var sorteo = await Sorteo(db, query.SorteoId, bancaId, cancellationToken);
        if (query.SorteoId is not null && sorteo is null)
        {
            return SorteoRefusals.NotFound;
        }

        var cutoff = (await snapshots.Now(db, bancaId, cancellationToken))
            .CutoffOf(seller.VentanaId, seller.VendedorId, calendar.WallClock(calendar.Now));
        var rules = await reader.Binding(seller, cutoff, calendar.Today, cancellationToken);
        var left = sorteo is null ? null : await balances.Of(
            rules, sorteo,
            balances.AccountOf(sorteo, seller.VendedorId ?? Guid.Empty, seller.VentanaId ?? Guid.Empty, bancaId),
            cancellationToken);
        var shown = (await reader.Show(rules, cancellationToken))
            .Select(rule => new MyRestriction(rule, left?.GetValueOrDefault(rule.Id))).ToList();
        return new MyRestrictionsResponse(
            [.. shown.Where(rule => rule.UserId is null)], [.. shown.Where(rule => rule.UserId is not null)]);
    }

    private static async Task<Reply<Said>> RehydrateSorteo(
        Guid sorteoId, ExposureCheck check, CurrentActor current, BusinessCalendar calendar,
        CancellationToken cancellationToken) =>
        await check.Rebuild(sorteoId, current.Actor, calendar.Now, cancellationToken) is { } corrected
            ? new Said($"Acumulados recalculados; {corrected} corregidos.")
            : SorteoRefusals.NotFound;

    // A draw that the banca can sell: an administrator of all sees those of others too.
    internal static async Task<Sorteo?> Sorteo(
        LotteryDbContext db, Guid? id, Guid bancaId, CancellationToken cancellationToken) =>
        id is null
            ? null
            : await db.Sorteos.AsNoTracking().SingleOrDefaultAsync(
                s => s.Id == id && (s.BancaId == null || s.BancaId == bancaId), cancellationToken);
}

[ValidatableType]
public sealed record MyRestrictionsQuery
{
    public Guid? VendedorId { get; init; }

    public Guid? SorteoId { get; init; }
}

/// <summary>Rules for all around a seller, and those for the seller alone.</summary>
public sealed record MyRestrictionsResponse(
    IReadOnlyList<MyRestriction> General, IReadOnlyList<MyRestriction> VendorSpecific);

/// <summary>A rule that binds a seller, who need not know by which names.</summary>
public sealed record MyRestriction : RestrictionResponse
{
    internal MyRestriction(RestrictionResponse rule, IReadOnlyDictionary<string, Balance>? balances)
        : base(rule)
    {
        NumberBalances = balances;
        Banca = rule.Banca is { } banca ? banca with { Name = "", Code = "" } : null;
        Ventana = rule.Ventana is { } ventana ? ventana with { Name = "", Code = "" } : null;
        User = rule.User is { } user ? user with { Name = "", Username = "" } : null;
    }

    public string Scope { get; } = "";

    /// <summary>What is left of each number in the sorteo; null of a rule that limits none, and without a sorteo.</summary>
    public IReadOnlyDictionary<string, Balance>? NumberBalances { get; }
}

using Lottery.Api.Access;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
using Lottery.Api.Http.Queries;
using Lottery.Data;
using Lottery.Data.Calendar;
using Lottery.Data.Commissions;
using Lottery.Data.Loterias;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Validation;

namespace Lottery.Api.Users;

/// <summary>The prices that a seller may offer.</summary>
internal static class AllowedMultiplierEndpoints
{
    public static void MapAllowedMultipliers(this RouteGroupBuilder api)
    {
        var users = api.MapGroup("/users").WithTags("Users");
        users.MapGet("/{userId}/allowed-multipliers", ListAllowedMultipliers, AccessMatrix.ListAllowedMultipliers)
            .Strict<AllowedMultipliersQuery>()
            .WithSummary("List the multipliers of a lotería that a seller may offer")
            .Refuses(
                UserRefusals.NotFound, UserRefusals.Forbidden, UserRefusals.NotASeller, LoteriaRefusals.NotFound);
        users.MapGet(
                "/{id}/allowed-multipliers-batch", ListAllAllowedMultipliers, AccessMatrix.ListAllAllowedMultipliers)
            .Strict<AllAllowedMultipliersQuery>()
            .WithSummary("List the multipliers of every active lotería that a seller may offer")
            .Refuses(UserRefusals.NotFound, UserRefusals.Forbidden, UserRefusals.NotASeller);
    }

    private static async Task<BareReply<Listed<AllowedMultiplier, AllowedMeta>>> ListAllowedMultipliers(
        Guid userId, [AsParameters] AllowedMultipliersQuery query, LotteryDbContext db, CurrentActor current,
        BusinessCalendar calendar, CancellationToken cancellationToken)
    {
        if ((await Seller(userId, db, current, cancellationToken)).IsRefused(out var refusal, out var seller))
        {
            return refusal;
        }

        if (!await db.Loterias.AnyAsync(l => l.Id == query.LoteriaId && l.DeletedAt == null, cancellationToken))
        {
            return LoteriaRefusals.NotFound;
        }

        var kind = query.BetType?.Value ?? BetType.Numero;
        var prices = await db.LoteriaMultipliers.AsNoTracking()
            .Where(m => m.LoteriaId == query.LoteriaId && m.Kind == kind && m.IsActive)
            .OrderBy(m => m.ValueX)
            .ToListAsync(cancellationToken);
        var allowed = AllowedMultipliers.Of(seller, prices, calendar.Now);
        return new Outcome<Listed<AllowedMultiplier, AllowedMeta>>(new(
            [.. allowed.Prices.Select(AllowedMultiplier.Of)],
            new AllowedMeta(allowed.PolicyExists, allowed.PolicyEffective, allowed.RulesMatched, prices.Count)));
    }

    private static async Task<BareReply<Listed<AllowedMultiplier, AllAllowedMeta>>> ListAllAllowedMultipliers(
        Guid id, [AsParameters] AllAllowedMultipliersQuery query, LotteryDbContext db, CurrentActor current,
        BusinessCalendar calendar, CancellationToken cancellationToken)
    {
        if ((await Seller(id, db, current, cancellationToken)).IsRefused(out var refusal, out var seller))
        {
            return refusal;
        }

        var (kind, active) = (query.BetType?.Value, query.IsActive?.Value ?? true);
        var prices = await db.LoteriaMultipliers.AsNoTracking()
            .Where(m => m.BancaId == seller.BancaId && m.Loteria!.IsActive && m.IsActive == active)
            .Where(m => kind == null || m.Kind == kind)
            .OrderBy(m => m.Loteria!.Name).ThenBy(m => m.ValueX)
            .ToListAsync(cancellationToken);
        var allowed = AllowedMultipliers.Of(seller, prices, calendar.Now);
        return new Outcome<Listed<AllowedMultiplier, AllAllowedMeta>>(new(
            [.. allowed.Prices.Select(AllowedMultiplier.Of)],
            new AllAllowedMeta(
                prices.Select(price => price.LoteriaId).Distinct().Count(), prices.Count, allowed.Prices.Count,
                allowed.RulesMatched, allowed.PolicyExists, allowed.PolicyEffective)));
    }

    private static async Task<Outcome<User>> Seller(
        Guid id, LotteryDbContext db, CurrentActor current, CancellationToken cancellationToken)
    {
        var user = await db.Users.AsNoTracking().FindVisible(id, current.Actor, cancellationToken);
        return user is null ? UserRefusals.NotFound
            : user.OutOfReachOf(current.Actor) is { } hidden ? hidden
            : user.Role != Role.Vendedor ? UserRefusals.NotASeller
            : user;
    }
}

[ValidatableType]
public sealed record AllowedMultipliersQuery
{
    public required Guid LoteriaId { get; init; }

    public Word<BetType>? BetType { get; init; }
}

[ValidatableType]
public sealed record AllAllowedMultipliersQuery
{
    public Word<BetType>? BetType { get; init; }

    public Flag? IsActive { get; init; }
}

public sealed record AllowedMultiplier(
    Guid Id, string Name, decimal ValueX, Guid LoteriaId, BetType Kind, bool IsActive)
{
    internal static AllowedMultiplier Of(LoteriaMultiplier price) =>
        new(price.Id, price.Name, price.ValueX, price.LoteriaId, price.Kind, price.IsActive);
}

public sealed record AllowedMeta(bool PolicyExists, bool PolicyEffective, int RulesMatched, int TotalActiveMultipliers)
    : Measure;

public sealed record AllAllowedMeta(
    int TotalLoterias,
    int TotalMultipliersProcessed,
    int TotalAllowedMultipliers,
    int TotalRulesMatched,
    bool PolicyExists,
    bool PolicyEffective) : Measure;

using Lottery.Api.Access;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
using Lottery.Api.Http.Queries;
using Lottery.Api.Restrictions;
using Lottery.Data;
using Lottery.Data.Restrictions;
using Lottery.Data.Tickets.Exposure;
using Lottery.Data.Users;
using Microsoft.Extensions.Validation;

namespace Lottery.Api.Tickets;

internal static class BalanceEndpoints
{
    private static readonly IReadOnlyDictionary<string, Balance> None = new Dictionary<string, Balance>();

    public static void MapBalances(this RouteGroupBuilder api) =>
        api.MapGroup("/tickets/validation").WithTags("Tickets")
            .MapGet("/balances", GetBalances, AccessMatrix.GetBalances).Strict<BalancesQuery>()
            .WithSummary("Tell what the limits leave of each number in a sorteo")
            .Refuses(RestrictionRefusals.SorteoRequired, RestrictionRefusals.SellerNotYours, UserRefusals.NotFound);

    private static async Task<Reply<IReadOnlyDictionary<string, Balance>>> GetBalances(
        [AsParameters] BalancesQuery query, LotteryDbContext db, NumberBalances balances, CurrentActor current,
        CancellationToken cancellationToken)
    {
        if (query.SorteoId is not { } sorteoId)
        {
            return RestrictionRefusals.SorteoRequired;
        }

        if ((await RestrictedSeller.Of(db, current.Actor, query.VendedorId, cancellationToken))
            .IsRefused(out var refusal, out var seller))
        {
            return refusal;
        }

        // Who sells nowhere is limited nowhere.
        var sorteo = seller.BancaId is { } banca
            ? await MyRestrictionEndpoints.Sorteo(db, sorteoId, banca, cancellationToken)
            : null;
        return sorteo is null || seller.VentanaId is not { } ventana
            ? new Outcome<IReadOnlyDictionary<string, Balance>>(None)
            : new Outcome<IReadOnlyDictionary<string, Balance>>(await balances.Least(
                sorteo, balances.AccountOf(sorteo, seller.VendedorId ?? Guid.Empty, ventana, seller.BancaId!.Value),
                current.Actor, cancellationToken));
    }
}

[ValidatableType]
public sealed record BalancesQuery
{
    /// <summary>Needed; refused with a code of its own when it is missing.</summary>
    public Guid? SorteoId { get; init; }

    public Guid? VendedorId { get; init; }
}

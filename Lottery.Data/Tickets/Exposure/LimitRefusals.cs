using System.Globalization;
using System.Text.Json;
using Lottery.Data.Restrictions;
using Lottery.Data.Tickets.Sales.Snapshot;

namespace Lottery.Data.Tickets.Exposure;

/// <summary>The noes of limits and blocks, with the figures behind them.</summary>
public static class LimitRefusals
{
    public const string MaxTotalCode = "NUMBER_MAXTOTAL_EXCEEDED";
    public const string MaxAmountCode = "NUMBER_MAXAMOUNT_EXCEEDED";
    public const string BlockedCode = "LOTTERY_MULTIPLIER_RESTRICTED";

    // For the contract, which shows what clients branch on.
    public static readonly Refusal MaxTotalExample =
        Refusal.Invalid(MaxTotalCode, "El número 27: Disponible ₡2000.00.");

    public static readonly Refusal MaxAmountExample =
        Refusal.Invalid(MaxAmountCode, "El número 15: Disponible: ₡500.00.");

    public static readonly Refusal BlockedExample = Refusal.Invalid(
        BlockedCode, "El multiplicador 'Base' está restringido para esta lotería.");

    /// <summary>Says which limit was passed and what would still have gone.</summary>
    public static Refusal Of(Limit limit, PassedLimit passed, Guid sorteoId, MultiplierFacts? multiplier) =>
        passed.Cap is { } cap && limit.Staked > cap
            ? MaxAmount(limit, cap, multiplier)
            : MaxTotal(limit, passed.Sold, passed.Most ?? 0, sorteoId, multiplier);

    /// <summary>The multiplier is not sold in this lotería.</summary>
    public static Refusal Blocked(BlockedBet blocked) => Refusal.Invalid(BlockedCode, blocked.Message) with
    {
        Meta = new
        {
            code = BlockedCode,
            blocked.RuleId,
            blocked.Scope,
            blocked.LoteriaId,
            blocked.LoteriaName,
            blocked.MultiplierId,
            blocked.MultiplierName,
        },
    };

    private static Refusal MaxTotal(
        Limit limit, decimal sold, decimal most, Guid sorteoId, MultiplierFacts? multiplier)
    {
        var available = Math.Max(0, most - sold);
        var what = $"El número {limit.Number}{(limit.Rule.IsAutoDate ? " (restricción automática por fecha)" : "")}"
            + (multiplier is null ? "" : $" ({WireNames.Of(multiplier.Kind)})");
        var said = available > 0 ? $"{what}: Disponible {Colones(available)}." : $"{what}: Agotado para este sorteo.";
        return Refusal.Invalid(MaxTotalCode, said) with
        {
            Meta = new
            {
                code = MaxTotalCode,
                number = limit.Number,
                scopeType = WireNames.Of(limit.Counter!.Scope).ToLowerInvariant(),
                scope = ScopeWord(limit, "global"),
                sorteoId,
                accumulatedInSorteo = sold,
                amountForNumber = limit.Staked,
                effectiveMaxTotal = most,
                available,
            },
        };
    }

    private static Refusal MaxAmount(Limit limit, decimal cap, MultiplierFacts? multiplier)
    {
        var said = $"El número {limit.Number}{(multiplier is null ? "" : $" (multiplicador: {multiplier.Name})")}"
            + $"{(limit.Rule.IsAutoDate ? " (automático)" : "")}: Disponible: {Colones(cap)}.";
        return Refusal.Invalid(MaxAmountCode, said) with
        {
            Meta = new
            {
                code = MaxAmountCode,
                number = limit.Number,
                maxAmount = cap,
                amountAttempted = limit.Staked,
                scope = ScopeWord(limit, "general"),
                limit.Rule.IsAutoDate,
                isDynamic = Limit.IsDynamic(limit.Rule),
                multiplierName = multiplier?.Name,
                isPerNumber = true,
                isPerTicket = true,
                clarification = "El máximo es por número en un mismo tiquete.",
            },
        };
    }

    /// <summary>Whom a rule binds, in the clients' words.</summary>
    internal static string ScopeWord(RestrictionScope scope, string global) => scope switch
    {
        RestrictionScope.User => "personal",
        RestrictionScope.Ventana => "de ventana",
        RestrictionScope.Banca => "de banca",
        _ => global,
    };

    private static string ScopeWord(Limit limit, string global) =>
        ScopeWord(limit.Rule.AppliesToVendedor ? RestrictionScope.User : limit.Rule.Scope, global);

    private static string Colones(decimal amount) => $"₡{amount.ToString("0.00", CultureInfo.InvariantCulture)}";
}

/// <summary>What the database says of the first limit that was passed.</summary>
/// <param name="Place">Its place among the limits that were asked.</param>
/// <param name="Sold">What was staked before, colones.</param>
/// <param name="Most">What may be staked in the sorteo; null when the limit is the ticket's alone.</param>
/// <param name="Cap">What one ticket may stake; null when there is no such limit.</param>
public sealed record PassedLimit(int Place, decimal Sold, decimal? Most, decimal? Cap);

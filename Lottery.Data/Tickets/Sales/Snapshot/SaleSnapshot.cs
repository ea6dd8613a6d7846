using Lottery.Data.Commissions;
using Lottery.Data.Loterias;
using Lottery.Data.Restrictions;
using Lottery.Data.Users;

namespace Lottery.Data.Tickets.Sales.Snapshot;

/// <summary>
/// Everything about a banca that decides its sales, as it was at one version. Never changed: a change of the database
/// makes another.
/// </summary>
public sealed record SaleSnapshot
{
    public required SaleVersions Versions { get; init; }

    public required BancaFacts Banca { get; init; }

    public required IReadOnlyDictionary<Guid, VentanaFacts> Ventanas { get; init; }

    /// <summary>Everybody who works at a ventana of the banca.</summary>
    public required IReadOnlyDictionary<Guid, SellerFacts> Sellers { get; init; }

    /// <summary>The banca's own loterías and the global ones.</summary>
    public required IReadOnlyDictionary<Guid, LoteriaFacts> Loterias { get; init; }

    /// <summary>Active overrides by user or ventana, and lotería.</summary>
    public required IReadOnlyDictionary<(Guid UserOrVentana, Guid Loteria), decimal> Overrides { get; init; }

    /// <summary>The installation's factor for a bet that nothing else gives one; null for none.</summary>
    public required decimal? DefaultX { get; init; }

    /// <summary>Active rules, the banca's and the global ones, in the order in which they are asked.</summary>
    public required IReadOnlyList<RestrictionRule> Rules { get; init; }

    /// <summary>Listas that are left out, by sorteo.</summary>
    public required ILookup<Guid, ExcludedLista> Exclusions { get; init; }

    /// <summary>How long before a draw this seller, or without one the banca, stops selling.</summary>
    public Cutoff CutoffOf(Guid? ventanaId, Guid? vendedorId, DateTime wallClock) =>
        CutoffRules.Resolve(Rules, Banca.SalesCutoffMinutes, ventanaId, vendedorId, wallClock);
}

/// <summary>What <see cref="SaleVersion"/> counted: changes of the banca, and of what is everybody's.</summary>
public readonly record struct SaleVersions(long Banca, long Global);

public sealed record BancaFacts(
    Guid Id, string Name, bool IsActive, decimal DefaultMinBet, int SalesCutoffMinutes, CommissionPolicy? Policy);

/// <param name="ListeroPolicy">Policy of the ventana's listero; null when it has none.</param>
public sealed record VentanaFacts(
    Guid Id, string Name, string? Code, bool IsActive, CommissionPolicy? Policy, CommissionPolicy? ListeroPolicy);

/// <summary>Somebody at a ventana; a ticket can be on the account of a vendedor alone.</summary>
public sealed record SellerFacts(
    Guid Id, string Name, string? Code, Role Role, bool IsActive, Guid VentanaId, CommissionPolicy? Policy);

/// <summary>A game, its rules and its price list, oldest price first.</summary>
/// <param name="BaseMultiplierX">What the banca settled for it, when it did.</param>
public sealed record LoteriaFacts(
    Guid Id,
    string Name,
    LoteriaRules Rules,
    bool IsActive,
    decimal? BaseMultiplierX,
    IReadOnlyList<MultiplierFacts> Multipliers);

/// <summary>One price of the list.</summary>
public sealed record MultiplierFacts(
    Guid Id,
    Guid LoteriaId,
    string Name,
    decimal ValueX,
    BetType Kind,
    bool IsActive,
    Guid? AppliesToSorteoId,
    DateOnly? AppliesToDate)
{
    public bool AppliesTo(Guid sorteoId, DateOnly businessDate) =>
        (AppliesToSorteoId is null || AppliesToSorteoId == sorteoId)
        && (AppliesToDate is null || AppliesToDate == businessDate);
}

/// <summary>A lista that is left out of a draw; null for every vendedor of the ventana, or every multiplier.</summary>
/// <param name="Kind">Which bets the multiplier is of.</param>
public sealed record ExcludedLista(
    Guid SorteoId, Guid VentanaId, Guid? VendedorId, Guid? MultiplierId, BetType? Kind);

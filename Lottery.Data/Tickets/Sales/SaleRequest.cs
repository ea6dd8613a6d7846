using Lottery.Data.Loterias;
using Lottery.Data.Users;

namespace Lottery.Data.Tickets.Sales;

/// <summary>A sale as the terminal asks for it.</summary>
/// <param name="VendedorId">On whose account; null means the actor's own.</param>
/// <param name="IdempotencyKey">Makes a retry answer with this sale instead of selling again.</param>
public sealed record SaleRequest(
    Guid LoteriaId,
    Guid SorteoId,
    Guid? VendedorId,
    string? ClienteNombre,
    IReadOnlyList<BetRequest> Jugadas,
    string? IdempotencyKey);

/// <summary>One line asked for.</summary>
/// <param name="Amount">Stake, colones, whole cents.</param>
/// <param name="MultiplierId">Multiplier picked for a NUMERO; without one the base multiplier counts.</param>
public sealed record BetRequest(BetType Type, string Number, decimal Amount, Guid? MultiplierId);

/// <summary>A sale that was made, with the names a receipt shows.</summary>
public sealed record SoldTicket(Ticket Ticket, IReadOnlyList<Jugada> Jugadas, SaleFacts Facts);

/// <summary>What the database says, under the sorteo's share lock, about everyone a sale involves.</summary>
public sealed record SaleFacts(SorteoFacts Sorteo, LoteriaFacts Loteria, SellerFacts Seller);

/// <summary>The draw a sale is for.</summary>
public sealed record SorteoFacts(
    Guid Id, string Name, DateTimeOffset ScheduledAt, string Status, int Digits, bool IsSellable, Guid? BancaId);

/// <summary>The game and its price list.</summary>
public sealed record LoteriaFacts(
    Guid Id,
    string Name,
    string RulesJson,
    bool IsActive,
    IReadOnlyList<MultiplierFacts> Multipliers);

/// <summary>One price of the list, oldest first in it.</summary>
public sealed record MultiplierFacts(
    Guid Id,
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

/// <summary>The seller on whose account the ticket goes, and where the seller works.</summary>
public sealed record SellerFacts(
    Guid Id,
    string Name,
    string? Code,
    Role Role,
    bool IsActive,
    Guid VentanaId,
    string VentanaName,
    string? VentanaCode,
    bool VentanaIsActive,
    Guid BancaId,
    bool BancaIsActive,
    int SalesCutoffMinutes);

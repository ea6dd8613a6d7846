using Lottery.Data.Loterias;
using Lottery.Data.Sorteos;
using Lottery.Data.Tickets.Sales.Snapshot;

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

/// <summary>Everyone a sale involves.</summary>
public sealed record SaleFacts(
    SorteoFacts Sorteo, LoteriaFacts Loteria, SellerFacts Seller, VentanaFacts Ventana, SaleSnapshot Snapshot);

/// <summary>The draw a sale is for, as it was read. The sale compares it in its own transaction.</summary>
public sealed record SorteoFacts(
    Guid Id,
    string Name,
    Guid LoteriaId,
    DateTimeOffset ScheduledAt,
    SorteoStatus Status,
    int Digits,
    bool IsSellable,
    Guid? BancaId);

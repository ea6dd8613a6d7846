using Lottery.Data.Commissions;
using Lottery.Data.Loterias;

namespace Lottery.Data.Tickets;

/// <summary>One bet line of a ticket. Everything that decides its prize is frozen at the sale.</summary>
public sealed class Jugada
{
    /// <summary>What clients know the line by. Rows are found by ticket and line.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid TicketId { get; init; }

    /// <summary>Position on the ticket, from 1.</summary>
    public required short Line { get; init; }

    /// <summary>Copied from the ticket: evaluation and limits look for a number within a sorteo.</summary>
    public required Guid SorteoId { get; init; }

    public required BetType Type { get; init; }

    /// <summary>Exactly as many digits as the sorteo draws.</summary>
    public required string Number { get; init; }

    /// <summary>Stake, colones, above 0.</summary>
    public required decimal Amount { get; init; }

    /// <summary>Multiplier of a NUMERO at the sale, of a REVENTADO once it won.</summary>
    public Guid? MultiplierId { get; init; }

    /// <summary>Prize per colón: frozen at the sale for a NUMERO; 0 for a REVENTADO until it wins.</summary>
    public required decimal FinalMultiplierX { get; init; }

    /// <summary>Where the factor came from: see <see cref="MultiplierSource"/>.</summary>
    public required MultiplierSource MultiplierSource { get; init; }

    /// <summary>Vendedor's commission at the sale, percent of the stake.</summary>
    public decimal CommissionPercent { get; init; }

    /// <summary>Vendedor's commission, colones, rounded half away from zero.</summary>
    public decimal CommissionAmount { get; init; }

    /// <summary>Whose policy decided; null when there was none and the commission is 0.</summary>
    public CommissionOrigin? CommissionOrigin { get; init; }

    /// <summary>The rule of that policy that decided; null when its default percentage did.</summary>
    public string? CommissionRuleId { get; init; }

    /// <summary>Listero's commission, colones: all of it, the vendedor's part included.</summary>
    public decimal ListeroCommissionAmount { get; init; }

    public bool IsWinner { get; private set; }

    /// <summary>Prize, colones; null until it wins.</summary>
    public decimal? Payout { get; private set; }

    /// <summary>Left out of the draw with its lista: it counts nowhere and does not win.</summary>
    public bool IsExcluded { get; private set; }

    public DateTimeOffset? ExcludedAt { get; private set; }

    public Guid? ExcludedBy { get; private set; }

    public string? ExcludedReason { get; private set; }
}

/// <summary>Where the factor of a jugada came from.</summary>
public enum MultiplierSource
{
    /// <summary>The seller picked the multiplier.</summary>
    Chosen,

    /// <summary>The seller's own override.</summary>
    UserOverride,

    /// <summary>The override of the seller's ventana.</summary>
    VentanaOverride,

    /// <summary>None was picked; what the banca settled for the lotería.</summary>
    BancaSetting,

    /// <summary>None was picked; the lotería's multiplier named Base.</summary>
    Base,

    /// <summary>None was picked; the lotería's oldest active NUMERO multiplier.</summary>
    OldestMultiplier,

    /// <summary>None was picked; <c>rulesJson.baseMultiplierX</c>.</summary>
    LoteriaRules,

    /// <summary>None was picked and nothing else said one; the default of the installation.</summary>
    Default,

    /// <summary>A REVENTADO: the draw decides.</summary>
    Draw,
}

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

    public bool IsWinner { get; private set; }

    /// <summary>Prize, colones; null until it wins.</summary>
    public decimal? Payout { get; private set; }
}

/// <summary>Where the factor of a jugada came from.</summary>
public enum MultiplierSource
{
    /// <summary>The seller picked the multiplier.</summary>
    Chosen,

    /// <summary>None was picked; the lotería's multiplier named Base.</summary>
    Base,

    /// <summary>None was picked; the lotería's oldest active NUMERO multiplier.</summary>
    OldestMultiplier,

    /// <summary>None was picked; <c>rulesJson.baseMultiplierX</c>.</summary>
    LoteriaRules,

    /// <summary>A REVENTADO: the draw decides.</summary>
    Draw,
}

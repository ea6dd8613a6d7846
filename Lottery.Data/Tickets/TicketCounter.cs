namespace Lottery.Data.Tickets;

/// <summary>How many ticket numbers of a business date are given out; one row per date.</summary>
public sealed class TicketCounter
{
    public required DateOnly BusinessDate { get; init; }

    /// <summary>Last number given out, in blocks: see <see cref="TicketNumbers"/>.</summary>
    public required int Last { get; init; }
}

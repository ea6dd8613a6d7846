using Lottery.Data.Loterias;
using Lottery.Data.Tickets;
using Lottery.Data.Users;

namespace Lottery.Api.Tickets;

/// <summary>The bets of a ticket, to sell them again: any counter of the banca may look them up.</summary>
/// <param name="ClienteNombre">Only for who may see the ticket itself.</param>
public sealed record PlayedAgain(
    string TicketNumber,
    Guid SorteoId,
    Guid LoteriaId,
    string? ClienteNombre,
    DateTimeOffset CreatedAt,
    IReadOnlyList<PlayedLine> Jugadas)
{
    internal static PlayedAgain Of(Ticket ticket, Actor actor) => new(
        ticket.TicketNumber,
        ticket.SorteoId,
        ticket.LoteriaId,
        ticket.HiddenFrom(actor) is null ? ticket.ClienteNombre : null,
        ticket.CreatedAt,
        [.. ticket.Jugadas.OrderBy(j => j.Line).GroupBy(j => j.Number).SelectMany(Lines)]);

    // The side bet of a number travels with the number's first line.
    private static IEnumerable<PlayedLine> Lines(IGrouping<string, Jugada> number)
    {
        var side = number.Where(j => j.Type == BetType.Reventado).Sum(j => j.Amount);
        foreach (var (jugada, index) in number.Where(j => j.Type == BetType.Numero).Select((j, i) => (j, i)))
        {
            yield return index == 0 && side > 0
                ? new PlayedLine(BetType.Reventado, number.Key, jugada.Amount, jugada.MultiplierId, number.Key, side)
                : new PlayedLine(BetType.Numero, number.Key, jugada.Amount, jugada.MultiplierId, null, null);
        }
    }
}

public sealed record PlayedLine(
    BetType Type, string Number, decimal Amount, Guid? MultiplierId, string? ReventadoNumber, decimal? AmountReventado);

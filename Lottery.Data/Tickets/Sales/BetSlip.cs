using System.Globalization;
using Lottery.Data.Loterias;

namespace Lottery.Data.Tickets.Sales;

/// <summary>
/// Checks the lines of a sale against the rules of the lotería and gives each its factor. Pure: it decides on what it
/// is handed.
/// </summary>
internal static class BetSlip
{
    public static Outcome<IReadOnlyList<PricedBet>> Price(
        IReadOnlyList<BetRequest> lines, SaleFacts facts, DateOnly businessDate)
    {
        var rules = facts.Loteria.Rules;
        var prices = new PriceList(facts, businessDate);
        if (rules.MaxNumbersPerTicket is { } most && lines.Count > most)
        {
            return TicketRefusals.MaxNumbers(most);
        }

        var priced = new List<PricedBet>(lines.Count);
        foreach (var line in lines)
        {
            if (Check(line, rules, facts) is { } wrong)
            {
                return wrong;
            }

            if (prices.Factor(line).IsRefused(out var refusal, out var bet))
            {
                return refusal;
            }

            priced.Add(bet);
        }

        return Reventados(lines) is { } unmatched ? unmatched : priced;
    }

    private static Refusal? Check(BetRequest line, LoteriaRules rules, SaleFacts facts)
    {
        var digits = facts.Sorteo.Digits;
        if (line.Number.Length != digits || !line.Number.All(char.IsAsciiDigit))
        {
            return TicketRefusals.NumberDigits(line.Number, digits);
        }

        var number = int.Parse(line.Number, NumberStyles.None, CultureInfo.InvariantCulture);
        if (rules.NumberRange is { } range && (number < range.Min || number > range.Max))
        {
            return TicketRefusals.NumberOutOfRange(line.Number, range.Min, range.Max);
        }

        var least = rules.MinBetAmount ?? facts.Snapshot.Banca.DefaultMinBet;
        return rules.AllowedBetTypes is { Count: > 0 } allowed && !allowed.Contains(line.Type)
                ? TicketRefusals.BetType(WireNames.Of(line.Type))
            : line.Type == BetType.Reventado && !rules.ReventadoEnabled ? TicketRefusals.ReventadoDisabled
            : !Money.IsPayable(line.Amount) ? TicketRefusals.AmountInvalid
            : line.Amount < least ? TicketRefusals.BetMin(least)
            : line.Amount > rules.MaxBetAmount ? TicketRefusals.BetMax(rules.MaxBetAmount.Value)
            : null;
    }

    // Per number, not per line: two side bets of 500 on a number with 500 are one too many.
    private static Refusal? Reventados(IReadOnlyList<BetRequest> lines)
    {
        foreach (var number in lines.GroupBy(l => l.Number))
        {
            var side = number.Where(l => l.Type == BetType.Reventado).Sum(l => l.Amount);
            var straight = number.Where(l => l.Type == BetType.Numero).Sum(l => l.Amount);
            if (side > 0 && straight == 0)
            {
                return TicketRefusals.ReventadoNeedsNumero(number.Key);
            }

            if (side > straight)
            {
                return TicketRefusals.ReventadoExceedsNumero(number.Key);
            }
        }

        return null;
    }
}

/// <summary>A line with its factor.</summary>
internal sealed record PricedBet(
    BetType Type, string Number, decimal Amount, Guid? MultiplierId, decimal FinalMultiplierX, MultiplierSource Source);

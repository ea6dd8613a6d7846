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
        var rules = LoteriaRules.Stored(facts.Loteria.RulesJson);
        if (rules.MaxNumbersPerTicket is { } most && lines.Count > most)
        {
            return TicketRefusals.MaxNumbers(most);
        }

        var priced = new List<PricedBet>(lines.Count);
        foreach (var line in lines)
        {
            if (Check(line, rules, facts.Sorteo.Digits) is { } wrong)
            {
                return wrong;
            }

            if (Factor(line, rules, facts, businessDate).IsRefused(out var refusal, out var bet))
            {
                return refusal;
            }

            priced.Add(bet);
        }

        return Reventados(lines) is { } unmatched ? unmatched : priced;
    }

    private static Refusal? Check(BetRequest line, LoteriaRules rules, int digits)
    {
        if (line.Number.Length != digits || !line.Number.All(char.IsAsciiDigit))
        {
            return TicketRefusals.NumberDigits(line.Number, digits);
        }

        var number = int.Parse(line.Number, NumberStyles.None, CultureInfo.InvariantCulture);
        if (rules.NumberRange is { } range && (number < range.Min || number > range.Max))
        {
            return TicketRefusals.NumberOutOfRange(line.Number, range.Min, range.Max);
        }

        return rules.AllowedBetTypes is { Count: > 0 } allowed && !allowed.Contains(line.Type)
                ? TicketRefusals.BetType(WireNames.Of(line.Type))
            : line.Type == BetType.Reventado && !rules.ReventadoEnabled ? TicketRefusals.ReventadoDisabled
            : !Money.IsPayable(line.Amount) ? TicketRefusals.AmountInvalid
            : line.Amount < rules.MinBetAmount ? TicketRefusals.BetMin(rules.MinBetAmount.Value)
            : line.Amount > rules.MaxBetAmount ? TicketRefusals.BetMax(rules.MaxBetAmount.Value)
            : null;
    }

    // Each line keeps its own multiplier, even when a number comes twice.
    private static Outcome<PricedBet> Factor(
        BetRequest line, LoteriaRules rules, SaleFacts facts, DateOnly businessDate)
    {
        if (line.Type == BetType.Reventado)
        {
            return new PricedBet(line.Type, line.Number, line.Amount, null, 0, MultiplierSource.Draw);
        }

        var prices = facts.Loteria.Multipliers;
        if (line.MultiplierId is { } id)
        {
            var chosen = prices.FirstOrDefault(m => m.Id == id);
            return chosen is null ? TicketRefusals.InvalidMultiplier
                : chosen.Kind != BetType.Numero ? TicketRefusals.MultiplierKind
                : !chosen.IsActive ? TicketRefusals.MultiplierInactive
                : !chosen.AppliesTo(facts.Sorteo.Id, businessDate) ? TicketRefusals.MultiplierNotForThisSorteo
                : Priced(line, chosen, MultiplierSource.Chosen);
        }

        var usable = prices
            .Where(m => m.IsActive && m.Kind == BetType.Numero && m.AppliesTo(facts.Sorteo.Id, businessDate))
            .ToList();
        return usable.Find(m => m.Name == LoteriaMultiplier.Base) is { } named
                ? Priced(line, named, MultiplierSource.Base)
            : usable is [var oldest, ..] ? Priced(line, oldest, MultiplierSource.OldestMultiplier)
            : rules.BaseMultiplierX is { } x
                ? new PricedBet(line.Type, line.Number, line.Amount, null, x, MultiplierSource.LoteriaRules)
            : TicketRefusals.MissingMultiplier;
    }

    private static PricedBet Priced(BetRequest line, MultiplierFacts multiplier, MultiplierSource source) =>
        new(line.Type, line.Number, line.Amount, multiplier.Id, multiplier.ValueX, source);

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

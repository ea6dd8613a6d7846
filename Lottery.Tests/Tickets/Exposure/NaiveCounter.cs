namespace Lottery.Tests.Tickets.Exposure;

/// <summary>A rule as the reference knows it; the columns of the table, nothing derived.</summary>
internal sealed record NaiveRule(
    Guid Id, int Order, Guid? BancaId, Guid? VentanaId, Guid? UserId, string? Number, decimal? MaxAmount,
    decimal? MaxTotal, decimal? BaseAmount, decimal? Percentage, bool PerVendedor, Guid? MultiplierId);

internal sealed record NaiveLine(string Type, string Number, decimal Amount, Guid? MultiplierId);

internal sealed class NaiveTicket(Guid vendedor, Guid ventana, IReadOnlyList<NaiveLine> lines)
{
    public Guid Vendedor { get; } = vendedor;

    public Guid Ventana { get; } = ventana;

    public IReadOnlyList<NaiveLine> Lines { get; } = lines;

    public bool Counts { get; set; } = true;

    public override string ToString() => $"{Vendedor} at {Ventana}{(Counts ? "" : ", cancelled")}: {string.Join("; ", Lines)}";
}

/// <summary>What was refused, in the words of the answer.</summary>
internal sealed record NaiveRefusal(string Code, string Number, decimal Sold, decimal Staked, decimal Most);

/// <summary>
/// The limits of one draw, decided as plainly as they are written down: every rule, every number, all tickets that there
/// were, added up each time. It shares no code with the product and is not meant to be fast.
/// </summary>
internal sealed class NaiveCounter(Guid reventadoMultiplier)
{
    public List<NaiveTicket> Tickets { get; } = [];

    /// <summary>The first refusal, or null when the ticket may be sold.</summary>
    public NaiveRefusal? Refuse(IEnumerable<NaiveRule> rules, NaiveTicket ticket, bool isOnBehalf)
    {
        var ordered = rules.OrderByDescending(Priority).ThenBy(rule => rule.Order).ToList();
        foreach (var rule in ordered)
        {
            if (!Binds(rule, ticket, isOnBehalf) || !HasLimit(rule))
            {
                continue;
            }

            var counted = ticket.Lines.Where(line => Of(rule, [line], line.Number) > 0).Select(line => line.Number);
            foreach (var number in counted.Distinct().Where(number => rule.Number is null || rule.Number == number))
            {
                if (Passed(rule, ticket, number, Of(rule, ticket.Lines, number)) is { } refusal)
                {
                    return refusal;
                }
            }
        }

        return null;
    }

    private NaiveRefusal? Passed(NaiveRule rule, NaiveTicket ticket, string number, decimal staked)
    {
        var peers = Tickets.Where(other => other.Counts && IsOfScope(rule, other, ticket)).ToList();
        decimal? dynamic = null;
        if (rule.Percentage > 0)
        {
            var sales = peers.Sum(other => other.Lines.Sum(line => line.Amount));
            dynamic = Math.Max(
                rule.BaseAmount!.Value,
                Math.Round(sales * rule.Percentage.Value / 100, 2, MidpointRounding.AwayFromZero));
        }
        else if (rule.BaseAmount > 0)
        {
            dynamic = rule.BaseAmount;
        }

        var cap = rule.MaxAmount is { } most && dynamic is { } limit ? Math.Min(most, limit) : rule.MaxAmount;
        if (staked > cap)
        {
            return new NaiveRefusal("NUMBER_MAXAMOUNT_EXCEEDED", number, 0, staked, cap.Value);
        }

        var total = rule.MaxTotal is { } fixedTotal && dynamic is { } floor ? Math.Min(fixedTotal, floor)
            : rule.MaxTotal ?? dynamic;
        var sold = peers.Sum(other => Of(rule, other.Lines, number));
        return sold + staked > total
            ? new NaiveRefusal("NUMBER_MAXTOTAL_EXCEEDED", number, sold, staked, total.Value)
            : null;
    }

    private decimal Of(NaiveRule rule, IEnumerable<NaiveLine> lines, string number) => lines
        .Where(line => line.Number == number)
        .Where(line => rule.MultiplierId is null
            || (rule.MultiplierId == reventadoMultiplier
                ? line.Type == "REVENTADO"
                : line.Type == "NUMERO" && line.MultiplierId == rule.MultiplierId))
        .Sum(line => line.Amount);

    private static bool IsOfScope(NaiveRule rule, NaiveTicket other, NaiveTicket ticket)
    {
        if (rule.PerVendedor || rule.UserId is not null)
        {
            return other.Vendedor == ticket.Vendedor;
        }

        return rule.VentanaId is null || other.Ventana == ticket.Ventana;
    }

    private static bool Binds(NaiveRule rule, NaiveTicket ticket, bool isOnBehalf) =>
        rule.UserId is not null ? rule.UserId == ticket.Vendedor && !isOnBehalf
        : rule.VentanaId is null || rule.VentanaId == ticket.Ventana;

    private static bool HasLimit(NaiveRule rule) =>
        rule.MaxAmount is not null || rule.MaxTotal is not null || rule.BaseAmount is not null;

    private static int Priority(NaiveRule rule) =>
        (rule.Number is not null ? 1000 : 0)
        + (rule.UserId is not null ? 100 : rule.VentanaId is not null ? 10 : rule.BancaId is not null ? 1 : 0);
}

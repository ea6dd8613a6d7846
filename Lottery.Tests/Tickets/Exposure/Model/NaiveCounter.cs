namespace Lottery.Tests.Tickets.Exposure.Model;

/// <summary>
/// One draw, decided as plainly as its rules are written down: every rule, every number, all tickets that there were,
/// added up each time. It shares no code with the product and is not meant to be fast.
/// </summary>
internal sealed class NaiveCounter(NaiveDraw draw)
{
    public List<NaiveTicket> Tickets { get; } = [];

    /// <summary>The first refusal, or null when the ticket may be sold.</summary>
    public NaiveRefusal? Refuse(NaiveTicket ticket, NaiveAsker asker) =>
        Excluded(ticket) ?? (asker == NaiveAsker.Admin ? null : Blocks(ticket, asker).FirstOrDefault()) ?? Limited(ticket, asker);

    /// <summary>A ticket that was sold before is asked for its limits again, not for what it is.</summary>
    public NaiveRefusal? RefuseAgain(NaiveTicket ticket) => Limited(ticket, NaiveAsker.Seller);

    /// <summary>Every block that the ticket meets, in the order in which rules are asked.</summary>
    public IEnumerable<NaiveRefusal> Blocks(NaiveTicket ticket, NaiveAsker asker)
    {
        foreach (var rule in InOrder(ticket, asker))
        {
            if (!HasLimit(rule) && rule.MultiplierId is not null && ticket.Lines.Any(line => IsCounted(rule, line)))
            {
                yield return new NaiveRefusal("LOTTERY_MULTIPLIER_RESTRICTED", RuleId: rule.Id);
            }
        }
    }

    private NaiveRefusal? Excluded(NaiveTicket ticket)
    {
        foreach (var exclusion in draw.Exclusions)
        {
            var isOfSeller = exclusion.VentanaId == ticket.Ventana
                && (exclusion.VendedorId is null || exclusion.VendedorId == ticket.Vendedor);
            var isOfBets = exclusion.MultiplierId is null || ticket.Lines.Any(line => line.Type == "REVENTADO"
                ? exclusion.MultiplierId == draw.ReventadoId
                : exclusion.MultiplierId == line.MultiplierId);
            if (isOfSeller && isOfBets)
            {
                return new NaiveRefusal("LISTA_EXCLUDED");
            }
        }

        return null;
    }

    private NaiveRefusal? Limited(NaiveTicket ticket, NaiveAsker asker)
    {
        foreach (var rule in InOrder(ticket, asker).Where(HasLimit))
        {
            var only = rule.IsAutoDate ? draw.AutoDateNumber : rule.Number;
            var counted = ticket.Lines.Where(line => IsCounted(rule, line)).Select(line => line.Number).Distinct();
            foreach (var number in counted.Where(number => only is null || only == number))
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

    private IEnumerable<NaiveRule> InOrder(NaiveTicket ticket, NaiveAsker asker) => draw.Rules
        .Where(rule => rule.LoteriaId is null || rule.LoteriaId == draw.LoteriaId)
        .Where(rule => rule.Hour is null || rule.Hour == draw.Hour)
        .Where(rule => rule.Date is null || rule.Date == draw.Today)
        .Where(rule => rule.UserId is not null
            ? rule.UserId == ticket.Vendedor && asker == NaiveAsker.Seller
            : rule.VentanaId is null || rule.VentanaId == ticket.Ventana)
        .OrderByDescending(Priority).ThenBy(rule => rule.Order);

    private bool IsCounted(NaiveRule rule, NaiveLine line) =>
        rule.MultiplierId is null
        || (rule.MultiplierId == draw.ReventadoId
            ? line.Type == "REVENTADO"
            : line.Type == "NUMERO" && line.MultiplierId == rule.MultiplierId);

    private decimal Of(NaiveRule rule, IEnumerable<NaiveLine> lines, string number) =>
        lines.Where(line => line.Number == number && IsCounted(rule, line)).Sum(line => line.Amount);

    private static bool IsOfScope(NaiveRule rule, NaiveTicket other, NaiveTicket ticket) =>
        rule.PerVendedor || rule.UserId is not null ? other.Vendedor == ticket.Vendedor
        : rule.VentanaId is null || other.Ventana == ticket.Ventana;

    private static bool HasLimit(NaiveRule rule) =>
        rule.MaxAmount is not null || rule.MaxTotal is not null || rule.BaseAmount is not null;

    private static int Priority(NaiveRule rule) =>
        (rule.Number is not null || rule.IsAutoDate ? 1000 : 0)
        + (rule.UserId is not null ? 100 : rule.VentanaId is not null ? 10 : rule.BancaId is not null ? 1 : 0);
}

/// <summary>A draw, and all that is agreed for it at this hour.</summary>
internal sealed record NaiveDraw(
    Guid SorteoId, Guid LoteriaId, Guid ReventadoId, string AutoDateNumber, int Hour, DateOnly Today,
    IReadOnlyList<NaiveRule> Rules, IReadOnlyList<NaiveExclusion> Exclusions)
{
    public override string ToString() => $"{string.Join('\n', Rules)}\n{string.Join('\n', Exclusions)}";
}

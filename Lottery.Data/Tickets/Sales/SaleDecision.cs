using System.Globalization;
using Lottery.Data.Calendar;
using Lottery.Data.Loterias;
using Lottery.Data.Restrictions;
using Lottery.Data.Sorteos;
using Lottery.Data.Tickets.Exposure;
using Lottery.Data.Users;

namespace Lottery.Data.Tickets.Sales;

/// <summary>
/// What a sale comes to by what is known of the banca, all but the counters. Pure: the same facts, bets and instant
/// decide the same.
/// </summary>
internal sealed record SaleDecision(
    SaleFacts Facts,
    DateOnly BusinessDate,
    IReadOnlyList<PricedBet> Bets,
    IReadOnlyList<Stake> Stakes,
    LimitedSale Account,
    IReadOnlyList<Limit> Limits,
    IReadOnlyList<BlockedBet> Warnings,
    DateTimeOffset SalesEndAt)
{
    public static Outcome<SaleDecision> Of(
        SaleFacts facts, IReadOnlyList<BetRequest> lines, Actor actor, BusinessCalendar calendar)
    {
        var (now, wallClock) = (calendar.Now, calendar.WallClock(calendar.Now));
        var cutoff = facts.Snapshot.CutoffOf(facts.Ventana.Id, facts.Seller.Id, wallClock);
        if (CheckSorteo(facts, cutoff, now, wallClock) is { } closed)
        {
            return closed;
        }

        var businessDate = calendar.DateOf(facts.Sorteo.ScheduledAt);
        if (BetSlip.Price(lines, facts, businessDate).IsRefused(out var wrongBet, out var bets))
        {
            return wrongBet;
        }

        Stake[] stakes = [.. bets.Select(bet => new Stake(bet.Type, bet.Number, bet.Amount, bet.MultiplierId))];
        var account = AccountOf(
            facts.Sorteo.Id, facts.Sorteo.Digits, businessDate, facts.Seller.Id, facts.Ventana.Id, facts.Snapshot.Banca.Id);
        if (ExcludedListas.Refuse(facts.Snapshot, account, stakes) is { } excluded)
        {
            return excluded;
        }

        var rules = SaleRules.Of(facts.Snapshot, facts.Loteria.Id, account, actor, wallClock);
        var blocked = BlockedBet.All(rules, stakes, facts.Loteria);
        if (blocked is [var first, ..] && actor.Role != Role.Admin)
        {
            return LimitRefusals.Blocked(first);
        }

        var limits = Limit.Of(
            rules.Where(rule => rule.Kind == RestrictionKind.Limit), stakes, account, facts.Loteria.Multipliers);
        return new SaleDecision(
            facts, businessDate, bets, stakes, account, limits, blocked, SalesCutoff.At(facts.Sorteo.ScheduledAt, cutoff.Minutes));
    }

    /// <summary>The account of a sale, with the number that an automatic rule speaks of in this draw.</summary>
    public static LimitedSale AccountOf(
        Guid sorteoId, int digits, DateOnly businessDate, Guid vendedorId, Guid ventanaId, Guid bancaId) =>
        new(sorteoId, vendedorId, ventanaId, bancaId,
            businessDate.Day.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0'));

    /// <summary>The refusal of a limit that was passed.</summary>
    public Refusal Refusal(PassedLimit passed)
    {
        var limit = Limits[passed.Place];
        return LimitRefusals.Of(
            limit, passed, Account.SorteoId,
            Facts.Loteria.Multipliers.FirstOrDefault(m => m.Id == limit.Rule.MultiplierId));
    }

    private static Refusal? CheckSorteo(SaleFacts facts, Cutoff cutoff, DateTimeOffset now, DateTime wallClock)
    {
        var (sorteo, loteria) = (facts.Sorteo, facts.Loteria);
        return sorteo.Status == SorteoStatus.Closed ? TicketRefusals.SorteoClosed
            : sorteo.Status != SorteoStatus.Open || !sorteo.IsSellable ? TicketRefusals.SorteoNotOpen
            : !loteria.IsActive ? LoteriaRefusals.Inactive
            : SalesCutoff.IsOver(sorteo.ScheduledAt, cutoff.Minutes, now)
                ? SorteoRefusals.SalesCutoffReached(sorteo.ScheduledAt - now)
            : loteria.Rules.IsOpenAt(wallClock) ? null
            : TicketRefusals.OutsideSalesHours;
    }
}

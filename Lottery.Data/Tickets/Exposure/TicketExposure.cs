using Lottery.Data.Calendar;
using Lottery.Data.Persistence;
using Lottery.Data.Persistence.Queries;
using Lottery.Data.Restrictions;
using Lottery.Data.Sorteos;
using Lottery.Data.Tickets.Sales;
using Lottery.Data.Tickets.Sales.Snapshot;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Lottery.Data.Tickets.Exposure;

/// <summary>What a ticket that is there already has in the counters, in the open transaction of the context.</summary>
public sealed class TicketExposure(LotteryDbContext db, BusinessCalendar calendar)
{
    /// <summary>Takes a ticket that still counts out of the counters. Asks for the sorteo's turn.</summary>
    public async Task GiveBack(Ticket ticket, CancellationToken cancellationToken)
    {
        if (ticket.Status != TicketStatus.Active)
        {
            return;
        }

        await Execute(
            [
                Sql.Command(ExposureSql.LockOfTicket, ticket.Id),
                Sql.Command(ExposureSql.GiveBack, ticket.Id),
                Sql.Command(ExposureSql.TakeSales, ticket.SorteoId, ticket.VendedorId, ticket.VentanaId, ticket.Id),
            ], cancellationToken);
    }

    /// <summary>
    /// Takes a ticket that did not count into the counters, held against the limits as a sale of now is. Asks for the
    /// sorteo's turn, taken alone.
    /// </summary>
    public async Task<Refusal?> TakeAgain(
        Ticket ticket, Sorteo sorteo, SaleSnapshot snapshot, Actor actor, CancellationToken cancellationToken)
    {
        var account = await Account(ticket, cancellationToken);
        var stakes = await db.Jugadas.Where(j => j.TicketId == ticket.Id && !j.IsExcluded).OrderBy(j => j.Line)
            .Select(j => new Stake(j.Type, j.Number, j.Amount, j.MultiplierId)).ToListAsync(cancellationToken);
        if (ExcludedListas.Refuse(snapshot, account, stakes) is { } excluded)
        {
            return excluded;
        }

        var total = stakes.Sum(stake => stake.Amount);
        var limits = Limits(account, sorteo, stakes, snapshot, actor);
        return await Hold(
            [
                .. Exposures.Keep(sorteo.Id, limits, []),
                Exposures.AddSales(account, total),
                Sql.Command(ExposureSql.TakeTicket, ticket.Id),
                Exposures.Check(limits, [new EnteredSale(account, stakes, total)]),
            ], limits, sorteo, snapshot, cancellationToken);
    }

    /// <summary>
    /// Holds what a seller has sold, and is in the counters already, against the totals of the draw. What one ticket may
    /// hold is not asked again: it was when each was sold. Asks for the sorteo's turn, taken alone.
    /// </summary>
    /// <param name="stakes">What the seller staked on numbers, of one ticket or many.</param>
    /// <param name="total">Everything that came back with it; it does not raise its own limit.</param>
    internal async Task<Refusal?> HoldAgain(
        LimitedSale account, Sorteo sorteo, IReadOnlyList<Stake> stakes, decimal total, SaleSnapshot snapshot, Actor actor,
        CancellationToken cancellationToken)
    {
        var limits = Limits(account, sorteo, stakes, snapshot, actor).FindAll(limit => limit.Counter is not null);
        return await Hold(
            [
                .. Exposures.Keep(sorteo.Id, limits, []),
                Exposures.Check(limits, [new EnteredSale(account, stakes, total)], ofTickets: false),
            ], limits, sorteo, snapshot, cancellationToken);
    }

    private List<Limit> Limits(
        LimitedSale account, Sorteo sorteo, IReadOnlyList<Stake> stakes, SaleSnapshot snapshot, Actor actor)
    {
        var rules = SaleRules.Of(snapshot, sorteo.LoteriaId, account, actor, calendar.WallClock(calendar.Now));
        return Limit.Of(
            rules.Where(rule => rule.Kind == RestrictionKind.Limit), stakes, account,
            snapshot.Loterias[sorteo.LoteriaId].Multipliers);
    }

    private async Task<Refusal?> Hold(
        IEnumerable<NpgsqlBatchCommand?> commands, List<Limit> limits, Sorteo sorteo, SaleSnapshot snapshot,
        CancellationToken cancellationToken)
    {
        try
        {
            await Execute(commands, cancellationToken);
            return null;
        }
        catch (PostgresException failure) when (Exposures.Read(failure)?.Passed is { } passed)
        {
            var limit = limits[passed.Place];
            var prices = snapshot.Loterias[sorteo.LoteriaId].Multipliers;
            return LimitRefusals.Of(
                limit, passed, sorteo.Id, prices.FirstOrDefault(m => m.Id == limit.Rule.MultiplierId));
        }
    }

    private async Task<LimitedSale> Account(Ticket ticket, CancellationToken cancellationToken)
    {
        var digits = await db.Sorteos.Where(s => s.Id == ticket.SorteoId).Select(s => s.Digits)
            .SingleAsync(cancellationToken);
        return SaleDecision.AccountOf(
            ticket.SorteoId, digits, ticket.BusinessDate, ticket.VendedorId, ticket.VentanaId, ticket.BancaId);
    }

    private async Task Execute(IEnumerable<NpgsqlBatchCommand?> commands, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch((NpgsqlConnection)db.Database.GetDbConnection());
        foreach (var command in commands.OfType<NpgsqlBatchCommand>())
        {
            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}

using Lottery.Data.Calendar;
using Lottery.Data.Loterias;
using Lottery.Data.Sorteos;
using Lottery.Data.Tickets.Exposure;
using Lottery.Data.Tickets.Sales;
using Lottery.Data.Tickets.Sales.Snapshot;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Data.Tickets.Listas;

/// <summary>What follows in the open transaction when exclusions of a ventana's listas have changed.</summary>
public sealed class ListaCounting(
    LotteryDbContext db, SaleSnapshots snapshots, ExposureCheck counters, TicketExposure exposure,
    BusinessCalendar calendar)
{
    /// <summary>
    /// Reads what the banca sells by before anything is locked: whoever holds a connection should not have to wait for
    /// another.
    /// </summary>
    internal async Task Prepare(CancellationToken cancellationToken)
    {
        if (db.Tenant.ActiveBancaId is { } bancaId)
        {
            await snapshots.Of(bancaId, cancellationToken);
        }
    }

    /// <summary>
    /// Makes the jugadas and tickets of the ventana, and the counters of the draw, what the exclusions that stand say.
    /// </summary>
    /// <returns>What is counted again by it.</returns>
    internal async Task<IReadOnlyList<MovedStake>> Follow(FoundLista lista, CancellationToken cancellationToken)
    {
        var moved = await db.Database
            .SqlQueryRaw<MovedStake>(ListaSql.Flag, lista.Sorteo.Id, lista.VentanaId).ToListAsync(cancellationToken);
        await db.Database.ExecuteSqlRawAsync(
            ListaSql.Mark, [lista.Sorteo.Id, lista.VentanaId, calendar.Now], cancellationToken);
        await counters.Correct(lista.Sorteo.Id, cancellationToken);
        return [.. moved.Where(stake => !stake.IsExcluded)];
    }

    /// <summary>The refusal of the first total that what came back passes; null when every limit is kept.</summary>
    internal async Task<Refusal?> Passed(
        FoundLista lista, IReadOnlyList<MovedStake> returned, Actor actor, CancellationToken cancellationToken)
    {
        var snapshot = await snapshots.Now(db, lista.BancaId, cancellationToken);
        var (sorteo, total) = (lista.Sorteo, returned.Sum(stake => stake.Amount));
        foreach (var seller in returned.GroupBy(stake => stake.VendedorId))
        {
            var account = SaleDecision.AccountOf(
                sorteo.Id, sorteo.Digits, calendar.DateOf(sorteo.ScheduledAt), seller.Key, lista.VentanaId, lista.BancaId);
            Stake[] stakes = [.. seller.Select(stake => stake.ToStake())];
            if (await exposure.HoldAgain(account, sorteo, stakes, total, snapshot, actor, cancellationToken) is { } passed)
            {
                return passed;
            }
        }

        return null;
    }
}

/// <summary>What a vendedor has staked on a number that is left out now or counted again, colones.</summary>
internal sealed record MovedStake(
    Guid VendedorId, bool IsExcluded, string Type, string Number, Guid? MultiplierId, decimal Amount)
{
    public Stake ToStake() => new(WireNames.Parse<BetType>(Type), Number, Amount, MultiplierId);
}

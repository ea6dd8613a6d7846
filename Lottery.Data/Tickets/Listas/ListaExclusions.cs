using Lottery.Data.Activity;
using Lottery.Data.Bancas;
using Lottery.Data.Calendar;
using Lottery.Data.Loterias;
using Lottery.Data.Persistence;
using Lottery.Data.Sorteos;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Lottery.Data.Tickets.Listas;

/// <summary>
/// Leaving a lista out of an open draw, and taking it back. The records that stand decide what is left out, those of
/// other listas with them; jugadas, tickets and counters follow in the same transaction, with the draw's turn taken
/// alone, so that no sale is under way.
/// </summary>
public sealed class ListaExclusions(
    LotteryDbContext db, ListaCounting counting, BusinessCalendar calendar, ILogger<ListaExclusions> log)
{
    /// <summary>Leaves the lista out, what is sold of it and what would be. Done again it takes the new reason.</summary>
    public async Task<Outcome<ListaExclusion>> Exclude(
        Lista lista, string? reason, Actor actor, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransaction<ListaExclusion>("lista.exclude", async ct =>
        {
            if ((await Find(lista, ListaRefusals.ExcludesFromOpen, ct)).IsRefused(out var no, out var found))
            {
                return no;
            }

            var record = found.Record ?? found.NewRecord(actor, calendar.Now);
            (record.ExcludedAt, record.ExcludedBy, record.Reason) = (calendar.Now, actor.Id, reason?.Trim());
            if (found.Record is null)
            {
                db.ListaExclusions.Add(record);
            }

            Record(actor, ActivityType.ListaExclude, record, $"Lista excluida del sorteo {found.Sorteo.Name}");
            await db.SaveChangesAsync(ct);
            await counting.Follow(found, ct);
            return record;
        }, cancellationToken);
        if (!outcome.IsRefused(out _, out var excluded))
        {
            ListaLog.Excluded(log, excluded.SorteoId, excluded.VentanaId, excluded.VendedorId, excluded.MultiplierId);
        }

        return outcome;
    }

    /// <summary>
    /// Takes back exactly this exclusion; what another one covers stays out. What counts again is held against the totals
    /// of the draw as a sale of now is, for others may have taken its room.
    /// </summary>
    public async Task<Outcome<ListaExclusion>> Include(Lista lista, Actor actor, CancellationToken cancellationToken)
    {
        await counting.Prepare(cancellationToken);
        var outcome = await db.InTransaction<ListaExclusion>("lista.include", async ct =>
        {
            if ((await Find(lista, ListaRefusals.IncludesFromOpen, ct)).IsRefused(out var no, out var found)
                || found.Record is not { } record)
            {
                return no ?? ListaRefusals.NotExcluded;
            }

            db.ListaExclusions.Remove(record);
            Record(actor, ActivityType.ListaInclude, record, $"Lista incluida en el sorteo {found.Sorteo.Name}");
            await db.SaveChangesAsync(ct);
            var returned = await counting.Follow(found, ct);
            return await counting.Passed(found, returned, actor, ct) is { } passed ? passed : record;
        }, cancellationToken);
        if (!outcome.IsRefused(out _, out var included))
        {
            ListaLog.Included(log, included.SorteoId, included.VentanaId, included.VendedorId, included.MultiplierId);
        }

        return outcome;
    }

    private async Task<Outcome<FoundLista>> Find(
        Lista lista, Func<SorteoStatus, Refusal> notOpen, CancellationToken cancellationToken)
    {
        if (db.Tenant.ActiveBancaId is not { } bancaId)
        {
            return BancaRefusals.ContextRequired;
        }

        await db.TakeTurn(lista.SorteoId, alone: true, cancellationToken);
        var sorteo = await db.Sorteos.Shared(lista.SorteoId).SingleOrDefaultAsync(cancellationToken);
        if (sorteo is not { Status: SorteoStatus.Open })
        {
            return sorteo is null ? SorteoRefusals.NotFound : notOpen(sorteo.Status);
        }

        // Clients know a ventana by its listero as well.
        var ventanaId = await db.Ventanas.Where(v => v.Id == lista.VentanaId).Select(v => (Guid?)v.Id)
            .Concat(db.Users.Where(u => u.Id == lista.VentanaId && u.Role == Role.Ventana && u.BancaId == bancaId)
                .Select(u => u.VentanaId))
            .TagWith("lista.ventana").SingleOrDefaultAsync(cancellationToken);
        if (ventanaId is not { } ventana)
        {
            return ListaRefusals.VentanaNotFound;
        }

        return await Stranger(lista, sorteo, ventana, cancellationToken) is { } refusal
            ? refusal
            : new FoundLista(sorteo, bancaId, ventana, lista, await db.ListaExclusions.SingleOrDefaultAsync(
                x => x.SorteoId == sorteo.Id && x.VentanaId == ventana && x.VendedorId == lista.VendedorId
                    && x.MultiplierId == lista.MultiplierId,
                cancellationToken));
    }

    private async Task<Refusal?> Stranger(Lista lista, Sorteo sorteo, Guid ventana, CancellationToken cancellationToken)
    {
        if (lista.VendedorId is { } vendedorId)
        {
            var vendedor = await db.Users.Where(u => u.Id == vendedorId && u.Role == Role.Vendedor)
                .Select(u => new { u.VentanaId }).SingleOrDefaultAsync(cancellationToken);
            if (vendedor?.VentanaId != ventana)
            {
                return vendedor is null ? ListaRefusals.VendedorNotFound : ListaRefusals.VendedorOfOtherVentana;
            }
        }

        return lista.MultiplierId is { } multiplierId && !await db.LoteriaMultipliers.AnyAsync(
                m => m.Id == multiplierId && m.LoteriaId == sorteo.LoteriaId, cancellationToken)
            ? LoteriaRefusals.MultiplierNotFound
            : null;
    }

    private void Record(Actor actor, ActivityType action, ListaExclusion record, string description) => db.Record(
        actor, action, record, description, calendar.Now,
        new { record.SorteoId, record.VentanaId, record.VendedorId, record.MultiplierId, record.Reason });
}

/// <summary>A lista whose parts were found, in the open transaction.</summary>
/// <param name="Record">Its exclusion, when it stands.</param>
internal sealed record FoundLista(Sorteo Sorteo, Guid BancaId, Guid VentanaId, Lista Wanted, ListaExclusion? Record)
{
    public ListaExclusion NewRecord(Actor actor, DateTimeOffset now) => new()
    {
        BancaId = BancaId,
        SorteoId = Sorteo.Id,
        VentanaId = VentanaId,
        VendedorId = Wanted.VendedorId,
        MultiplierId = Wanted.MultiplierId,
        ExcludedAt = now,
        ExcludedBy = actor.Id,
    };
}

internal static partial class ListaLog
{
    [LoggerMessage(EventName = "EXCLUDE_LISTA_SUCCESS", Level = LogLevel.Information,
        Message = "A lista was left out of its draw")]
    public static partial void Excluded(ILogger log, Guid sorteoId, Guid ventanaId, Guid? vendedorId, Guid? multiplierId);

    [LoggerMessage(EventName = "INCLUDE_LISTA_SUCCESS", Level = LogLevel.Information,
        Message = "A lista that was left out counts again")]
    public static partial void Included(ILogger log, Guid sorteoId, Guid ventanaId, Guid? vendedorId, Guid? multiplierId);
}

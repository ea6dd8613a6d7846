using Lottery.Api.Http;
using Lottery.Data;
using Lottery.Data.Calendar;
using Lottery.Data.Sorteos;
using Lottery.Data.Tickets.Listas;
using Lottery.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace Lottery.Api.Listas;

/// <summary>Reads listas and exclusions as far as the actor may see them.</summary>
internal sealed class ListaReader(LotteryDbContext db, ListaFigures figures, BusinessCalendar calendar)
{
    /// <summary>Exclusions shown at most; a house has a few a day.</summary>
    private const int MostExclusions = 1_000;

    private const string Compact = "compact";

    public async Task<BareReply<ListasResponse>> OfSorteo(
        Guid sorteoId, ListListasQuery query, Actor actor, CancellationToken cancellationToken)
    {
        var sorteo = await db.Sorteos.AsNoTracking().Include(s => s.Loteria)
            .SingleOrDefaultAsync(s => s.Id == sorteoId, cancellationToken);
        if (sorteo is null)
        {
            return SorteoRefusals.NotFound;
        }

        var rows = await figures.Of(sorteoId, query.VendedorId, query.MultiplierId, actor, cancellationToken);
        var records = await Exclusions(db.ListaExclusions.Where(x => x.SorteoId == sorteoId), cancellationToken);
        var sheet = new ListaSheet(rows, records, query.IncludeExcluded is { Value: true });
        var mode = query.Mode ?? "full";
        return new Outcome<ListasResponse>(new ListasResponse(
            ListasSorteo.Of(sorteo, calendar), mode == Compact ? [] : sheet.Listeros(),
            mode == Compact ? sheet.Compact() : null, mode, sheet.Meta(), calendar.Now));
    }

    public async Task<BareReply<ExcludedListasResponse>> Excluded(
        ListExcludedListasQuery query, Actor actor, CancellationToken cancellationToken)
    {
        if (query is { FromDate: { } first, ToDate: { } last } && first > last)
        {
            return DateRange.Invalid;
        }

        var (from, to) = (
            query.FromDate is { } a ? calendar.BoundsOf(a).From : (DateTimeOffset?)null,
            query.ToDate is { } b ? calendar.BoundsOf(b).To : (DateTimeOffset?)null);
        var ventana = actor.Role == Role.Ventana ? actor.VentanaId : query.VentanaId;
        var asked = db.ListaExclusions
            .Where(x => ventana == null || x.VentanaId == ventana)
            .Where(x => query.VentanaId == null || x.VentanaId == query.VentanaId)
            .Where(x => query.SorteoId == null || x.SorteoId == query.SorteoId)
            .Where(x => query.VendedorId == null || x.VendedorId == query.VendedorId)
            .Where(x => query.MultiplierId == null || x.MultiplierId == query.MultiplierId)
            .Where(x => query.LoteriaId == null || x.Sorteo!.LoteriaId == query.LoteriaId)
            .Where(x => from == null || x.ExcludedAt >= from)
            .Where(x => to == null || x.ExcludedAt < to);
        var total = await asked.TagWith("listas.excluded.count").CountAsync(cancellationToken);
        var records = await Exclusions(
            asked.OrderByDescending(x => x.ExcludedAt).ThenBy(x => x.Id).Take(MostExclusions), cancellationToken);
        var covered = await figures.Covered([.. records.Select(x => x.Id)], cancellationToken);
        return new Outcome<ExcludedListasResponse>(new ExcludedListasResponse(
            [.. records.Select(x => x.ToResponse(covered.GetValueOrDefault(x.Id)))], total, new ReportMeta()));
    }

    // Who left it out may be of another house, and is named all the same.
    private async Task<IReadOnlyList<NamedExclusion>> Exclusions(
        IQueryable<ListaExclusion> exclusions, CancellationToken cancellationToken)
    {
        var rows = await exclusions.AsNoTracking()
            .Include(x => x.Sorteo!.Loteria).Include(x => x.Ventana).Include(x => x.Vendedor).Include(x => x.Multiplier)
            .TagWith("listas.exclusions").ToListAsync(cancellationToken);
        var people = rows.Select(x => x.ExcludedBy).Distinct().ToList();
        var names = await db.Users.IgnoreQueryFilters([LotteryDbContext.TenantFilter]).Where(u => people.Contains(u.Id))
            .TagWith("listas.people").ToDictionaryAsync(u => u.Id, u => u.Name, cancellationToken);
        return [.. rows.Select(x => new NamedExclusion(x, names.GetValueOrDefault(x.ExcludedBy)))];
    }
}

/// <summary>An exclusion with the names of what it speaks of.</summary>
internal sealed record NamedExclusion(ListaExclusion Record, string? ExcludedByName)
{
    public Guid Id => Record.Id;

    public ExcludedListaResponse ToResponse(ListaCover? covered)
    {
        var x = Record;
        return new ExcludedListaResponse(
            x.Id, x.SorteoId, x.Sorteo!.Name, x.Sorteo.LoteriaId, x.Sorteo.Loteria!.Name,
            x.VentanaId, x.Ventana!.Name, x.Ventana.Code, x.VendedorId, x.Vendedor?.Name, x.Vendedor?.Code,
            x.MultiplierId, x.Multiplier?.Name, x.Multiplier?.ValueX, covered?.Jugadas ?? 0, covered?.Amount ?? 0,
            x.ExcludedAt, x.ExcludedBy, ExcludedByName, x.Reason, x.CreatedAt, x.UpdatedAt);
    }
}

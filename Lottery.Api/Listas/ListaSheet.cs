using Lottery.Data.Tickets.Listas;

namespace Lottery.Api.Listas;

/// <summary>The listas of a draw, put together from sums and exclusions.</summary>
internal sealed class ListaSheet(
    IReadOnlyList<ListaRow> rows, IReadOnlyList<NamedExclusion> exclusions, bool showsExcluded)
{
    private const string EveryMultiplier = "Todos (Excluido)";

    private readonly Dictionary<Guid, NamedExclusion> _exclusions = exclusions.ToDictionary(x => x.Id);

    private IEnumerable<ListaRow> Shown => rows.Where(row => showsExcluded || !row.IsExcluded);

    public ListasMeta Meta()
    {
        var all = rows.FirstOrDefault(row => row is { Level: ListaLevel.Draw, IsExcluded: false });
        return new ListasMeta(
            all?.Sales ?? 0, all?.Tickets ?? 0, all?.Commission ?? 0,
            rows.Count(row => row is { Level: ListaLevel.Row, IsExcluded: true }));
    }

    public IReadOnlyList<ListeroResponse> Listeros() =>
        [.. ByVentana(ListaLevel.Row).Select(of => Listero(of.First(), Counted(ListaLevel.Ventana, of.Key), of))];

    public IReadOnlyList<CompactListeroResponse> Compact() =>
    [
        .. ByVentana(ListaLevel.Vendedor).Select(of =>
        {
            var (first, sums) = (of.First(), Counted(ListaLevel.Ventana, of.Key));
            return new CompactListeroResponse(
                of.Key, first.VentanaName!, first.VentanaCode, sums?.Sales ?? 0, sums?.Tickets ?? 0, sums?.Commission ?? 0,
                [.. of.GroupBy(row => row.VendedorId!.Value).Select(Compact)]);
        }),
    ];

    private IEnumerable<IGrouping<Guid, ListaRow>> ByVentana(int level) =>
        Shown.Where(row => row.Level == level).GroupBy(row => row.VentanaId!.Value);

    private ListaRow? Counted(int level, Guid ventanaId) =>
        rows.FirstOrDefault(row => row.Level == level && row.VentanaId == ventanaId && !row.IsExcluded);

    private ListeroResponse Listero(ListaRow first, ListaRow? sums, IEnumerable<ListaRow> listas)
    {
        var whole = exclusions.FirstOrDefault(x =>
            x.Record is { VendedorId: null, MultiplierId: null } && x.Record.VentanaId == first.VentanaId);
        return new ListeroResponse(
            first.VentanaId!.Value, first.VentanaName!, first.VentanaCode, sums?.Sales ?? 0, sums?.Tickets ?? 0,
            sums?.Commission ?? 0, sums?.CommissionByNumber ?? 0, sums?.CommissionByReventado ?? 0, whole is not null,
            whole?.Record.Reason, whole?.Record.ExcludedAt, whole?.Record.ExcludedBy, whole?.ExcludedByName, whole?.Id,
            [.. listas.Select(Lista)]);
    }

    private ListaResponse Lista(ListaRow row)
    {
        var exclusion = row.ExclusionId is { } id ? _exclusions.GetValueOrDefault(id) : null;
        var name = row is { IsExcluded: true, MultiplierId: null } ? EveryMultiplier : row.MultiplierName;
        return new ListaResponse(
            row.VendedorId!.Value, row.VendedorName!, row.VendedorCode, row.MultiplierId, name, row.MultiplierValue,
            row.Sales, row.Tickets, row.Commission, row.CommissionByNumber, row.CommissionByReventado, row.IsExcluded,
            null, exclusion?.Record.Reason, exclusion?.Record.ExcludedAt, exclusion?.Record.ExcludedBy,
            exclusion?.ExcludedByName, ScopeOf(exclusion), exclusion?.Id);
    }

    private static CompactListaResponse Compact(IGrouping<Guid, ListaRow> of)
    {
        var counted = of.FirstOrDefault(row => !row.IsExcluded);
        var shown = counted ?? of.First();
        return new CompactListaResponse(
            of.Key, shown.VendedorName!, shown.VendedorCode, shown.Sales, shown.Tickets, shown.Commission, counted is null);
    }

    private static string? ScopeOf(NamedExclusion? exclusion) =>
        exclusion is null ? null : exclusion.Record.VendedorId is null ? "ventana" : "vendedor";
}

using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Lottery.Api.Http;
using Lottery.Api.Http.Queries;
using Lottery.Api.Sorteos;
using Lottery.Data.Calendar;
using Lottery.Data.Sorteos;
using Lottery.Data.Tickets.Listas;
using Microsoft.Extensions.Validation;

namespace Lottery.Api.Listas;

/// <param name="VentanaId">The ventana, or the user who is its listero.</param>
/// <param name="VendedorId">Without it, every vendedor of the ventana.</param>
/// <param name="MultiplierId">Without it, every multiplier.</param>
[ValidatableType]
public sealed record ExcludeListaRequest(
    Guid VentanaId,
    Guid? VendedorId = null,
    Guid? MultiplierId = null,
    [StringLength(500, MinimumLength = 3, ErrorMessage = Rules.Length)] string? Reason = null);

/// <param name="VentanaId">The ventana, or the user who is its listero.</param>
[ValidatableType]
public sealed record IncludeListaRequest(Guid VentanaId, Guid? VendedorId = null, Guid? MultiplierId = null);

[ValidatableType]
public sealed record ListListasQuery
{
    /// <summary>True to show what is left out as well; it adds to no sum.</summary>
    public Flag? IncludeExcluded { get; init; }

    /// <summary>A vendedor is shown only itself, whatever it asks for.</summary>
    public Guid? VendedorId { get; init; }

    public Guid? MultiplierId { get; init; }

    /// <summary>compact: one row for each vendedor, in listerosCompact.</summary>
    [RegularExpression("^(full|compact)$", ErrorMessage = Rules.Pattern)]
    public string? Mode { get; init; }
}

[ValidatableType]
public sealed record ListExcludedListasQuery
{
    public Guid? SorteoId { get; init; }

    public Guid? VentanaId { get; init; }

    public Guid? VendedorId { get; init; }

    public Guid? MultiplierId { get; init; }

    public Guid? LoteriaId { get; init; }

    public DateOnly? FromDate { get; init; }

    public DateOnly? ToDate { get; init; }
}

public sealed record ListaExclusionResponse(
    Guid Id,
    Guid SorteoId,
    Guid VentanaId,
    Guid? VendedorId,
    Guid? MultiplierId,
    DateTimeOffset ExcludedAt,
    Guid ExcludedBy,
    string? Reason,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    internal static ListaExclusionResponse Of(ListaExclusion x) => new(
        x.Id, x.SorteoId, x.VentanaId, x.VendedorId, x.MultiplierId, x.ExcludedAt, x.ExcludedBy, x.Reason, x.CreatedAt,
        x.UpdatedAt);
}

/// <summary>Answer to an act of which older clients read <c>success</c> once more inside the data.</summary>
public sealed record Done(string Message)
{
    [JsonPropertyOrder(-1)]
    public bool Success { get; } = true;
}

/// <summary>The listas of one draw.</summary>
/// <param name="Listeros">By ventana; empty when compact.</param>
/// <param name="ListerosCompact">Null unless compact.</param>
public sealed record ListasResponse(
    ListasSorteo Sorteo,
    IReadOnlyList<ListeroResponse> Listeros,
    IReadOnlyList<CompactListeroResponse>? ListerosCompact,
    string Mode,
    ListasMeta Meta,
    DateTimeOffset RefreshedAt) : IMeasured
{
    [JsonPropertyOrder(-1)]
    public bool Success { get; } = true;

    Measure IMeasured.Meta => Meta;
}

public sealed record ListasSorteo(
    Guid Id, string Name, SorteoStatus Status, string ScheduledAt, string? WinningNumber, SorteoLoteria Loteria)
{
    internal static ListasSorteo Of(Sorteo sorteo, BusinessCalendar calendar) => new(
        sorteo.Id, sorteo.Name, sorteo.Status, calendar.Local(sorteo.ScheduledAt), sorteo.WinningNumber,
        new SorteoLoteria(sorteo.LoteriaId, sorteo.Loteria!.Name));
}

/// <param name="TotalSales">Of what counts, colones.</param>
/// <param name="TotalTickets">Tickets of which anything counts.</param>
/// <param name="TotalCommission">Of the listeros, colones.</param>
/// <param name="TotalExcluded">Rows that are left out, shown or not.</param>
public sealed record ListasMeta(decimal TotalSales, int TotalTickets, decimal TotalCommission, int TotalExcluded) : Measure;

/// <summary>One ventana. Its sums are of what counts.</summary>
/// <param name="IsExcluded">The whole ventana is left out.</param>
public sealed record ListeroResponse(
    Guid VentanaId,
    string VentanaName,
    string? VentanaCode,
    decimal TotalSales,
    int TotalTickets,
    decimal TotalCommission,
    decimal CommissionByNumber,
    decimal CommissionByReventado,
    bool IsExcluded,
    string? ExclusionReason,
    DateTimeOffset? ExcludedAt,
    Guid? ExcludedBy,
    string? ExcludedByName,
    Guid? ExclusionRecordId,
    IReadOnlyList<ListaResponse> Vendedores);

/// <summary>What one vendedor sold with one multiplier, or what is left out of it.</summary>
/// <param name="ExclusionId">Always null; see <paramref name="ExclusionRecordId"/>.</param>
/// <param name="ExclusionScope">ventana or vendedor.</param>
public sealed record ListaResponse(
    Guid VendedorId,
    string VendedorName,
    string? VendedorCode,
    Guid? MultiplierId,
    string? MultiplierName,
    decimal? MultiplierValue,
    decimal TotalSales,
    int TotalTickets,
    decimal TotalCommission,
    decimal CommissionByNumber,
    decimal CommissionByReventado,
    bool IsExcluded,
    Guid? ExclusionId,
    string? ExclusionReason,
    DateTimeOffset? ExcludedAt,
    Guid? ExcludedBy,
    string? ExcludedByName,
    string? ExclusionScope,
    Guid? ExclusionRecordId);

public sealed record CompactListeroResponse(
    Guid VentanaId,
    string VentanaName,
    string? VentanaCode,
    decimal TotalSales,
    int TotalTickets,
    decimal TotalCommission,
    IReadOnlyList<CompactListaResponse> Vendedores);

/// <param name="IsExcluded">Nothing of the vendedor counts.</param>
public sealed record CompactListaResponse(
    Guid VendedorId,
    string VendedorName,
    string? VendedorCode,
    decimal TotalSales,
    int TotalTickets,
    decimal TotalCommission,
    bool IsExcluded);

/// <summary>Exclusions that stand, newest first.</summary>
/// <param name="Total">Of all that were asked for; the list ends after the newest 1000.</param>
public sealed record ExcludedListasResponse(IReadOnlyList<ExcludedListaResponse> Data, int Total, ReportMeta Meta)
    : IMeasured
{
    [JsonPropertyOrder(-1)]
    public bool Success { get; } = true;

    Measure IMeasured.Meta => Meta;
}

/// <param name="TotalJugadas">Jugadas that it covers, in its draw.</param>
/// <param name="TotalAmount">Their stakes, colones.</param>
public sealed record ExcludedListaResponse(
    Guid Id,
    Guid SorteoId,
    string SorteoName,
    Guid LoteriaId,
    string LoteriaName,
    Guid VentanaId,
    string VentanaName,
    string? VentanaCode,
    Guid? VendedorId,
    string? VendedorName,
    string? VendedorCode,
    Guid? MultiplierId,
    string? MultiplierName,
    decimal? MultiplierValue,
    int TotalJugadas,
    decimal TotalAmount,
    DateTimeOffset ExcludedAt,
    Guid ExcludedBy,
    string? ExcludedByName,
    string? Reason,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);

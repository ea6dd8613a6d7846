using Lottery.Data.Sorteos;

namespace Lottery.Data.Tickets.Listas;

/// <summary>Every no of the listas.</summary>
public static class ListaRefusals
{
    /// <summary>The code of <see cref="ExcludesFromOpen"/> and <see cref="IncludesFromOpen"/>.</summary>
    public const string SorteoNotOpenCode = "SORTEO_NOT_OPEN";

    public static readonly Refusal VentanaNotFound =
        Refusal.NotFound("VENTANA_NOT_FOUND", "Ventana no encontrada o acceso denegado.");

    public static readonly Refusal VendedorNotFound =
        Refusal.NotFound("VENDEDOR_NOT_FOUND", "Vendedor no encontrado o usuario no es VENDEDOR.");

    public static readonly Refusal VendedorOfOtherVentana = Refusal.Invalid(
        "VENDEDOR_OF_OTHER_VENTANA", "El vendedor no pertenece a la ventana especificada.");

    public static readonly Refusal NotExcluded = Refusal.NotFound(
        "LISTA_NOT_EXCLUDED", "No se encontró un registro de exclusión que coincida con los criterios.");

    public static Refusal ExcludesFromOpen(SorteoStatus status) => Refusal.Conflict(
        SorteoNotOpenCode,
        $"Solo se puede excluir listas cuando el sorteo está en estado OPEN (actual: {WireNames.Of(status)}).");

    public static Refusal IncludesFromOpen(SorteoStatus status) => Refusal.Conflict(
        SorteoNotOpenCode,
        $"Solo se puede revertir exclusiones cuando el sorteo está en estado OPEN (actual: {WireNames.Of(status)}).");
}

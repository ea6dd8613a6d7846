namespace Lottery.Data.Sorteos;

/// <summary>Every no of the sorteos.</summary>
public static class SorteoRefusals
{
    public static readonly Refusal NotFound = Refusal.NotFound("SORTEO_NOT_FOUND", "Sorteo no encontrado.");

    public static readonly Refusal Global = Refusal.Forbidden(
        "GLOBAL_READ_ONLY", "No tiene permisos para modificar un sorteo global.");

    public static readonly Refusal Duplicate = Refusal.Conflict(
        "SORTEO_EXISTS", "Ya existe un sorteo de esa lotería a esa hora.");

    public static readonly Refusal OpensFromScheduled =
        Refusal.Conflict("SORTEO_NOT_SCHEDULED", "Solo se puede abrir desde SCHEDULED.");

    public static readonly Refusal Inactive =
        Refusal.Conflict("SORTEO_INACTIVE", "No se puede abrir un sorteo inactivo.");

    public static readonly Refusal ClosesFromOpen =
        Refusal.Conflict("SORTEO_NOT_OPEN", "Solo se puede cerrar desde OPEN.");

    public static readonly Refusal EvaluatesFromOpenOrClosed =
        Refusal.Conflict("SORTEO_NOT_EVALUABLE", "Solo se puede evaluar desde OPEN o CLOSED.");

    public static readonly Refusal AlreadyEvaluated =
        Refusal.Conflict("SORTEO_ALREADY_EVALUATED", "El sorteo ya fue evaluado.");

    public static readonly Refusal NotDrawnYet =
        Refusal.Conflict("SORTEO_NOT_DRAWN_YET", "El sorteo todavía no se ha realizado.");

    public static readonly Refusal RevertsFromEvaluated =
        Refusal.Conflict("SORTEO_NOT_EVALUATED", "Solo se puede revertir un sorteo evaluado.");

    public static readonly Refusal RevertNeedsReason = Refusal.Invalid(
        "REVERT_REASON_REQUIRED", "Hay premios pagados: indique el motivo de la reversión.");

    public static readonly Refusal NotEditable =
        Refusal.Conflict("SORTEO_NOT_EDITABLE", "No se puede editar un sorteo evaluado o cerrado.");

    public static readonly Refusal LoteriaFixed = Refusal.Conflict(
        "SORTEO_LOTERIA_FIXED", "Solo se puede cambiar la lotería en estado SCHEDULED.");

    public static readonly Refusal HasTickets =
        Refusal.Conflict("SORTEO_HAS_TICKETS", "El sorteo ya tiene tiquetes vendidos.");

    public static readonly Refusal Deleted = Refusal.Conflict("SORTEO_DELETED", "El sorteo está eliminado.");

    public static readonly Refusal NothingToRestore = Refusal.Invalid(
        "SORTEO_NOT_RESTORABLE", "Sorteo no requiere restauración (no está eliminado ni cerrado).");

    public static readonly Refusal ExtraInvalid = Refusal.Invalid(
        "EXTRA_MULTIPLIER_INVALID", "extraMultiplierId inválido o inactivo.");

    public static readonly Refusal ExtraOfOtherLoteria = Refusal.Invalid(
        "EXTRA_MULTIPLIER_LOTERIA", "extraMultiplierId no pertenece a la lotería del sorteo.");

    public static readonly Refusal ExtraNotReventado = Refusal.Invalid(
        "EXTRA_MULTIPLIER_KIND", "extraMultiplierId no es de tipo REVENTADO.");

    public static readonly Refusal ExtraNotForThisSorteo = Refusal.Invalid(
        "EXTRA_MULTIPLIER_SORTEO", "extraMultiplierId no aplica a este sorteo.");

    /// <summary>The code of <see cref="SalesCutoffReached"/>.</summary>
    public const string SalesCutoffCode = "SALES_CUTOFF_REACHED";

    /// <summary>The code of <see cref="WinningNumberDigits"/>.</summary>
    public const string WinningNumberCode = "WINNING_NUMBER_DIGITS";

    public static Refusal WinningNumberDigits(int digits, int received) => Refusal.Invalid(
        WinningNumberCode, $"El número ganador debe tener {digits} dígitos (recibido: {received}).");

    public static Refusal SalesCutoffReached(TimeSpan untilDraw) => Refusal.Conflict(
        SalesCutoffCode,
        $"Venta bloqueada: faltan {Math.Max(0, (int)Math.Ceiling(untilDraw.TotalMinutes))} min para el sorteo.");
}

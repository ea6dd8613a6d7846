namespace Lottery.Data.Loterias;

/// <summary>Every no of loterías and multipliers.</summary>
public static class LoteriaRefusals
{
    public static readonly Refusal NotFound = Refusal.NotFound("LOTERIA_NOT_FOUND", "Lotería no encontrada.");

    public static readonly Refusal Inactive = Refusal.Conflict("LOTERIA_INACTIVE", "La lotería está inactiva.");

    public static readonly Refusal Deleted = Refusal.Conflict(
        "LOTERIA_DELETED", "La lotería está eliminada; restáurela primero.");

    public static readonly Refusal NameTaken =
        Refusal.Conflict("LOTERIA_NAME_TAKEN", "Ya existe una lotería con ese nombre.");

    public static readonly Refusal Global = Refusal.Forbidden(
        "GLOBAL_READ_ONLY", "No tiene permisos para modificar una lotería global.");

    public static readonly Refusal MultiplierNotFound =
        Refusal.NotFound("MULTIPLIER_NOT_FOUND", "Multiplicador no encontrado.");

    public static readonly Refusal MultiplierNameTaken = Refusal.Conflict(
        "MULTIPLIER_NAME_TAKEN", "Ya hay un multiplicador activo con ese nombre en la lotería.");

    public static readonly Refusal OverrideNotFound = Refusal.NotFound(
        "MULTIPLIER_OVERRIDE_NOT_FOUND", "Multiplicador base propio no encontrado o inactivo.");

    public static readonly Refusal OverrideTaken = Refusal.Conflict(
        "MULTIPLIER_OVERRIDE_EXISTS", "Ya existe un multiplicador base propio para ese destino, lotería y tipo.");

    public static readonly Refusal OverrideNotYours = Refusal.Forbidden(
        "FORBIDDEN", "Solo puedes gestionar los multiplicadores base de tu ventana y de sus vendedores.");

    public static readonly Refusal NothingToChange = Refusal.Invalid(
        "NOTHING_TO_CHANGE", "Indique baseMultiplierX o isActive.");

    /// <summary>The code of <see cref="InvalidRules"/>.</summary>
    public const string InvalidRulesCode = "INVALID_RULES";

    public static Refusal InvalidRules(string what) =>
        Refusal.Invalid(InvalidRulesCode, $"rulesJson no es válido: {what}.");
}

namespace Lottery.Data.Bancas;

/// <summary>Every no of the bancas.</summary>
public static class BancaRefusals
{
    public static readonly Refusal NotFound =
        Refusal.NotFound("BANCA_NOT_FOUND", "Banca no encontrada o inactiva.");

    public static readonly Refusal Inactive =
        Refusal.Conflict("BANCA_INACTIVE", "La banca está inactiva.");

    public static readonly Refusal CodeTaken =
        Refusal.Conflict("BANCA_CODE_TAKEN", "El código de la banca ya existe.");

    public static readonly Refusal NameTaken =
        Refusal.Conflict("BANCA_NAME_TAKEN", "El nombre de la banca ya existe.");

    public static readonly Refusal HasActiveVentanas = Refusal.Conflict(
        "BANCA_HAS_ACTIVE_VENTANAS", "No se puede desactivar la banca: existen Ventanas activas asociadas.");

    public static readonly Refusal ContextRequired = Refusal.Invalid(
        "BANCA_CONTEXT_REQUIRED", "Indique la banca: envíe bancaId o el encabezado X-Active-Banca-Id.");

    public static readonly Refusal UserIncomplete = Refusal.Invalid(
        "BANCA_USER_INCOMPLETE", "Para crear el usuario de la banca indique username y password.");

    public static readonly Refusal PasswordsDiffer =
        Refusal.Invalid("PASSWORDS_DIFFER", "La contraseña y su confirmación no coinciden.");

    public static readonly Refusal NoneAssigned =
        Refusal.Forbidden("NO_BANCA", "No tienes bancas asignadas.");
}

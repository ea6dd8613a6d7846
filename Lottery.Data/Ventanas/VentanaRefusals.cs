namespace Lottery.Data.Ventanas;

/// <summary>Every no of the ventanas.</summary>
public static class VentanaRefusals
{
    public static readonly Refusal NotFound =
        Refusal.NotFound("VENTANA_NOT_FOUND", "Ventana no encontrada o inactiva.");

    public static readonly Refusal CodeTaken =
        Refusal.Conflict("VENTANA_CODE_TAKEN", "El código de la ventana ya existe.");

    public static readonly Refusal UserIncomplete = Refusal.Invalid(
        "VENTANA_USER_INCOMPLETE", "Para crear el usuario de la ventana indique username y password.");

    public static readonly Refusal NotYours =
        Refusal.Forbidden("FORBIDDEN", "Solo puedes gestionar tu propia ventana.");

    public static readonly Refusal FieldNotYours = Refusal.Forbidden(
        "FIELD_NOT_ALLOWED", "Código, margen y estado de la ventana los cambia la banca.");

    public static readonly Refusal Inactive =
        Refusal.Conflict("VENTANA_INACTIVE", "La ventana está inactiva.");
}

namespace Lottery.Data.Users;

/// <summary>Every no of users and sessions.</summary>
public static class UserRefusals
{
    public static readonly Refusal NotFound = Refusal.NotFound("USER_NOT_FOUND", "Usuario no encontrado.");

    public static readonly Refusal InvalidCredentials =
        Refusal.Unauthenticated("INVALID_CREDENTIALS", "Usuario o contraseña incorrectos.");

    public static readonly Refusal InvalidRefreshToken =
        Refusal.Unauthenticated("INVALID_REFRESH_TOKEN", "La sesión ya no es válida. Inicia sesión de nuevo.");

    public static readonly Refusal SessionRevoked =
        Refusal.Unauthenticated("SESSION_REVOKED", "Sesión cerrada en otro dispositivo.");

    public static readonly Refusal Inactive = Refusal.Forbidden(
        "USER_INACTIVE", "La cuenta está inactiva. Contacta al administrador.");

    public static readonly Refusal Deactivated = Refusal.Unauthenticated(
        "USER_INACTIVE", "Tu cuenta ha sido desactivada. Contacta al administrador.");

    public static readonly Refusal Forbidden = Refusal.Forbidden(
        "FORBIDDEN", "No tienes permisos para realizar esta acción.");

    public static readonly Refusal RoleCeiling = Refusal.Forbidden(
        "ROLE_NOT_ALLOWED", "Solo puedes asignar roles por debajo del tuyo.");

    public static readonly Refusal FieldNotYours = Refusal.Forbidden(
        "FIELD_NOT_ALLOWED", "Ese dato solo lo puede cambiar un superior.");

    public static readonly Refusal OwnState = Refusal.Forbidden(
        "OWN_STATE", "No puedes modificar tu propio estado.");

    public static readonly Refusal UsernameTaken =
        Refusal.Conflict("USERNAME_EXISTS", "El nombre de usuario ya está en uso.");

    public static readonly Refusal EmailTaken = Refusal.Conflict("EMAIL_EXISTS", "El correo ya está en uso.");

    public static readonly Refusal CodeTaken = Refusal.Conflict("CODE_EXISTS", "El código ya está en uso.");

    public static readonly Refusal VentanaRequired =
        Refusal.Invalid("VENTANA_REQUIRED", "Selecciona un listero: el rol necesita una ventana.");

    public static readonly Refusal BancaRequired =
        Refusal.Invalid("BANCA_REQUIRED", "El rol BANCA necesita una banca.");

    public static readonly Refusal QuotaExceeded = Refusal.Forbidden(
        "QUOTA_EXCEEDED", "La banca alcanzó su número máximo de vendedores activos.");
}

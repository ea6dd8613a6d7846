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

    public static readonly Refusal SessionNotFound = Refusal.NotFound("SESSION_NOT_FOUND", "Sesión no encontrada.");

    public static readonly Refusal SessionEnded =
        Refusal.Invalid("SESSION_ALREADY_REVOKED", "La sesión ya estaba cerrada.");

    public static readonly Refusal InvalidPassword =
        Refusal.Invalid("INVALID_PASSWORD", "Contraseña actual incorrecta.");

    public static readonly Refusal SamePassword =
        Refusal.Invalid("SAME_PASSWORD", "La contraseña nueva debe ser distinta de la actual.");

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

    public static readonly Refusal BancaMismatch =
        Refusal.Invalid("BANCA_MISMATCH", "La ventana pertenece a otra banca.");

    public static readonly Refusal DefaultBanca = Refusal.Invalid(
        "CANNOT_DELETE_DEFAULT", "No se puede quitar la banca predeterminada del usuario.");

    public static readonly Refusal NotAssigned =
        Refusal.NotFound("ASSIGNMENT_NOT_FOUND", "Asignación no encontrada.");

    public static readonly Refusal NotASeller =
        Refusal.Invalid("INVALID_USER_ROLE", "El usuario no es un vendedor.");

    public static readonly Refusal NotABanca =
        Refusal.Invalid("INVALID_USER_ROLE", "Solo los usuarios BANCA operan varias bancas.");

    public static readonly Refusal BancaRequired =
        Refusal.Invalid("BANCA_REQUIRED", "El rol BANCA necesita una banca.");

    /// <summary>Too many failed logins of this account name or from this address; the same for names of nobody.</summary>
    /// <param name="wait">Time until a password is looked at again.</param>
    public static Refusal TooManyAttempts(TimeSpan wait) => Refusal.TooMany(
        "TOO_MANY_ATTEMPTS", "Demasiados intentos fallidos de inicio de sesión. Espera antes de intentar de nuevo.") with
    {
        RetryAfter = wait,
    };

    /// <summary>Every session that the banca's sellers may have is taken.</summary>
    public static Refusal PoolExhausted(int live, int limit) => Refusal.TooMany(
        "POOL_EXHAUSTED", $"La banca alcanzó su máximo de sesiones simultáneas ({live}/{limit}).") with
    {
        Meta = new { live, limit },
        RetryAfter = TimeSpan.FromMinutes(1),
    };

    /// <param name="shortest">Fewest characters that a new password has.</param>
    public static Refusal PasswordTooShort(int shortest) => Refusal.Invalid(
        "PASSWORD_TOO_SHORT", $"La contraseña debe tener al menos {shortest} caracteres.") with
    {
        Meta = new { shortest },
    };

    public static readonly Refusal QuotaExceeded = Refusal.Forbidden(
        "QUOTA_EXCEEDED", "La banca alcanzó su número máximo de vendedores activos.");
}

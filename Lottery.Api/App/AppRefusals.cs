using Lottery.Data;

namespace Lottery.Api.App;

/// <summary>Every no of the sellers' app.</summary>
internal static class AppRefusals
{
    public static readonly Refusal ReleaseNotFound =
        Refusal.NotFound("APP_RELEASE_NOT_FOUND", "No hay ninguna versión de la aplicación publicada.");

    public static readonly Refusal ReleaseUnreadable = Refusal.Unavailable(
        "APP_RELEASE_UNREADABLE", "La versión de la aplicación no está disponible por ahora.");

    public static readonly Refusal ApkNotFound =
        Refusal.NotFound("APK_NOT_FOUND", "No hay aplicación publicada para ese dispositivo.");
}

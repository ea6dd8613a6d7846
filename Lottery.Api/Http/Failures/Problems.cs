using System.Globalization;
using Lottery.Data;
using Lottery.ServiceDefaults.ErrorTracking;
using Lottery.ServiceDefaults.Requests;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Lottery.Api.Http.Failures;

/// <summary>
/// The one error writer. Every failure leaves through here as <c>application/problem+json</c> (RFC 9457) with a stable
/// <c>code</c> and the members that older clients read: <c>success</c>, <c>message</c>, <c>meta</c>.
/// </summary>
public static class Problems
{
    public const string ContentType = "application/problem+json";

    public static readonly Problem RouteNotFound =
        new(StatusCodes.Status404NotFound, "ROUTE_NOT_FOUND", "La ruta no existe.");

    public static readonly Problem MethodNotAllowed =
        new(StatusCodes.Status405MethodNotAllowed, "METHOD_NOT_ALLOWED", "La ruta no admite ese método.");

    public static readonly Problem Unauthenticated =
        new(StatusCodes.Status401Unauthorized, "UNAUTHENTICATED", "Inicia sesión: falta el token de acceso.");

    public static readonly Problem InvalidToken =
        new(StatusCodes.Status401Unauthorized, "INVALID_TOKEN", "El token de acceso no es válido o venció.");

    public static readonly Problem Forbidden =
        new(StatusCodes.Status403Forbidden, "FORBIDDEN", "No tienes permisos para realizar esta acción.");

    public static readonly Problem UnsupportedMediaType = new(
        StatusCodes.Status415UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", "Envía el cuerpo como application/json.");

    public static readonly Problem TooLarge =
        new(StatusCodes.Status413PayloadTooLarge, "BODY_TOO_LARGE", "El cuerpo de la solicitud es demasiado grande.");

    public static readonly Problem Malformed =
        new(StatusCodes.Status400BadRequest, "MALFORMED_JSON", "El cuerpo no es JSON válido.");

    public static readonly Problem Internal = new(
        StatusCodes.Status500InternalServerError, "INTERNAL_ERROR", "Ocurrió un error inesperado.");

    public static readonly Problem ShuttingDown = new(
        StatusCodes.Status503ServiceUnavailable, "SHUTTING_DOWN", "El servicio se está reiniciando; intenta de nuevo.");

    public static readonly Problem TooBusy = new(
        StatusCodes.Status503ServiceUnavailable, "SERVER_BUSY", "El servicio está ocupado; intenta de nuevo.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    public static readonly Problem TimedOut = new(
        StatusCodes.Status503ServiceUnavailable, "REQUEST_TIMEOUT",
        "La solicitud tardó demasiado y no se realizó; intenta de nuevo.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    public static readonly Problem TooManyRequests = new(
        StatusCodes.Status429TooManyRequests, "RATE_LIMITED",
        "Demasiadas peticiones. Por favor, intenta de nuevo en un minuto.");

    public static readonly Problem TooManyLogins = new(
        StatusCodes.Status429TooManyRequests, "LOGIN_RATE_LIMITED",
        "Demasiados intentos de inicio de sesión. Por favor, intenta de nuevo en un minuto.");

    public static readonly Problem TooManySales = new(
        StatusCodes.Status429TooManyRequests, "SALES_RATE_LIMITED",
        "Límite de ventas por minuto alcanzado. Por favor, espera un momento.");

    /// <summary>The code of <see cref="Validation"/>.</summary>
    public const string ValidationCode = "VALIDATION_FAILED";

    public static Problem Unavailable(string code) =>
        new(StatusCodes.Status503ServiceUnavailable, code, "Servicio de base de datos temporalmente no disponible.")
        {
            RetryAfter = TimeSpan.FromSeconds(2),
        };

    public static Problem Validation(string source, IReadOnlyList<FieldProblem> details) =>
        new(StatusCodes.Status400BadRequest, ValidationCode, Summary(source, details))
        {
            Source = source,
            Details = details,
        };

    public static Problem Of(Refusal refusal) =>
        new(StatusOf(refusal.Kind), refusal.Code, refusal.Message)
        {
            Meta = refusal.Meta,
            RetryAfter = refusal.RetryAfter,
        };

    public static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => StatusCodes.Status400BadRequest,
        RefusalKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        RefusalKind.TooMany => StatusCodes.Status429TooManyRequests,
        RefusalKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A refusal without a status."),
    };

    public static async Task Write(HttpContext context, Problem problem)
    {
        var log = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Problems));
        ProblemLog.Refused(log, problem.Code, problem.Status);
        context.AnsweredWith(problem.Status, problem.Code);
        context.RequestServices.GetRequiredService<ApiMetrics>().Refused(problem.Code, problem.Status);
        context.Response.StatusCode = problem.Status;
        if (problem.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = ProblemDocument.Seconds(wait).ToString(CultureInfo.InvariantCulture);
        }

        var json = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        // Not the request's own token: one whose time ran out is still told so.
        await context.Response.WriteAsJsonAsync(
            ProblemDocument.Of(context, problem, json), json, ContentType, CancellationToken.None);
    }

    private static string Summary(string source, IReadOnlyList<FieldProblem> details)
    {
        var where = source switch
        {
            "query" => "los filtros de búsqueda",
            "params" => "el identificador en la URL",
            _ => "la información enviada",
        };
        var unknown = details.SelectMany(d => d.UnexpectedKeys ?? []).ToList();
        return unknown.Count > 0
            ? $"Hay errores en {where} (datos no permitidos: {string.Join(", ", unknown)})"
            : $"Error en {where} ({details[0].Field}): {details[0].Message}";
    }
}

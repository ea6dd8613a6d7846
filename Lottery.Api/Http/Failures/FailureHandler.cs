using System.Text.Json;
using System.Text.RegularExpressions;
using Lottery.Data.Persistence;
using Lottery.ServiceDefaults.ErrorTracking;
using Microsoft.AspNetCore.Diagnostics;

namespace Lottery.Api.Http.Failures;

/// <summary>Turns what was thrown into a problem: bad requests, a database out of reach, and bugs.</summary>
internal sealed partial class FailureHandler(DatabaseMetrics database, ILogger<FailureHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            return false;
        }

        await Problems.Write(httpContext, ProblemOf(exception, httpContext));
        return true;
    }

    private Problem ProblemOf(Exception failure, HttpContext context)
    {
        if (failure is BadHttpRequestException bad)
        {
            return BadRequest(bad, context);
        }

        if (IsKeyTwiceInFreeObject(failure))
        {
            return Problems.Validation("body", [new("(root)", "invalid_value", "El cuerpo repite una clave.")]);
        }

        if (TransientFailures.IsUnstorableText(failure))
        {
            return Problems.Validation(
                HttpMethods.IsGet(context.Request.Method) ? "query" : "body",
                [new("(root)", "invalid_value", "El texto lleva caracteres no permitidos.")]);
        }

        var code = database.Failed(failure);
        if (code is not null && (code != TransientFailures.Unknown || TransientFailures.IsConflict(failure)))
        {
            ProblemLog.Database(log, code, TransientFailures.SqlState(failure), failure);
            context.FailedWith(failure, "DB_CONNECTION_ERROR");
            // Who lost every race has met too many others, not a database out of order.
            return code == TransientFailures.Unknown ? Problems.TooBusy : Problems.Unavailable(code);
        }

        ProblemLog.Unhandled(log, failure);
        context.FailedWith(failure, "UNHANDLED_ERROR");
        return Problems.Internal;
    }

    // Where the serializer reads an object of free form, it throws at a key that comes twice as at a bug of ours; nothing
    // but its stack tells it from one.
    private static bool IsKeyTwiceInFreeObject(Exception failure) =>
        failure is ArgumentException { ParamName: "key" }
        && failure.StackTrace?.Contains("Converters.JsonObjectConverter", StringComparison.Ordinal) is true;

    private static Problem BadRequest(BadHttpRequestException bad, HttpContext context) => bad switch
    {
        { StatusCode: StatusCodes.Status413PayloadTooLarge } => Problems.TooLarge,
        { StatusCode: StatusCodes.Status415UnsupportedMediaType } => Problems.UnsupportedMediaType,
        { InnerException: JsonException json } => Json(json),
        _ => Parameter(bad.Message, context),
    };

    // The serializer tells what is wrong in the words of its messages; the words around the names are not passed on.
    private static Problem Json(JsonException failure)
    {
        if (UnknownProperty().Match(failure.Message) is { Success: true } unknown)
        {
            var key = unknown.Groups[1].Value;
            return Problems.Validation("body",
            [
                new("(root)", "unrecognized_keys", $"Claves no permitidas: {key}") { UnexpectedKeys = [key] },
            ]);
        }

        if (MissingProperties().Match(failure.Message) is { Success: true } missing)
        {
            return Problems.Validation("body",
            [
                .. QuotedName().Matches(missing.Groups[1].Value)
                    .Select(name => new FieldProblem(name.Groups[1].Value, "invalid_type", "Dato obligatorio.")),
            ]);
        }

        // What cannot be read at all carries the reader's own exception; the rest is JSON of another shape.
        var field = failure.Path?.TrimStart('$', '.') is { Length: > 0 } path ? path : "(root)";
        return failure.InnerException is JsonException
            ? Problems.Malformed
            : Problems.Validation("body", [new(field, "invalid_type", "Tipo o valor inválido.")]);
    }

    private static Problem Parameter(string message, HttpContext context)
    {
        if (MissingParameter().Match(message) is { Success: true } missing)
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(missing.Groups[1].Value);
            return Problems.Validation("query", [new(name, "invalid_type", "Dato obligatorio.")]);
        }

        if (BoundParameter().Match(message) is not { Success: true } bound)
        {
            return message.Contains("body", StringComparison.OrdinalIgnoreCase)
                ? Problems.Validation("body", [new("(root)", "invalid_type", "Falta el cuerpo de la solicitud.")])
                : Problems.Malformed;
        }

        var field = JsonNamingPolicy.CamelCase.ConvertName(bound.Groups[1].Value);
        var inPath = context.Features.Get<IExceptionHandlerFeature>()?.RouteValues?.ContainsKey(field) is true;
        return Problems.Validation(
            inPath ? "params" : "query", [new(field, "invalid_format", "Valor inválido.")]);
    }

    [GeneratedRegex("The JSON property '([^']+)' could not be mapped")]
    private static partial Regex UnknownProperty();

    [GeneratedRegex("missing required properties including: (.+)$", RegexOptions.Singleline)]
    private static partial Regex MissingProperties();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex QuotedName();

    [GeneratedRegex("Required parameter \"\\S+ ([A-Za-z]+)\" was not provided from query")]
    private static partial Regex MissingParameter();

    [GeneratedRegex("Failed to bind parameter \"\\S+ ([A-Za-z]+)\"")]
    private static partial Regex BoundParameter();
}

using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lottery.Api.Http.Failures;

/// <summary>Sends what the framework found wrong with a request through the one error writer.</summary>
internal sealed class ValidationProblems : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var http = context.HttpContext;
        await Problems.Write(http, context.ProblemDetails is HttpValidationProblemDetails invalid
            ? Problems.Validation(HttpMethods.IsGet(http.Request.Method) ? "query" : "body", [.. Fields(invalid)])
            : ForStatus(context.ProblemDetails.Status ?? http.Response.StatusCode));
    }

    /// <summary>The problem behind a bare status that something in the pipeline set.</summary>
    internal static Problem ForStatus(int status) => status switch
    {
        StatusCodes.Status400BadRequest => Problems.Malformed,
        StatusCodes.Status401Unauthorized => Problems.Unauthenticated,
        StatusCodes.Status403Forbidden => Problems.Forbidden,
        StatusCodes.Status404NotFound => Problems.RouteNotFound,
        StatusCodes.Status405MethodNotAllowed => Problems.MethodNotAllowed,
        StatusCodes.Status413PayloadTooLarge => Problems.TooLarge,
        StatusCodes.Status415UnsupportedMediaType => Problems.UnsupportedMediaType,
        _ => Problems.Internal with { Status = status },
    };

    private static IEnumerable<FieldProblem> Fields(HttpValidationProblemDetails invalid) =>
        from field in invalid.Errors
        from message in field.Value
        select new FieldProblem(Path(field.Key), "invalid_value", message);

    private static string Path(string field) =>
        string.Join('.', field.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));
}

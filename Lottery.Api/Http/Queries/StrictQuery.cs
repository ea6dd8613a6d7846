using System.Text.Json;
using Lottery.Api.Http.Failures;

namespace Lottery.Api.Http.Queries;

/// <summary>
/// Refuses query keys that an operation does not know, and those that its path already says; <c>_</c> is every client's
/// cache buster.
/// </summary>
internal static class StrictQuery
{
    public static RouteHandlerBuilder Strict<TQuery>(this RouteHandlerBuilder builder)
        where TQuery : class
    {
        var known = typeof(TQuery).GetProperties()
            .Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name))
            .Append("_")
            .ToHashSet(StringComparer.Ordinal);
        return builder.AddEndpointFilter(async (context, next) =>
        {
            var request = context.HttpContext.Request;
            var unknown = request.Query.Keys
                .Where(key => !known.Contains(key) || request.RouteValues.ContainsKey(key)).ToList();
            if (unknown.Count == 0)
            {
                return await next(context);
            }

            var issue = $"Claves no permitidas: {string.Join(", ", unknown)}";
            return new ProblemResult(Problems.Validation(
                "query", [new("(root)", "unrecognized_keys", issue) { UnexpectedKeys = unknown }]));
        });
    }
}

/// <summary>A problem as the result of a filter.</summary>
internal sealed class ProblemResult(Problem problem) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => Problems.Write(httpContext, problem);
}

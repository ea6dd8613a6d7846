using System.Text.Json;
using System.Text.Json.Nodes;
using Lottery.ServiceDefaults.Requests;
using Microsoft.AspNetCore.WebUtilities;

namespace Lottery.Api.Http.Failures;

/// <summary>A problem as it is read by clients, younger and older ones.</summary>
internal static class ProblemDocument
{
    /// <summary>The document that a problem becomes.</summary>
    public static JsonObject Of(HttpContext context, Problem problem, JsonSerializerOptions json)
    {
        var body = new JsonObject
        {
            ["type"] = "about:blank",
            ["title"] = ReasonPhrases.GetReasonPhrase(problem.Status),
            ["status"] = problem.Status,
            ["detail"] = problem.Message,
            ["code"] = problem.Code,
            ["requestId"] = context.RequestIdentity().RequestId,
            ["success"] = false,
            ["message"] = problem.Message,
            ["meta"] = Meta(context, problem, json),
        };
        if (problem.RetryAfter is { } wait)
        {
            (body["statusCode"], body["retryAfter"]) = (problem.Status, Seconds(wait));
        }

        if (problem.Details is { } details)
        {
            body["details"] = JsonSerializer.SerializeToNode(details, json);
        }

        return body;
    }

    // Older clients read the code from meta itself or from meta.code.
    private static JsonNode? Meta(HttpContext context, Problem problem, JsonSerializerOptions json)
    {
        if (problem.Details is { } details)
        {
            return new JsonObject
            {
                ["code"] = problem.Code,
                ["context"] = new JsonObject
                {
                    ["method"] = context.Request.Method,
                    ["path"] = context.Request.Path.Value,
                    ["source"] = problem.Source,
                    ["requestId"] = context.RequestIdentity().RequestId,
                    ["userId"] = context.RequestIdentity().UserId,
                },
                ["details"] = JsonSerializer.SerializeToNode(details, json),
            };
        }

        if (problem.Meta is null)
        {
            return problem.Code;
        }

        var meta = JsonSerializer.SerializeToNode(problem.Meta, json)!.AsObject();
        meta["code"] = problem.Code;
        return meta;
    }

    /// <summary>Whole seconds, and never too early.</summary>
    public static int Seconds(TimeSpan wait) => (int)Math.Ceiling(wait.TotalSeconds);
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Lottery.Api.Access;
using Lottery.Api.Http.Failures;
using Lottery.Data;
using Lottery.Data.Persistence;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Lottery.Api.Http.OpenApi;

/// <summary>Tells of each operation who may call it, what it may refuse, and a body that works.</summary>
internal static class ContractOperations
{
    /// <summary>Mark on an operation that needs no token.</summary>
    public const string IsPublic = "public";

    public static Task Describe(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var roles = metadata.OfType<AccessRow>().LastOrDefault()?.Roles ?? [];
        operation.Description = roles.Count == 0
            ? "Public."
            : $"Roles: {string.Join(", ", roles.Select(role => WireNames.Of(role)))}.";
        if (roles.Count == 0)
        {
            operation.Metadata ??= new Dictionary<string, object>();
            operation.Metadata[IsPublic] = true;
        }

        // An operation that PUT and PATCH share has one name; in the document every operation has its own.
        if (context.Description.HttpMethod == HttpMethods.Put
            && metadata.OfType<HttpMethodMetadata>().Any(methods => methods.HttpMethods.Count > 1))
        {
            operation.OperationId += "ByPut";
        }

        ContractParameters.Describe(operation, context);
        AddExample(operation, metadata.OfType<BodyExample>().LastOrDefault(), context);
        operation.Responses ??= [];
        var problems = metadata.OfType<PossibleRefusals>().SelectMany(p => p.Refusals).Select(Problems.Of)
            .Concat(Everywhere(operation, hasToken: roles.Count > 0, limited: roles.Count is > 0 and < 4));
        foreach (var answers in problems.GroupBy(problem => problem.Status).OrderBy(group => group.Key))
        {
            operation.Responses[answers.Key.ToString(provider: null)] =
                Response([.. answers.DistinctBy(answer => answer.Code)], context);
        }

        return Task.CompletedTask;
    }

    private static IEnumerable<Problem> Everywhere(OpenApiOperation operation, bool hasToken, bool limited)
    {
        if (operation.RequestBody is not null)
        {
            yield return Problems.Malformed;
            yield return Problems.TooLarge;
            yield return Problems.UnsupportedMediaType;
        }

        if (operation.RequestBody is not null || operation.Parameters is { Count: > 0 })
        {
            yield return Problems.Validation("body", [new("field", "invalid_value", "…")]) with { Details = null };
        }

        if (hasToken)
        {
            yield return Problems.Unauthenticated;
            yield return Problems.InvalidToken;
            yield return Problems.Of(Data.Users.UserRefusals.SessionRevoked);
            yield return Problems.Of(Data.Users.UserRefusals.Deactivated);
            yield return Problems.Of(Data.Bancas.BancaRefusals.NoneAssigned);
        }

        if (limited)
        {
            yield return Problems.Forbidden;
        }

        yield return Problems.TooManyRequests;
        yield return Problems.Internal;
        yield return Problems.Unavailable(TransientFailures.Unreachable);
        yield return Problems.TooBusy;
        yield return Problems.TimedOut;
    }

    private static OpenApiResponse Response(
        IReadOnlyList<Problem> problems, OpenApiOperationTransformerContext context) => new()
        {
            Description = string.Join('\n', problems.Select(problem => $"- `{problem.Code}` {problem.Message}")),
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [Problems.ContentType] = new()
                {
                    Schema = new OpenApiSchemaReference(ContractSchemas.Problem, context.Document),
                },
            },
        };

    private static void AddExample(
        OpenApiOperation operation, BodyExample? example, OpenApiOperationTransformerContext context)
    {
        if (example is null || operation.RequestBody?.Content is not { } content)
        {
            return;
        }

        var options = context.ApplicationServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var json = new JsonSerializerOptions(options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
        foreach (var (_, media) in content)
        {
            media.Example = JsonSerializer.SerializeToNode(example.Body, example.Body.GetType(), json);
        }
    }
}

using System.Text.Json.Nodes;
using Lottery.Data;
using Lottery.Data.Calendar;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Lottery.Api.Http;

/// <summary>Schemas that the types alone do not tell.</summary>
internal static class ContractSchemas
{
    public const string Problem = "Problem";

    public static Task Describe(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(Moment))
        {
            (schema.Type, schema.Format, schema.Properties) = (JsonSchemaType.String, "date-time", null);
            schema.Description = "Date and time: with Z or an offset an instant, without one the business's wall clock.";
        }
        else if (type == typeof(Flag))
        {
            (schema.Type, schema.Properties) = (JsonSchemaType.Boolean, null);
        }
        else if (type == typeof(OptionalId))
        {
            (schema.Type, schema.Properties) = (JsonSchemaType.String, null);
            schema.Description = "An id; `all` or empty for no filter.";
        }
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Word<>))
        {
            (schema.Type, schema.Properties) = (JsonSchemaType.String, null);
            schema.Enum = [.. Enum.GetValues(type.GetGenericArguments()[0]).Cast<Enum>()
                .Select(value => (JsonNode)WireNames.Of(value))];
        }

        return Task.CompletedTask;
    }

    /// <summary>The one shape of every failure.</summary>
    public static OpenApiSchema ProblemSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "RFC 9457 problem with a stable code, and the members that older clients read.",
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("about:blank"),
            ["title"] = Text("Phrase of the status."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["detail"] = Text("Same as message."),
            ["code"] = Text("Stable machine code."),
            ["requestId"] = Text("Id of the request, also in X-Request-Id and in every log record."),
            ["success"] = new OpenApiSchema { Type = JsonSchemaType.Boolean, Description = "Always false." },
            ["message"] = Text("Sentence that may be shown to a person."),
            ["meta"] = new OpenApiSchema { Description = "The code, or an object with the code and figures." },
            ["details"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Description = "For VALIDATION_FAILED: the fields that were wrong.",
                Items = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = new Dictionary<string, IOpenApiSchema>
                    {
                        ["field"] = Text("Path of the field."),
                        ["code"] = Text("Kind of mistake."),
                        ["message"] = Text("What is wrong."),
                    },
                },
            },
        },
        Required = new HashSet<string> { "status", "code", "requestId", "success", "message" },
    };

    private static OpenApiSchema Text(string description) =>
        new() { Type = JsonSchemaType.String, Description = description };
}

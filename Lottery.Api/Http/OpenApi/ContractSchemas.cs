using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Nodes;
using Lottery.Api.Http.Failures;
using Lottery.Api.Restrictions;
using Lottery.Data.Calendar;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Lottery.Api.Http.OpenApi;

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
        else if (type == typeof(decimal) || type == typeof(int) || type == typeof(short))
        {
            // Numbers are numbers; that a number in quotes is taken too is a kindness to older clients, not the contract.
            // Read in a way of its own, a number may have come without its type.
            schema.Type ??= JsonSchemaType.Null | (type == typeof(decimal) ? JsonSchemaType.Number : JsonSchemaType.Integer);
            schema.Type &= ~JsonSchemaType.String;
            schema.Pattern = null;
            schema.Format = type == typeof(decimal) ? "decimal" : "int32";
        }

        var rules = context.JsonPropertyInfo?.AssociatedParameter?.AttributeProvider?.GetCustomAttributes(false) ?? [];
        foreach (var rule in rules)
        {
            Limit(schema, rule);
        }

        if (context.JsonPropertyInfo?.AttributeProvider?.IsDefined(typeof(NumbersAttribute), false) is true)
        {
            OneOrMany(schema);
        }

        return Task.CompletedTask;
    }

    // A number of a bet, or a list of them.
    private static void OneOrMany(OpenApiSchema schema)
    {
        (schema.Type, schema.Items) = (null, null);
        schema.OneOf =
        [
            new OpenApiSchema { Type = JsonSchemaType.Null },
            Number(),
            new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Items = Number(),
                MinItems = 1,
                MaxItems = NumbersAttribute.Most,
                UniqueItems = true,
            },
        ];

        static OpenApiSchema Number() => new() { Type = JsonSchemaType.String, Pattern = NumbersAttribute.Pattern };
    }

    // The framework reads the rules of properties; ours are on the parameters of records.
    private static void Limit(OpenApiSchema schema, object rule)
    {
        switch (rule)
        {
            case StringLengthAttribute length:
                schema.MaxLength = length.MaximumLength;
                schema.MinLength = length.MinimumLength > 0 ? length.MinimumLength : null;
                break;
            case RegularExpressionAttribute expression:
                schema.Pattern = expression.Pattern;
                break;
            case RangeAttribute range:
                schema.Minimum = Convert.ToString(range.Minimum, CultureInfo.InvariantCulture);
                schema.Maximum = Convert.ToString(range.Maximum, CultureInfo.InvariantCulture);
                break;
            case MinLengthAttribute few:
                schema.MinItems = few.Length;
                break;
            case MaxLengthAttribute many:
                schema.MaxItems = many.Length;
                break;
            case EmailAddressAttribute:
                schema.Format = "email";
                break;
        }
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
            ["retryAfter"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Description = "Seconds until it is worth asking again, as in Retry-After.",
            },
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
        Examples =
        [
            new JsonObject
            {
                ["type"] = "about:blank",
                ["title"] = "Conflict",
                ["status"] = 409,
                ["detail"] = "El sorteo no está abierto para la venta.",
                ["code"] = "SORTEO_NOT_OPEN",
                ["requestId"] = "0197a3c2-7f60-7b0e-9d5e-6f0f3c1f2a11",
                ["success"] = false,
                ["message"] = "El sorteo no está abierto para la venta.",
                ["meta"] = "SORTEO_NOT_OPEN",
            },
        ],
    };

    private static OpenApiSchema Text(string description) =>
        new() { Type = JsonSchemaType.String, Description = description };
}

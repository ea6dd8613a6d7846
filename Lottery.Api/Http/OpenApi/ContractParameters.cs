using System.Text.Json;
using System.Text.Json.Nodes;
using Lottery.Api.Http.Queries;
using Lottery.Data;
using Lottery.Data.Calendar;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Lottery.Api.Http.OpenApi;

/// <summary>Parameters as they are written on the wire, with the words and forms that their types take.</summary>
internal static class ContractParameters
{
    public static void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var types = context.Description.ParameterDescriptions
            .DistinctBy(p => p.Name)
            .ToDictionary(p => p.Name, p => Nullable.GetUnderlyingType(p.Type) ?? p.Type);
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            if (parameter.Name is { } name && types.TryGetValue(name, out var type))
            {
                // One that must be there refers to a schema that says nothing of the words.
                parameter.Schema = IsWord(type) && parameter.Required ? new OpenApiSchema() : parameter.Schema;
                if (parameter.Schema is OpenApiSchema schema)
                {
                    Describe(schema, type);
                }
            }

            parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name ?? "");
        }
    }

    private static void Describe(OpenApiSchema schema, Type type)
    {
        if (type == typeof(Flag))
        {
            schema.Type = JsonSchemaType.Boolean;
        }
        else if (type == typeof(Moment))
        {
            (schema.Type, schema.Format) = (JsonSchemaType.String, "date-time");
        }
        else if (type == typeof(OptionalId))
        {
            schema.Description = "An id; `all` or empty for no filter.";
        }
        else if (type == typeof(int))
        {
            (schema.Type, schema.Pattern) = (JsonSchemaType.Integer, null);
        }
        else if (IsWord(type))
        {
            schema.Type = JsonSchemaType.String;
            schema.Enum = [.. Enum.GetValues(type.GetGenericArguments()[0]).Cast<Enum>()
                .Select(value => (JsonNode)WireNames.Of(value))];
        }
    }

    private static bool IsWord(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Word<>);
}

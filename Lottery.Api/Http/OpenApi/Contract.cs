using Lottery.Api.Access;
using Lottery.Api.Http.Failures;
using Lottery.Data;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Lottery.Api.Http.OpenApi;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c> and its reader at <c>/scalar</c>.</summary>
internal static class Contract
{
    private const string Document = "v1";
    private const string BearerScheme = "bearer";

    public static void AddContract(this WebApplicationBuilder builder) => builder.Services.AddOpenApi(Document, options =>
    {
        options.AddDocumentTransformer(Describe);
        options.AddOperationTransformer(ContractOperations.Describe);
        options.AddSchemaTransformer(ContractSchemas.Describe);
    });

    public static void MapContract(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").AllowEverybody();
        app.MapScalarApiReference("/scalar", options => options
                .WithTitle("Lottery")
                // An administrator's browser is not made to call anybody else.
                .DisableDefaultFonts()
                .DisableTelemetry()
                .DisableAgent()
                .DisableMcp()
                .HideDeveloperTools()
                .AddPreferredSecuritySchemes(BearerScheme))
            .AllowEverybody();
    }

    private static Task Describe(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Lottery",
            Version = Document,
            Description = "Back office of lottery houses: sell tickets, evaluate draws, pay prizes. Money is colones with "
                + "two decimals. Log in, then send the access token as a bearer token.",
        };
        // The address of the machine that printed the document is nobody's contract.
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [BearerScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = "Access token of a login.",
            },
        };
        // A word in a path or a query is written out where it is taken.
        foreach (var word in document.Components.Schemas?.Keys.Where(k => k.StartsWith("WordOf", StringComparison.Ordinal))
            .ToList() ?? [])
        {
            document.Components.Schemas!.Remove(word);
        }

        document.AddComponent(ContractSchemas.Problem, ContractSchemas.ProblemSchema());
        foreach (var (_, operation) in document.Paths.SelectMany(path => path.Value.Operations ?? []))
        {
            if (operation.Metadata?.ContainsKey(ContractOperations.IsPublic) is not true)
            {
                operation.Security =
                [
                    new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(BearerScheme, document)] = [] },
                ];
            }
        }

        return Task.CompletedTask;
    }
}

using Lottery.Data;

namespace Lottery.Api.Access;

/// <summary>
/// The only ways to map an operation: each takes the row of the matrix that says who may call it. Named like the
/// framework's own, which the build refuses, because the validation generator looks for those names.
/// </summary>
internal static class Mapping
{
#pragma warning disable RS0030 // The one place that may use them.
    public static RouteHandlerBuilder MapGet(
        this RouteGroupBuilder group, string pattern, Delegate handler, AccessRow row) =>
        EndpointRouteBuilderExtensions.MapGet(group, pattern, handler).Guard(handler, row);

    public static RouteHandlerBuilder MapPost(
        this RouteGroupBuilder group, string pattern, Delegate handler, AccessRow row) =>
        EndpointRouteBuilderExtensions.MapPost(group, pattern, handler).Guard(handler, row);

    public static RouteHandlerBuilder MapPut(
        this RouteGroupBuilder group, string pattern, Delegate handler, AccessRow row) =>
        EndpointRouteBuilderExtensions.MapPut(group, pattern, handler).Guard(handler, row);

    public static RouteHandlerBuilder MapPatch(
        this RouteGroupBuilder group, string pattern, Delegate handler, AccessRow row) =>
        EndpointRouteBuilderExtensions.MapPatch(group, pattern, handler).Guard(handler, row);

    public static RouteHandlerBuilder MapDelete(
        this RouteGroupBuilder group, string pattern, Delegate handler, AccessRow row) =>
        EndpointRouteBuilderExtensions.MapDelete(group, pattern, handler).Guard(handler, row);

    public static RouteHandlerBuilder MapMethods(
        this RouteGroupBuilder group, string pattern, string[] methods, Delegate handler, AccessRow row) =>
        EndpointRouteBuilderExtensions.MapMethods(group, pattern, methods, handler).Guard(handler, row);
#pragma warning restore RS0030

    /// <summary>Something of the framework's that is answered to everybody: the contract and its reader.</summary>
    public static TBuilder AllowEverybody<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.AllowAnonymous();

    private static RouteHandlerBuilder Guard(this RouteHandlerBuilder operation, Delegate handler, AccessRow row)
    {
        if (handler.Method.Name != row.Operation)
        {
            throw new InvalidOperationException($"{handler.Method.Name} is mapped with the row of {row.Operation}.");
        }

        operation.WithName(row.Operation).WithMetadata(row);
        return row.IsPublic
            ? operation.AllowAnonymous()
            : operation.RequireAuthorization(
                policy => policy.RequireClaim(RoleClaim.Name, row.Roles.Select(role => WireNames.Of(role))));
    }
}

/// <summary>The claim that holds the role the database knows, put there by authentication.</summary>
internal static class RoleClaim
{
    public const string Name = "role";
}

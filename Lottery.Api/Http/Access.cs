using Lottery.Data;
using Lottery.Data.Users;

namespace Lottery.Api.Http;

/// <summary>Who may call an operation, and what it may refuse: said once, where the operation is mapped.</summary>
internal static class Access
{
    /// <summary>Claim that holds the role the database knows, put there by authentication.</summary>
    public const string RoleClaim = "role";

    /// <summary>Only these roles.</summary>
    public static TBuilder Allow<TBuilder>(this TBuilder builder, params Role[] roles)
        where TBuilder : IEndpointConventionBuilder =>
        builder
            .RequireAuthorization(policy => policy.RequireClaim(RoleClaim, roles.Select(role => WireNames.Of(role))))
            .WithMetadata(new AllowedRoles(roles));

    /// <summary>Everybody who is logged in.</summary>
    public static TBuilder AllowAnyRole<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.Allow(Enum.GetValues<Role>());

    /// <summary>Everybody, logged in or not.</summary>
    public static TBuilder AllowEverybody<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AllowAnonymous().WithMetadata(new AllowedRoles([]));

    /// <summary>The refusals that the operation may answer with, for OpenAPI.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder builder, params Refusal[] refusals) =>
        builder.WithMetadata(new PossibleRefusals(refusals));

    /// <summary>A request body that works, for OpenAPI.</summary>
    public static RouteHandlerBuilder Example(this RouteHandlerBuilder builder, object body) =>
        builder.WithMetadata(new BodyExample(body));
}

/// <summary>Roles of an operation; none means that it is public. An operation without this is a mistake.</summary>
internal sealed record AllowedRoles(IReadOnlyList<Role> Roles);

internal sealed record PossibleRefusals(IReadOnlyList<Refusal> Refusals);

internal sealed record BodyExample(object Body);

using Lottery.Data;

namespace Lottery.Api.Http.OpenApi;

/// <summary>What the contract is told of an operation where it is mapped.</summary>
internal static class ContractNotes
{
    /// <summary>The refusals that the operation may answer with.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder builder, params Refusal[] refusals) =>
        builder.WithMetadata(new PossibleRefusals(refusals));

    /// <summary>A request body that works.</summary>
    public static RouteHandlerBuilder Example(this RouteHandlerBuilder builder, object body) =>
        builder.WithMetadata(new BodyExample(body));
}

internal sealed record PossibleRefusals(IReadOnlyList<Refusal> Refusals);

internal sealed record BodyExample(object Body);

using System.Reflection;
using System.Text.Json.Serialization;
using Lottery.Api.Http;
using Lottery.Data;
using Microsoft.AspNetCore.Http.Metadata;

namespace Lottery.Api.Accounts.Movements;

/// <summary>A movement that was registered, 201; one that had been registered under the same key, 200, and says so.</summary>
public sealed class MovementReply : IResult, IEndpointMetadataProvider
{
    private readonly Outcome<RegisteredMovementResponse> _outcome;
    private readonly bool _isReplay;

    private MovementReply(Outcome<RegisteredMovementResponse> outcome, bool isReplay) =>
        (_outcome, _isReplay) = (outcome, isReplay);

    public static MovementReply Of(RegisteredMovementResponse registered, bool isReplay) => new(registered, isReplay);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new SuccessMetadata(StatusCodes.Status201Created, typeof(MovementEnvelope)));
        builder.Metadata.Add(new SuccessMetadata(StatusCodes.Status200OK, typeof(MovementEnvelope)));
    }

    public Task ExecuteAsync(HttpContext httpContext) => Replies.Write(
        httpContext, _outcome, _isReplay ? StatusCodes.Status200OK : StatusCodes.Status201Created,
        value => new MovementEnvelope(value) { Meta = _isReplay ? new MovementMeta(true) : null });

    public static implicit operator MovementReply(Refusal refusal) => new(refusal, isReplay: false);
}

public sealed record MovementEnvelope(RegisteredMovementResponse Data)
{
    [JsonPropertyOrder(-1)]
    public bool Success { get; } = true;

    /// <summary>Only when nothing was registered, because it had been before.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MovementMeta? Meta { get; init; }
}

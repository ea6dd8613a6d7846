using System.Reflection;
using Lottery.Api.Http.Failures;
using Lottery.Data;
using Microsoft.AspNetCore.Http.Metadata;

namespace Lottery.Api.Http;

/// <summary>What a handler answers: the value in its envelope, or the refusal as a problem.</summary>
public sealed class Reply<T> : IResult, IEndpointMetadataProvider
{
    private readonly Outcome<T> _outcome;

    private Reply(Outcome<T> outcome) => _outcome = outcome;

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new SuccessMetadata(StatusCodes.Status200OK, typeof(Envelope<T>)));

    public Task ExecuteAsync(HttpContext httpContext) =>
        Replies.Write(httpContext, _outcome, StatusCodes.Status200OK, value => new Envelope<T>(value));

    public static implicit operator Reply<T>(T value) => new(value);

    public static implicit operator Reply<T>(Refusal refusal) => new(refusal);

    public static implicit operator Reply<T>(Outcome<T> outcome) => new(outcome);
}

/// <summary>As <see cref="Reply{T}"/>, 201.</summary>
public sealed class CreatedReply<T> : IResult, IEndpointMetadataProvider
{
    private readonly Outcome<T> _outcome;

    private CreatedReply(Outcome<T> outcome) => _outcome = outcome;

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new SuccessMetadata(StatusCodes.Status201Created, typeof(Envelope<T>)));

    public Task ExecuteAsync(HttpContext httpContext) =>
        Replies.Write(httpContext, _outcome, StatusCodes.Status201Created, value => new Envelope<T>(value));

    public static implicit operator CreatedReply<T>(T value) => new(value);

    public static implicit operator CreatedReply<T>(Refusal refusal) => new(refusal);

    public static implicit operator CreatedReply<T>(Outcome<T> outcome) => new(outcome);
}

/// <summary>As <see cref="Reply{T}"/>, for a page of a list.</summary>
public sealed class PageReply<T> : IResult, IEndpointMetadataProvider
{
    private readonly Outcome<PageEnvelope<T>> _outcome;

    private PageReply(Outcome<PageEnvelope<T>> outcome) => _outcome = outcome;

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new SuccessMetadata(StatusCodes.Status200OK, typeof(PageEnvelope<T>)));

    public Task ExecuteAsync(HttpContext httpContext) =>
        Replies.Write(httpContext, _outcome, StatusCodes.Status200OK, page => page);

    public static implicit operator PageReply<T>(PageEnvelope<T> page) => new(page);

    public static implicit operator PageReply<T>(Refusal refusal) => new(refusal);
}

/// <summary>The status and body of success, for OpenAPI.</summary>
internal sealed record SuccessMetadata(int StatusCode, Type? Type) : IProducesResponseTypeMetadata
{
    public IEnumerable<string> ContentTypes { get; } = ["application/json"];
}

internal static class Replies
{
    public static Task Write<T, TBody>(HttpContext context, Outcome<T> outcome, int status, Func<T, TBody> body)
    {
        if (outcome.IsRefused(out var refusal, out var value))
        {
            return Problems.Write(context, Problems.Of(refusal));
        }

        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(body(value));
    }
}

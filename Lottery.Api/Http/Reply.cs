using System.Reflection;
using Lottery.Api.Http.Failures;
using Lottery.Data;
using Lottery.Data.Persistence.Queries;
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

/// <summary>As <see cref="CreatedReply{T}"/>, with a message and more about what was made beside the data.</summary>
public sealed class CreatedReply<T, TMeta> : IResult, IEndpointMetadataProvider
{
    private readonly Outcome<Created<T, TMeta>> _outcome;

    private CreatedReply(Outcome<Created<T, TMeta>> outcome) => _outcome = outcome;

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new SuccessMetadata(StatusCodes.Status201Created, typeof(Created<T, TMeta>)));

    public Task ExecuteAsync(HttpContext httpContext) =>
        Replies.Write(httpContext, _outcome, StatusCodes.Status201Created, made => made);

    public static implicit operator CreatedReply<T, TMeta>(Refusal refusal) => new(refusal);

    public static implicit operator CreatedReply<T, TMeta>(Outcome<Created<T, TMeta>> outcome) => new(outcome);
}

/// <summary>As <see cref="Reply{T}"/>, without the envelope: the few answers that clients read so.</summary>
public sealed class BareReply<T> : IResult, IEndpointMetadataProvider
{
    private readonly Outcome<T> _outcome;

    private BareReply(Outcome<T> outcome) => _outcome = outcome;

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new SuccessMetadata(StatusCodes.Status200OK, typeof(T)));

    public Task ExecuteAsync(HttpContext httpContext) =>
        Replies.Write(httpContext, _outcome, StatusCodes.Status200OK, value => value);

    public static implicit operator BareReply<T>(Refusal refusal) => new(refusal);

    public static implicit operator BareReply<T>(Outcome<T> outcome) => new(outcome);
}

/// <summary>As <see cref="BareReply{T}"/>, 201.</summary>
public sealed class BareCreatedReply<T> : IResult, IEndpointMetadataProvider
{
    private readonly Outcome<T> _outcome;

    private BareCreatedReply(Outcome<T> outcome) => _outcome = outcome;

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new SuccessMetadata(StatusCodes.Status201Created, typeof(T)));

    public Task ExecuteAsync(HttpContext httpContext) =>
        Replies.Write(httpContext, _outcome, StatusCodes.Status201Created, value => value);

    public static implicit operator BareCreatedReply<T>(Outcome<T> outcome) => new(outcome);
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

/// <summary>As <see cref="Reply{T}"/>, for a list without pages or a report.</summary>
public sealed class ReportReply<T> : IResult, IEndpointMetadataProvider
{
    private readonly Outcome<T> _outcome;

    private ReportReply(Outcome<T> outcome) => _outcome = outcome;

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new SuccessMetadata(StatusCodes.Status200OK, typeof(Report<T>)));

    public Task ExecuteAsync(HttpContext httpContext) =>
        Replies.Write(
            httpContext, _outcome.Select(value => new Report<T>(value)), StatusCodes.Status200OK, report => report);

    public static implicit operator ReportReply<T>(Refusal refusal) => new(refusal);

    public static implicit operator ReportReply<T>(Outcome<T> outcome) => new(outcome);
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

        if (value is IMeasured measured && QueryTally.Current is { } tally)
        {
            measured.Meta.Take(tally.Figures);
        }

        // The act is done; that the time for the request ran out just now does not make it undone.
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(body(value), CancellationToken.None);
    }
}

using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Lottery.Data;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Lottery.Api.Http;

/// <summary>
/// As <see cref="ReportReply{T}"/>, with a tag that changes with what it is read from: who has it already is told so, and
/// nothing is read. The tag knows who asks and in which banca, and so does every cache on the way.
/// </summary>
public sealed class TaggedReply<T> : IResult, IEndpointMetadataProvider
{
    private readonly Outcome<T> _outcome;
    private readonly string? _tag;
    private readonly bool _isKnown;

    private TaggedReply(Outcome<T> outcome, string? tag, bool isKnown) =>
        (_outcome, _tag, _isKnown) = (outcome, tag, isKnown);

    /// <summary>The report, unless the client named its tag.</summary>
    /// <param name="of">Everything that the answer depends on.</param>
    public static async Task<TaggedReply<T>> Of(HttpContext context, Func<Task<Outcome<T>>> read, params object?[] of)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('|', of)));
        var tag = $"W/\"{Convert.ToHexStringLower(hash.AsSpan(0, 12))}\"";
        return context.Request.Headers.IfNoneMatch.Any(header => header!.Split(',').Any(known => known.Trim() == tag))
            ? new TaggedReply<T>(default, tag, isKnown: true)
            : new TaggedReply<T>(await read(), tag, isKnown: false);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new SuccessMetadata(StatusCodes.Status200OK, typeof(Report<T>)));
        builder.Metadata.Add(new SuccessMetadata(StatusCodes.Status304NotModified, null));
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        if (_tag is not null && _outcome.Refusal is null)
        {
            headers.ETag = _tag;
            headers.CacheControl = "private, no-cache";
            headers.Append(HeaderNames.Vary, $"{HeaderNames.Authorization}, {TenantEntry.ActiveBanca}");
        }

        if (_isKnown)
        {
            httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        return Replies.Write(
            httpContext, _outcome.Select(value => new Report<T>(value)), StatusCodes.Status200OK, report => report);
    }

    public static implicit operator TaggedReply<T>(Refusal refusal) => new(refusal, null, isKnown: false);
}

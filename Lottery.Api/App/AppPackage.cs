using System.Reflection;
using Lottery.Api.Http.Failures;
using Lottery.Data;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Lottery.Api.App;

/// <summary>A package for one kind of device, open to be read.</summary>
internal sealed record AppPackage(string Abi, FileStream Bytes, long Length, string Sha256, DateTime WrittenAt)
    : IAsyncDisposable
{
    public const string MediaType = "application/vnd.android.package-archive";

    private const string Usual = "armeabi-v7a";
    private const string Wide = "arm64-v8a";

    /// <summary>One of the two kinds of device there are, whatever was sent: it becomes part of a file's name.</summary>
    public static string AbiOf(string? sent) => sent == Wide ? Wide : Usual;

    public static string NameOf(string abi) => $"app-{abi}-release.apk";

    public ValueTask DisposeAsync() => Bytes.DisposeAsync();
}

/// <summary>A package's bytes, all of them or the range that was asked for, or the refusal as a problem.</summary>
internal sealed class AppPackageReply : IResult, IEndpointMetadataProvider
{
    private const string ForADay = "public, max-age=86400, must-revalidate";

    private readonly Outcome<AppPackage> _outcome;

    private AppPackageReply(Outcome<AppPackage> outcome) => _outcome = outcome;

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        string[] types = [AppPackage.MediaType];
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(Stream), types));
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status206PartialContent, typeof(Stream), types));
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status304NotModified));
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        if (_outcome.IsRefused(out var refusal, out var package))
        {
            await Problems.Write(httpContext, Problems.Of(refusal));
            return;
        }

        await using var _ = package;
        httpContext.Response.Headers.CacheControl = ForADay;
        httpContext.Response.Headers.XContentTypeOptions = "nosniff";
        await TypedResults.File(
            package.Bytes, AppPackage.MediaType, AppPackage.NameOf(package.Abi), package.WrittenAt,
            new EntityTagHeaderValue($"\"{package.Sha256}-{package.Abi}\""), enableRangeProcessing: true)
            .ExecuteAsync(httpContext);
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            AppLog.Cancelled(
                httpContext.RequestServices.GetRequiredService<ILogger<AppReleases>>(), package.Abi);
        }
    }

    public static implicit operator AppPackageReply(Outcome<AppPackage> outcome) => new(outcome);
}

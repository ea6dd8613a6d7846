using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Lottery.Data;
using Microsoft.Extensions.Options;

namespace Lottery.Api.App;

/// <summary>
/// The release of the sellers' app that lies in the folder. A release is published by putting files there, by renaming
/// them into place; nothing is restarted.
/// </summary>
internal sealed class AppReleases(IOptions<AppReleaseOptions> options, ILogger<AppReleases> log) : IDisposable
{
    private const string Manifest = "latest.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    // One for each abi that there is, never for what a client sends.
    private readonly ConcurrentDictionary<string, Fingerprint> _fingerprints = new();

    // A release is read once, however many apps ask for it at the same moment.
    private readonly SemaphoreSlim _reading = new(1);

    /// <summary>What is told of the release; the figures of the package are those of the file that is there.</summary>
    public async Task<Outcome<AppVersionResponse>> Latest(string abi, CancellationToken cancellationToken)
    {
        try
        {
            await using var manifest = Open(Manifest);
            if (manifest is null)
            {
                AppLog.NoManifest(log);
                return AppRefusals.ReleaseNotFound;
            }

            var release = await JsonSerializer.DeserializeAsync<LatestRelease>(manifest, Json, cancellationToken)
                ?? throw new JsonException("A null instead of a release.");
            await using var package = await Find(abi, cancellationToken);
            AppLog.Sent(log, abi, release.Version);
            return AppVersionResponse.Of(release, AddressOf(abi), package);
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException)
        {
            AppLog.Unreadable(log, failure);
            return AppRefusals.ReleaseUnreadable;
        }
    }

    /// <summary>The package, open to be read; whoever takes it disposes it.</summary>
    public async Task<Outcome<AppPackage>> Package(string abi, CancellationToken cancellationToken)
    {
        if (await Find(abi, cancellationToken) is { } package)
        {
            return package;
        }

        AppLog.NoPackage(log, abi);
        return AppRefusals.ApkNotFound;
    }

    public void Dispose() => _reading.Dispose();

    private async Task<AppPackage?> Find(string abi, CancellationToken cancellationToken)
    {
        if (Open(AppPackage.NameOf(abi)) is not { } bytes)
        {
            return null;
        }

        try
        {
            // Of the open file, so that a release that is put in its place meanwhile is not described by it.
            var writtenAt = File.GetLastWriteTimeUtc(bytes.SafeFileHandle);
            var sha256 = await Sha256Of(abi, bytes, writtenAt, cancellationToken);
            return new AppPackage(abi, bytes, bytes.Length, sha256, writtenAt);
        }
        catch (Exception)
        {
            await bytes.DisposeAsync();
            throw;
        }
    }

    private async Task<string> Sha256Of(
        string abi, FileStream bytes, DateTime writtenAt, CancellationToken cancellationToken)
    {
        if (Known() is { } known)
        {
            return known;
        }

        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (Known() is { } justRead)
            {
                return justRead;
            }

            var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes, cancellationToken));
            bytes.Position = 0;
            _fingerprints[abi] = new Fingerprint(bytes.Name, bytes.Length, writtenAt, sha256);
            return sha256;
        }
        finally
        {
            _reading.Release();
        }

        string? Known() => _fingerprints.TryGetValue(abi, out var last)
            && (last.Path, last.Length, last.WrittenAt) == (bytes.Name, bytes.Length, writtenAt) ? last.Sha256 : null;
    }

    private FileStream? Open(string name)
    {
        if (options.Value.Folder is not { Length: > 0 } folder)
        {
            return null;
        }

        try
        {
            return new FileStream(Path.Combine(folder, name), new FileStreamOptions
            {
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
                Share = FileShare.ReadWrite | FileShare.Delete,
            });
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    // Never from the Host header, which is the client's own word.
    private string AddressOf(string abi) =>
        $"{options.Value.PublicUrl?.AbsoluteUri.TrimEnd('/')}/api/v1/app/download?abi={abi}";

    private sealed record Fingerprint(string Path, long Length, DateTime WrittenAt, string Sha256);
}

internal static partial class AppLog
{
    [LoggerMessage(EventName = "VERSION_INFO_SENT", Level = LogLevel.Information, Message = "Version {version} was told")]
    public static partial void Sent(ILogger log, string abi, string version);

    [LoggerMessage(EventName = "LATEST_JSON_NOT_FOUND", Level = LogLevel.Warning, Message = "No release is published")]
    public static partial void NoManifest(ILogger log);

    [LoggerMessage(EventName = "GET_VERSION_ERROR", Level = LogLevel.Error, Message = "The release cannot be read")]
    public static partial void Unreadable(ILogger log, Exception exception);

    [LoggerMessage(EventName = "APK_NOT_FOUND", Level = LogLevel.Warning, Message = "No package is published for {abi}")]
    public static partial void NoPackage(ILogger log, string abi);

    [LoggerMessage(
        EventName = "DOWNLOAD_CANCELLED", Level = LogLevel.Information, Message = "The client went away from {abi}")]
    public static partial void Cancelled(ILogger log, string abi);
}

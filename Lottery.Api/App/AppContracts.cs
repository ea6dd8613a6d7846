using System.Text.Json;

namespace Lottery.Api.App;

/// <summary>The file that whoever publishes a release writes; keys that are not read here are theirs.</summary>
internal sealed record LatestRelease(
    string Version,
    int? VersionCode = null,
    int? BuildNumber = null,
    JsonElement? Changelog = null,
    string? ReleasedAt = null,
    string? MinSupportedVersion = null,
    bool ForceUpdate = false);

/// <summary>What an installed app asks before it goes on.</summary>
public sealed record AppVersionResponse(
    string Version,
    int? VersionCode,
    int BuildNumber,
    string DownloadUrl,
    long? FileSize,
    JsonElement? Changelog,
    string? ReleasedAt,
    string? MinSupportedVersion,
    bool ForceUpdate,
    string? Sha256)
{
    internal static AppVersionResponse Of(LatestRelease release, string downloadUrl, AppPackage? package) => new(
        release.Version, release.VersionCode, release.BuildNumber ?? release.VersionCode ?? 0, downloadUrl,
        package?.Length, release.Changelog, release.ReleasedAt, release.MinSupportedVersion, release.ForceUpdate,
        package?.Sha256);
}

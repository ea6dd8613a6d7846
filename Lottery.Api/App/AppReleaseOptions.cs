namespace Lottery.Api.App;

/// <summary>Where the sellers' app is handed out from. Section <c>AppRelease</c>.</summary>
public sealed class AppReleaseOptions
{
    public const string Section = "AppRelease";

    /// <summary>
    /// Folder with <c>latest.json</c> and <c>app-{abi}-release.apk</c>; null when this process hands out no app.
    /// </summary>
    public string? Folder { get; set; }

    /// <summary>Address that clients reach the API at; null gives them a path to resolve by themselves.</summary>
    public Uri? PublicUrl { get; set; }

    internal bool IsSound => PublicUrl is null or { IsAbsoluteUri: true, Scheme: "http" or "https", Query: "" };
}

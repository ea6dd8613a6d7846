using Lottery.Api.Access;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
using Lottery.Api.Http.Protection;

namespace Lottery.Api.App;

internal static class AppEndpoints
{
    public static void AddAppReleases(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<AppReleaseOptions>()
            .BindConfiguration(AppReleaseOptions.Section)
            .Validate(o => o.IsSound, "AppRelease:PublicUrl must be an absolute http or https address without a query.")
            .ValidateOnStart();
        builder.Services.AddSingleton<AppReleases>();
    }

    public static void MapApp(this RouteGroupBuilder api)
    {
        var app = api.MapGroup("/app").WithTags("App");
        app.MapGet("/version", GetAppVersion, AccessMatrix.GetAppVersion)
            .WithSummary("Tell the newest version of the sellers' app")
            .Refuses(AppRefusals.ReleaseNotFound, AppRefusals.ReleaseUnreadable);
        app.MapGet("/download", DownloadApp, AccessMatrix.DownloadApp).Unmeasured()
            .WithSummary("Download the sellers' app; ranges and If-None-Match are understood")
            .Refuses(AppRefusals.ApkNotFound);
    }

    private static async Task<Reply<AppVersionResponse>> GetAppVersion(
        string? abi, AppReleases releases, CancellationToken cancellationToken) =>
        await releases.Latest(AppPackage.AbiOf(abi), cancellationToken);

    private static async Task<AppPackageReply> DownloadApp(
        string? abi, AppReleases releases, CancellationToken cancellationToken) =>
        await releases.Package(AppPackage.AbiOf(abi), cancellationToken);
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Lottery.ServiceDefaults;

/// <summary>Sentry, when <c>SENTRY_DSN</c> is set.</summary>
internal static class ErrorTracking
{
    private const string Setting = "SENTRY_DSN";

    public static void AddErrorTracking(this WebApplicationBuilder builder, ProcessIdentity process)
    {
        var dsn = builder.Configuration[Setting];
        builder.Services.AddOptions<ErrorTrackingOptions>()
            .Configure(options => options.Dsn = dsn)
            .Validate(options => !options.IsOn || options.IsUsable,
                $"{Setting} is not a DSN; it looks like https://key@host/project.")
            .ValidateOnStart();

        if (new ErrorTrackingOptions { Dsn = dsn } is not { IsOn: true, IsUsable: true })
        {
            return;
        }

        builder.WebHost.UseSentry(options =>
        {
            options.Dsn = dsn;
            options.Environment = process.Environment;
            options.Release = $"{process.Service}@{process.Version}";
            options.SendDefaultPii = false;
        });
    }
}

internal sealed class ErrorTrackingOptions
{
    public string? Dsn { get; set; }

    public bool IsOn => !string.IsNullOrWhiteSpace(Dsn);

    public bool IsUsable => Uri.TryCreate(Dsn, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https" && uri.UserInfo.Length > 0 && uri.AbsolutePath.Length > 1;
}

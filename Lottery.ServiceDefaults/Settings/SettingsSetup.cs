using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Lottery.ServiceDefaults.Settings;

/// <summary>Where settings come from besides the environment.</summary>
internal static class SettingsSetup
{
    public static void AddSettingsFile(this WebApplicationBuilder builder)
    {
        if (SecretsFolder.AddTo(builder.Configuration) is { } wrong)
        {
            builder.Services.AddOptions<SecretsCheck>().Validate(_ => false, wrong).ValidateOnStart();
        }

        SettingsReload.OutliveHangup();
        builder.Services.AddHostedService<SettingsReload>();
        if (builder.Configuration[SettingsFile.Setting] is not { Length: > 0 } path)
        {
            return;
        }

        var file = new SettingsFile(path);
        ((IConfigurationBuilder)builder.Configuration).Add(file);
        builder.Services.AddSingleton(file);
        builder.Services.AddOptions<SettingsFileOptions>()
            .Configure(options => options.Problem = file.Problem)
            .Validate(options => options.Problem is null, $"{SettingsFile.Setting} is '{path}', which {file.Problem}.")
            .ValidateOnStart();
    }
}

internal sealed class SecretsCheck;

internal sealed class SettingsFileOptions
{
    public string? Problem { get; set; }
}

using Microsoft.Extensions.Configuration;

namespace Lottery.ServiceDefaults.Settings;

/// <summary>Settings that each lie in a file of their own, named like the variable: credentials of systemd
/// (<c>$CREDENTIALS_DIRECTORY</c>), secrets of a container engine (<c>LOTTERY_SECRETS</c>). They come before the
/// environment's.</summary>
public sealed class SecretsFolder : ConfigurationProvider, IConfigurationSource
{
    public const string Setting = "LOTTERY_SECRETS";

    private const string Credentials = "CREDENTIALS_DIRECTORY";

    // systemd puts the name of a folder of credentials before those of its files.
    private const string Prefix = "lottery_";

    private readonly string _folder;
    private string? _problem;

    private SecretsFolder(string folder) => _folder = folder;

    /// <summary>Adds the folder that the environment names, if it names one; answers what is wrong with it as a
    /// sentence, or null.</summary>
    public static string? AddTo(IConfigurationBuilder configuration)
    {
        if ((Environment.GetEnvironmentVariable(Setting) ?? Environment.GetEnvironmentVariable(Credentials))
            is not { Length: > 0 } folder)
        {
            return null;
        }

        var secrets = new SecretsFolder(folder);
        configuration.Add(secrets);
        return secrets._problem;
    }

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public override void Load()
    {
        try
        {
            Data = Directory.EnumerateFiles(_folder).ToDictionary(
                file => KeyOf(Path.GetFileName(file)),
                string? (file) => File.ReadAllText(file).TrimEnd('\r', '\n'),
                StringComparer.OrdinalIgnoreCase);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _problem = $"The folder of secrets, {_folder}, cannot be read: {exception.Message}";
        }
    }

    private static string KeyOf(string name) =>
        (name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name)
            .Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);
}

using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Lottery.ServiceDefaults.Settings;

/// <summary>The JSON file that <c>LOTTERY_CONFIG</c> names. Its settings come before the environment's. While it cannot
/// be read, what it said last counts.</summary>
internal sealed class SettingsFile(string path) : ConfigurationProvider, IConfigurationSource
{
    public const string Setting = "LOTTERY_CONFIG";

    private byte[] _content = [];

    public string Path { get; } = path;

    /// <summary>Why the file cannot be read, as the end of a sentence; null when it can.</summary>
    public string? Problem { get; private set; }

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public override void Load() => Data = Read() ?? Data;

    /// <summary>True when the file says something else than it did when it was read last.</summary>
    public bool HasChanged()
    {
        try
        {
            return !File.ReadAllBytes(Path).AsSpan().SequenceEqual(_content);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Gone since then, whatever was wrong with it before; told once.
            return _content.Length > 0 || Problem is null;
        }
    }

    /// <summary>Reads the file again and takes over these settings, and those below them; false when it could not. Nobody
    /// is told, and the others stay: a running process must not meet one that would have refused its start.</summary>
    public bool Reload(IReadOnlyCollection<string> live)
    {
        if (Read() is not { } settings)
        {
            return false;
        }

        // A new one, because others may be reading the old one.
        Data = Data.Where(one => !IsLive(one.Key)).Concat(settings.Where(one => IsLive(one.Key)))
            .ToDictionary(one => one.Key, one => one.Value, StringComparer.OrdinalIgnoreCase);
        return true;

        bool IsLive(string key) => live.Any(setting => key.Equals(setting, StringComparison.OrdinalIgnoreCase)
            || key.StartsWith($"{setting}:", StringComparison.OrdinalIgnoreCase));
    }

    private Dictionary<string, string?>? Read()
    {
        try
        {
            _content = File.ReadAllBytes(Path);
            using var stream = new MemoryStream(_content);
            var settings = new ConfigurationBuilder().AddJsonStream(stream).Build();
            Problem = null;
            return settings.AsEnumerable().Where(setting => setting.Value is not null)
                .ToDictionary(setting => setting.Key, setting => setting.Value, StringComparer.OrdinalIgnoreCase);
        }
        catch (JsonException exception)
        {
            Problem = $"is not JSON in line {exception.LineNumber + 1}";
        }
        catch (FormatException)
        {
            Problem = "is not one JSON object with each key once";
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            (_content, Problem) = ([], "does not exist");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            (_content, Problem) = ([], $"cannot be read: {exception.Message}");
        }

        return null;
    }
}

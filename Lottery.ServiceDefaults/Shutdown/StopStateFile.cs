using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Lottery.ServiceDefaults.Shutdown;

/// <summary>One file per service and management port, which no two processes of a machine share.</summary>
internal sealed class StopStateFile(
    ProcessIdentity process, IOptionsMonitor<ListenerOptions> listeners, IOptions<ShutdownOptions> options)
{
    /// <summary>Why there is none; null when there is one.</summary>
    public string? Missing =>
        options.Value.StateFolder is not { Length: > 0 } ? "set Shutdown__StateFolder to a folder"
        : Port == 0 ? "Management__Port is 0, so that the next process will have another port"
        : null;

    public string Path => System.IO.Path.Combine(options.Value.StateFolder ?? "", $"{process.Service}-{Port}.json");

    private int Port => listeners.Get(ListenerOptions.Management).Port ?? 0;

    /// <summary>Null when no process was here before.</summary>
    public Stop? Read()
    {
        try
        {
            return JsonSerializer.Deserialize<Stop>(File.ReadAllBytes(Path), JsonSerializerOptions.Web)
                ?? new Stop(Stop.Unreadable, null, null, null);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException)
        {
            return new Stop(Stop.Unreadable, null, null, null);
        }
    }

    /// <summary>Replaces it as a whole, and on the disk: a power cut is one of the ends that it is for.</summary>
    public void Write(Stop stop)
    {
        Directory.CreateDirectory(options.Value.StateFolder!);
        var fresh = $"{Path}.{Environment.ProcessId}";
        using (var stream = new FileStream(fresh, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(stream, stop, JsonSerializerOptions.Web);
            stream.Flush(flushToDisk: true);
        }

        File.Move(fresh, Path, overwrite: true);
    }

    /// <summary>Where state is kept when nobody says: systemd's folder for the unit, else the user's.</summary>
    public static string? DefaultFolder(IConfiguration environment) =>
        environment["STATE_DIRECTORY"] is { Length: > 0 } unit ? unit.Split(':')[0]
        : environment["XDG_STATE_HOME"] is { Length: > 0 } state ? System.IO.Path.Combine(state, "lottery")
        : environment["HOME"] is { Length: > 0 } home ? System.IO.Path.Combine(home, ".local", "state", "lottery")
        : null;
}

using System.Net;
using System.Net.Sockets;

namespace Lottery.ServiceDefaults.Systemd;

/// <summary>A listening socket that systemd holds and hands to each life of the process: whoever connects between two of
/// them waits, and is not refused.</summary>
internal static class SocketActivation
{
    // By convention of systemd.
    private const ulong First = 3;

    /// <summary>The descriptor, when this very process was handed exactly one.</summary>
    public static ulong? Descriptor =>
        Environment.GetEnvironmentVariable("LISTEN_PID") == Environment.ProcessId.ToString(provider: null)
        && Environment.GetEnvironmentVariable("LISTEN_FDS") == "1"
            ? First
            : null;

    public static int? PortOf(ulong descriptor)
    {
        using var handle = new SafeSocketHandle((nint)descriptor, ownsHandle: false);
        using var socket = new Socket(handle);
        return (socket.LocalEndPoint as IPEndPoint)?.Port;
    }
}

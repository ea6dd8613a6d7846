using System.Net;
using System.Net.Sockets;

namespace Lottery.Bench.Load;

internal static class Ports
{
    /// <summary>A port that nobody listened on just now.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

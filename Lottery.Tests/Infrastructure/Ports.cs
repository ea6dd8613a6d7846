using System.Net;
using System.Net.Sockets;

namespace Lottery.Tests.Infrastructure;

/// <summary>Ports for what needs one that stays the same: below the range that the kernel hands out.</summary>
internal static class Ports
{
    private static int _last = 21000 + (Environment.ProcessId % 5000);

    /// <summary>One that nobody listens on.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = Interlocked.Increment(ref _last);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken.
            }
        }
    }
}

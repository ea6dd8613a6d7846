using System.Net;
using System.Net.Sockets;

namespace Lottery.Data.Users.Sessions.Lockout;

/// <summary>What counts as one client when addresses are counted.</summary>
public static class ClientNetwork
{
    /// <summary>
    /// The address; of IPv6 the network, because whoever has one address of it has the other 2^64 too. One word for
    /// everybody whose address is not known.
    /// </summary>
    public static string Of(IPAddress? address) => address switch
    {
        null => "?",
        { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } =>
            Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.MapToIPv4().ToString(),
    };
}

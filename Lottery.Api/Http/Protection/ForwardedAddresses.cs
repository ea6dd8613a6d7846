using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Lottery.Api.Http.Protection;

/// <summary>Which proxies are believed when they say who the client is. Section <c>Proxies</c>.</summary>
public sealed class ProxyOptions
{
    public const string Section = "Proxies";

    /// <summary>Addresses and networks of proxies, parted by commas: <c>127.0.0.1, 10.0.0.0/8</c>.</summary>
    public string Trusted { get; set; } = "127.0.0.1, ::1";

    /// <summary>Proxies in a row at most, 0 to 10; 0 believes none. <c>TRUST_PROXY</c>.</summary>
    public int Hops { get; set; } = 1;

    internal IEnumerable<string> Each =>
        Trusted.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    internal bool IsUsable => Hops is >= 0 and <= 10 && Each.All(one => TryNetwork(one, out _));

    internal static bool TryNetwork(string text, out System.Net.IPNetwork network)
    {
        if (IPAddress.TryParse(text, out var address))
        {
            network = new System.Net.IPNetwork(address, address.GetAddressBytes().Length * 8);
            return true;
        }

        return System.Net.IPNetwork.TryParse(text, out network);
    }
}

/// <summary>
/// The client's address from <c>X-Forwarded-For</c> and its scheme from <c>X-Forwarded-Proto</c>, when the one who
/// connected is a proxy of ours. Anybody else's word about addresses is not looked at: limits and the trail go by them.
/// </summary>
internal static class ForwardedAddresses
{
    public static void AddForwardedAddresses(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ProxyOptions>()
            .BindConfiguration(ProxyOptions.Section)
            .Configure<IConfiguration>((proxies, configuration) =>
                proxies.Hops = configuration.GetValue<int?>("TRUST_PROXY") ?? proxies.Hops)
            .Validate(
                o => o.IsUsable,
                "Proxies:Trusted must be addresses or networks parted by commas, and Proxies:Hops (TRUST_PROXY) from 0 to 10.")
            .ValidateOnStart();
        builder.Services.AddOptions<ForwardedHeadersOptions>()
            .Configure<IOptions<ProxyOptions>>((forwarded, proxies) =>
            {
                forwarded.ForwardedHeaders = proxies.Value.Hops == 0
                    ? ForwardedHeaders.None
                    : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
                forwarded.ForwardLimit = Math.Max(1, proxies.Value.Hops);
                forwarded.KnownProxies.Clear();
                forwarded.KnownIPNetworks.Clear();
                foreach (var one in proxies.Value.Each)
                {
                    _ = ProxyOptions.TryNetwork(one, out var network);
                    forwarded.KnownIPNetworks.Add(network);
                }
            });
    }
}

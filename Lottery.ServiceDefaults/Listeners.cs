using System.Net;
using Lottery.ServiceDefaults.Management;
using Lottery.ServiceDefaults.Systemd;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Lottery.ServiceDefaults;

/// <summary>Where one listener is bound; port 0 asks the system for a free one, no port means no listener.</summary>
internal sealed class ListenerOptions
{
    public const string Http = "Http";
    public const string Management = "Management";

    public int? Port { get; set; }

    public string Address { get; set; } = IPAddress.Loopback.ToString();

    public bool IsUsable => Port is null or (>= 0 and <= 65535) && IPAddress.TryParse(Address, out _);
}

/// <summary>The two addresses of a process, and the ports they really got once it has started.</summary>
public sealed class Listeners
{
    private readonly Dictionary<string, ListenOptions> _bound = [];

    public int? HttpPort => PortOf(ListenerOptions.Http);

    public int? ManagementPort => PortOf(ListenerOptions.Management);

    internal void Bind(
        KestrelServerOptions kestrel, string name, ListenerOptions listener, Action<ListenOptions> configure)
    {
        if (listener.Port is not { } port)
        {
            return;
        }

        if (name == ListenerOptions.Http && SocketActivation.Descriptor is { } socket)
        {
            kestrel.ListenHandle(socket, Bound);
        }
        else
        {
            kestrel.Listen(IPAddress.Parse(listener.Address), port, Bound);
        }

        void Bound(ListenOptions options)
        {
            _bound[name] = options;
            configure(options);
        }
    }

    private int? PortOf(string name) => !_bound.TryGetValue(name, out var options) ? null
        : options.FileHandle > 0 ? SocketActivation.PortOf(options.FileHandle)
        : options.IPEndPoint?.Port;
}

internal static class ListenerSetup
{
    // Container images set them for everybody; ours are not chosen that way, and a warning at each start helps nobody.
    private static readonly string[] IgnoredSettings = [WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey];

    public static void AddListeners(this WebApplicationBuilder builder, int? httpPort, int managementPort)
    {
        builder.Services.AddListener(ListenerOptions.Http, httpPort);
        builder.Services.AddListener(ListenerOptions.Management, managementPort);
        builder.Services.AddSingleton<Listeners>();
        builder.Services.AddOptions<KestrelServerOptions>()
            .Configure<Listeners, IOptionsMonitor<ListenerOptions>>((kestrel, listeners, options) =>
            {
                kestrel.AddServerHeader = false;
                listeners.Bind(kestrel, ListenerOptions.Http, options.Get(ListenerOptions.Http), _ => { });
                listeners.Bind(kestrel, ListenerOptions.Management, options.Get(ListenerOptions.Management),
                    ManagementPort.Mark);
            });

        foreach (var setting in IgnoredSettings)
        {
            builder.WebHost.UseSetting(setting, "");
        }
    }

    private static void AddListener(this IServiceCollection services, string name, int? port) =>
        services.AddOptions<ListenerOptions>(name)
            .Configure(options => options.Port = port)
            .BindConfiguration(name)
            .Validate(options => options.IsUsable,
                $"{name}:Address must be an IP address and {name}:Port a number from 0 to 65535.")
            .ValidateOnStart();
}

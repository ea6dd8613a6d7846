using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Lottery.Tests.Infrastructure.Databases;

/// <summary>The line between a host and its database, for tests that cut it.</summary>
public sealed class FlakyProxy : IAsyncDisposable
{
    private readonly NpgsqlConnectionStringBuilder _database;
    private readonly IPAddress _address;
    private readonly HashSet<TcpClient> _open = [];
    private TcpListener _listener;
    private Task _accepting = Task.CompletedTask;

    private FlakyProxy(string database, IPAddress address)
    {
        (_database, _address) = (new NpgsqlConnectionStringBuilder(database), address);
        _listener = new TcpListener(address, 0);
    }

    private int Port { get; set; }

    /// <summary>Connection string of the same database by way of this line.</summary>
    public string Database => new NpgsqlConnectionStringBuilder(_database.ConnectionString)
    {
        Host = _address.ToString(),
        Port = Port,
    }.ConnectionString;

    /// <param name="database">Connection string of the database.</param>
    /// <param name="address">Where the line begins; without one at the loopback.</param>
    public static FlakyProxy To(string database, IPAddress? address = null)
    {
        var proxy = new FlakyProxy(database, address ?? IPAddress.Loopback);
        proxy.Listen();
        return proxy;
    }

    /// <summary>Ends every connection at once; new ones are taken.</summary>
    public void Cut()
    {
        lock (_open)
        {
            foreach (var end in _open)
            {
                end.Close();
            }

            _open.Clear();
        }
    }

    /// <summary>Ends every connection and takes no more, like a server that is gone.</summary>
    public async Task Refuse()
    {
        _listener.Stop();
        await _accepting;
        Cut();
    }

    /// <summary>Ends every connection; new ones are taken and never answered, or not even taken.</summary>
    public async Task Swallow(bool taking)
    {
        await Refuse();
        if (taking)
        {
            _listener = new TcpListener(_address, Port);
            Listen(Hold);
            return;
        }

        // A queue for one, which is taken: the system answers nobody else.
        _listener = new TcpListener(_address, Port);
        _listener.Start(0);
        for (var waiting = 0; waiting < 3; waiting++)
        {
            var client = new TcpClient();
            lock (_open)
            {
                _open.Add(client);
            }

            _ = client.ConnectAsync(_address, Port);
        }
    }

    /// <summary>Takes connections again.</summary>
    public void Restore()
    {
        _listener = new TcpListener(_address, Port);
        Listen();
    }

    public async ValueTask DisposeAsync() => await Refuse();

    private void Listen(Func<TcpClient, Task>? take = null)
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = Accept(_listener, take ?? Join);
    }

    private static async Task Accept(TcpListener listener, Func<TcpClient, Task> take)
    {
        while (true)
        {
            try
            {
                _ = take(await listener.AcceptTcpClientAsync());
            }
            catch (SocketException)
            {
                return;
            }
        }
    }

    private Task Hold(TcpClient near)
    {
        lock (_open)
        {
            _open.Add(near);
        }

        return Task.CompletedTask;
    }

    private async Task Join(TcpClient near)
    {
        var far = new TcpClient();
        lock (_open)
        {
            _open.UnionWith([near, far]);
        }

        try
        {
            await far.ConnectAsync(_database.Host!, _database.Port);
            await Task.WhenAny(
                near.GetStream().CopyToAsync(far.GetStream()), far.GetStream().CopyToAsync(near.GetStream()));
        }
        catch (Exception failure) when (failure is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut while it was being made.
        }

        near.Close();
        far.Close();
    }
}

using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Lottery.Tests.Infrastructure.Databases;

/// <summary>
/// The line between a host and its database, with an ear on it: counts the statements that PostgreSQL is told to
/// execute, whoever in the process sends them.
/// </summary>
public sealed class StatementTap : IAsyncDisposable
{
    private const byte Execute = (byte)'E';
    private const int Header = 5;

    private readonly NpgsqlConnectionStringBuilder _database;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _accepting;
    private int _statements;

    public StatementTap(string database)
    {
        _database = new NpgsqlConnectionStringBuilder(database);
        _listener.Start();
        _accepting = Accept();
    }

    public int Statements => Volatile.Read(ref _statements);

    /// <summary>Connection string of the same database by way of this line. Encrypted, nothing is heard.</summary>
    public string Database => new NpgsqlConnectionStringBuilder(_database.ConnectionString)
    {
        Host = IPAddress.Loopback.ToString(),
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
    }

    private async Task Accept()
    {
        while (true)
        {
            try
            {
                _ = Join(await _listener.AcceptTcpClientAsync());
            }
            catch (SocketException)
            {
                return;
            }
        }
    }

    private async Task Join(TcpClient near)
    {
        using var far = new TcpClient { NoDelay = true };
        using (near)
        {
            near.NoDelay = true;
            try
            {
                await far.ConnectAsync(_database.Host!, _database.Port);
                await Task.WhenAny(
                    Listen(near.GetStream(), far.GetStream()), far.GetStream().CopyToAsync(near.GetStream()));
            }
            catch (Exception failure) when (failure is IOException or SocketException or ObjectDisposedException)
            {
                // One end has gone.
            }
        }
    }

    // A message is its type, its length without the type, and its content; the first one of a connection has no type.
    private async Task Listen(NetworkStream near, NetworkStream far)
    {
        var buffer = new byte[64 * 1024];
        await near.ReadExactlyAsync(buffer.AsMemory(0, 4));
        await Pass(4, BinaryPrimitives.ReadInt32BigEndian(buffer) - 4);
        while (true)
        {
            await near.ReadExactlyAsync(buffer.AsMemory(0, Header));
            if (buffer[0] == Execute)
            {
                Interlocked.Increment(ref _statements);
            }

            await Pass(Header, BinaryPrimitives.ReadInt32BigEndian(buffer.AsSpan(1)) - 4);
        }

        async Task Pass(int read, int left)
        {
            await far.WriteAsync(buffer.AsMemory(0, read));
            while (left > 0)
            {
                var part = await near.ReadAsync(buffer.AsMemory(0, Math.Min(left, buffer.Length)));
                await far.WriteAsync(buffer.AsMemory(0, part == 0 ? throw new IOException("It has gone.") : part));
                left -= part;
            }
        }
    }
}

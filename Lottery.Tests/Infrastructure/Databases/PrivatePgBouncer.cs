using Npgsql;

namespace Lottery.Tests.Infrastructure.Databases;

/// <summary>A PgBouncer of the tests' own before a PostgreSQL, lending connections by transaction.</summary>
internal sealed class PrivatePgBouncer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly PrivateServer _server;
    private readonly int _port;

    private PrivatePgBouncer(DirectoryInfo folder, PrivateServer server, int port) =>
        (_folder, _server, _port) = (folder, server, port);

    public static Task<PrivatePgBouncer> Before(PrivatePostgres postgres, params string[] settings) =>
        Before("127.0.0.1", postgres.Port, PrivatePostgres.Login, settings);

    /// <summary>Before a server that others made; whoever comes is logged in as its user.</summary>
    public static Task<PrivatePgBouncer> Before(string server, params string[] settings)
    {
        var to = new NpgsqlConnectionStringBuilder(server);
        return Before(to.Host!, to.Port, $"user={to.Username} password={to.Password}", settings);
    }

    private static async Task<PrivatePgBouncer> Before(string host, int serverPort, string login, string[] settings)
    {
        var program = PrivateServer.Find("pgbouncer", "/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin");
        var folder = await PrivateServer.Folder("lottery-pgbouncer-");
        var port = PrivateServer.FreePort();
        var file = Path.Combine(folder.FullName, "pgbouncer.ini");
        await File.WriteAllLinesAsync(file,
        [
            "[databases]", $"* = host={host} port={serverPort} {login}",
            "[pgbouncer]", "listen_addr = 127.0.0.1", $"listen_port = {port}", "unix_socket_dir =", "auth_type = any",
            "pool_mode = transaction", "ignore_startup_parameters = extra_float_digits,options", .. settings,
        ]);
        var pooler = new PrivatePgBouncer(folder, await PrivateServer.Start(folder, "TERM", program, file), port);
        await ApiProcess.Eventually(pooler.IsUp, () => "The private PgBouncer does not answer.");
        return pooler;
    }

    /// <summary>Connection string of the same database by way of the pooler, as a process behind one has it.</summary>
    public string To(string database) => new NpgsqlConnectionStringBuilder(database)
    {
        Host = "127.0.0.1",
        Port = _port,
        NoResetOnClose = true,
    }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        PrivateServer.Remove(_folder);
    }

    private async Task<bool> IsUp()
    {
        using var client = new System.Net.Sockets.TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", _port);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}

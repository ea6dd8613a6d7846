using Npgsql;

namespace Lottery.Tests.Infrastructure.Databases;

/// <summary>A PgBouncer of the test's own before a PostgreSQL of its own, lending connections by transaction.</summary>
internal sealed class PrivatePgBouncer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly PrivateServer _server;
    private readonly int _port;

    private PrivatePgBouncer(DirectoryInfo folder, PrivateServer server, int port) =>
        (_folder, _server, _port) = (folder, server, port);

    public static async Task<PrivatePgBouncer> Before(PrivatePostgres postgres, params string[] settings)
    {
        var program = PrivateServer.Find("pgbouncer", "/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin");
        var folder = await PrivateServer.Folder("lottery-pgbouncer-");
        var port = PrivateServer.FreePort();
        var file = Path.Combine(folder.FullName, "pgbouncer.ini");
        await File.WriteAllLinesAsync(file,
        [
            "[databases]", $"* = host=127.0.0.1 port={postgres.Port} {PrivatePostgres.Login}",
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

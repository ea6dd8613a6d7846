using Lottery.Data;
using Lottery.Data.Persistence;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Lottery.Tests.Infrastructure.Databases;

/// <summary>
/// A PostgreSQL of the test's own, to be stopped, killed and filled up: nobody else works on it. Needs the installed
/// programs.
/// </summary>
internal sealed class PrivatePostgres : IAsyncDisposable
{
    private const string Administrator = "postgres";
    private const string Application = "lottery";
    private const string Password = "private";
    private const int FastShutdown = 2;
    private const int Kill = 9;
    private const int Continue = 18;
    private const int StopProcess = 19;

    private readonly DirectoryInfo _folder;
    private readonly string _programs;
    private readonly string[] _settings;
    private readonly int _port = PrivateServer.FreePort();
    private PrivateServer? _server;
    private int _databases;

    private PrivatePostgres(DirectoryInfo folder, string programs, string[] settings) =>
        (_folder, _programs, _settings) = (folder, programs, settings);

    /// <summary>A server with a migrated template.</summary>
    public static async Task<PrivatePostgres> Create(params string[] settings)
    {
        var programs = Path.GetDirectoryName(PrivateServer.Find("initdb", "/usr/lib/postgresql", "/usr/local/pgsql"))!;
        var folder = await PrivateServer.Folder("lottery-postgres-");
        var postgres = new PrivatePostgres(folder, programs, settings);
        var password = Path.Combine(folder.FullName, "password");
        await File.WriteAllTextAsync(password, Password);
        await PrivateServer.Run(
            folder, postgres.Program("initdb"), "--pgdata", postgres.Data, "--no-sync", "--encoding=UTF8",
            "--locale=C.UTF-8", $"--username={Administrator}", "--auth=scram-sha-256", $"--pwfile={password}");
        await postgres.Start();
        await postgres.Execute($"create role {Application} login createdb password '{Password}'");
        await postgres.Execute($"create database template_lottery owner {Application}");
        await using var db = new LotteryDbContext(
            new DbContextOptionsBuilder<LotteryDbContext>()
                .UseNpgsql($"{postgres.Connection(Application, "template_lottery")};Pooling=false")
                .UseSnakeCaseNamingConvention().Options,
            new Tenant());
        await db.Database.MigrateAsync();
        return postgres;
    }

    /// <summary>A second server that follows this one, until it is promoted.</summary>
    public async Task<PrivatePostgres> Standby()
    {
        var folder = await PrivateServer.Folder("lottery-postgres-");
        var standby = new PrivatePostgres(folder, _programs, _settings);
        await PrivateServer.Run(
            folder, Program("pg_basebackup"), "--pgdata", standby.Data, "--checkpoint=fast", "--write-recovery-conf",
            $"--dbname=host=127.0.0.1 port={_port} user={Administrator} password={Password}");
        await standby.Start();
        return standby;
    }

    /// <summary>Connection string of a new, migrated, empty database, for a role like that of production.</summary>
    public async Task<string> CreateDatabase()
    {
        var name = $"lottery_{++_databases}";
        await Execute($"create database {name} template template_lottery owner {Application}");
        return Connection(Application, name);
    }

    public int Port => _port;

    public static string Login => $"user={Application} password={Password}";

    public async Task Start()
    {
        string[] all =
        [
            "listen_addresses=127.0.0.1", $"port={_port}", "unix_socket_directories=", "fsync=off",
            "shared_buffers=32MB", "lc_messages=C", .. _settings,
        ];
        _server = await PrivateServer.Start(
            _folder, "QUIT", Program("postgres"), ["-D", Data, .. all.SelectMany(setting => (string[])["-c", setting])]);
        await ApiProcess.Eventually(IsUp, () => "The private PostgreSQL does not answer.");
    }

    /// <summary>Stops as an administrator does: every connection is told, nobody is waited for.</summary>
    public Task Stop() => End(FastShutdown);

    /// <summary>The server's process dies at once and tells nobody; those of its connections notice.</summary>
    public async Task Crash()
    {
        var connections = PrivateServer.ChildrenOf(_server!.ProcessId);
        await End(Kill);
        await PrivateServer.AreGone(connections);
    }

    /// <summary>Stands still, like a machine without a disk or behind a network that is gone, or goes on again.</summary>
    public void StandStill(bool still)
    {
        foreach (var process in (int[])[_server!.ProcessId, .. PrivateServer.ChildrenOf(_server.ProcessId)])
        {
            Signals.Send(process, still ? StopProcess : Continue);
        }
    }

    /// <summary>The process that serves one connection dies at once.</summary>
    public static void KillBackend(int processId) => Signals.Send(processId, Kill);

    /// <summary>Asks as the administrator.</summary>
    public async Task<T> Ask<T>(string sql, string database = "postgres")
    {
        await using var administrator = NpgsqlDataSource.Create($"{Connection(Administrator, database)};Pooling=false");
        await using var command = administrator.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Null when the programs are not there and nothing was ever started.</summary>
    public static Task Remove(PrivatePostgres? postgres) => postgres?.DisposeAsync().AsTask() ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        PrivateServer.Remove(_folder);
    }

    private string Data => Path.Combine(_folder.FullName, "data");

    private string Program(string name) => Path.Combine(_programs, name);

    private string Connection(string user, string database) =>
        $"Host=127.0.0.1;Port={_port};Username={user};Password={Password};Database={database}";

    private async Task End(int signal)
    {
        await _server!.End(signal);
        await _server.DisposeAsync();
        _server = null;
    }

    private async Task Execute(string sql)
    {
        await using var administrator = NpgsqlDataSource.Create($"{Connection(Administrator, "postgres")};Pooling=false");
        await using var command = administrator.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<bool> IsUp()
    {
        try
        {
            return await Ask<int>("select 1") == 1;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}

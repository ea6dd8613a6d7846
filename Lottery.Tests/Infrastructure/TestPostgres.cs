using Lottery.Data;
using Lottery.Data.Persistence;
using Lottery.Tests.Infrastructure.Databases;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Testcontainers.PostgreSql;

namespace Lottery.Tests.Infrastructure;

/// <summary>
/// The PostgreSQL of the run: the server that LOTTERY_TEST_DATABASE names, else a container. Every host gets a database
/// of its own, copied from one that was migrated once.
/// </summary>
[TestClass]
public static class TestPostgres
{
    private const string Template = "lottery_template";

    // Says that processes and hosts reach the server through a PgBouncer that lends connections by transaction.
    private const string PoolerSetting = "LOTTERY_TEST_POOLER";

    private static PostgreSqlContainer? _container;
    private static PrivatePgBouncer? _pooler;
    private static string _server = "";
    private static int _databases;

    [AssemblyInitialize]
    public static async Task Start(TestContext context)
    {
        _server = Environment.GetEnvironmentVariable("LOTTERY_TEST_DATABASE") is { Length: > 0 } given
            ? given
            : await StartContainer();
        await Execute(_server, $"drop database if exists {Template} with (force)");
        await Execute(_server, $"create database {Template}");
        var options = new DbContextOptionsBuilder<LotteryDbContext>()
            .UseNpgsql(For(Template))
            .UseSnakeCaseNamingConvention()
            .Options;
        await using var db = new LotteryDbContext(options, new Tenant());
        await db.Database.MigrateAsync(context.CancellationToken);
        // A worker that is started in a test has something to do; the rest of the automation is switched on by who tests it.
        await db.Database.ExecuteSqlAsync($"update sorteos_auto_config set auto_open_enabled = true");
        NpgsqlConnection.ClearAllPools();
        if (Environment.GetEnvironmentVariable(PoolerSetting) is { Length: > 0 })
        {
            _pooler = await PrivatePgBouncer.Before(
                _server, "max_client_conn = 2000", "default_pool_size = 20", "server_idle_timeout = 5");
        }
    }

    /// <summary>What a process has to be told to reach the database: its address, and with a pooler the way past it.
    /// </summary>
    public static IEnumerable<(string Name, string Value)> SettingsFor(string database)
    {
        if (_pooler is null || !IsOfTheServer(database))
        {
            return [("ConnectionStrings:Lottery", database)];
        }

        return [("ConnectionStrings:Lottery", _pooler.To(database)), ("ConnectionStrings:LotteryDirect", database)];
    }

    // Another server, another user: such a test is about just that.
    private static bool IsOfTheServer(string database)
    {
        var (asked, ours) = (new NpgsqlConnectionStringBuilder(database), new NpgsqlConnectionStringBuilder(_server));
        return (asked.Host, asked.Port, asked.Username) == (ours.Host, ours.Port, ours.Username);
    }

    [AssemblyCleanup]
    public static async Task Stop()
    {
        NpgsqlConnection.ClearAllPools();
        if (_pooler is not null)
        {
            await _pooler.DisposeAsync();
        }

        if (_container is not null)
        {
            await _container.DisposeAsync();
        }
    }

    /// <summary>Connection string of a new, migrated, empty database.</summary>
    public static async Task<string> CreateDatabase()
    {
        var name = $"lottery_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}";
        await Execute(_server, $"drop database if exists {name} with (force)");
        await Execute(_server, $"create database {name} template {Template}");
        return For(name);
    }

    /// <summary>Connection string of a copy of another database, to which nobody is connected.</summary>
    public static async Task<string> CopyDatabase(string connectionString)
    {
        var name = $"lottery_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}";
        var template = new NpgsqlConnectionStringBuilder(connectionString).Database;
        if (_pooler is not null)
        {
            // It keeps for a while what nobody uses any more.
            await Execute(_server, $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{template}'");
        }

        await Execute(_server, $"create database {name} template {template}");
        return For(name);
    }

    /// <summary>Connection string of a new database that nothing was done to.</summary>
    public static async Task<string> CreateEmptyDatabase()
    {
        var name = $"lottery_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}";
        await Execute(_server, $"create database {name}");
        return For(name);
    }

    public static async Task DropDatabase(string connectionString)
    {
        await using (var pooled = new NpgsqlConnection(connectionString))
        {
            NpgsqlConnection.ClearPool(pooled);
        }

        var drop = $"drop database {new NpgsqlConnectionStringBuilder(connectionString).Database}";
        try
        {
            await Execute(_server, $"{drop} with (force)");
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            // An autovacuum worker may not be forced by our role, but gives way to a drop that asks; connections of
            // another role may lie in a pool of this process.
            NpgsqlConnection.ClearAllPools();
            await Execute(_server, drop);
        }
    }

    private static async Task<string> StartContainer()
    {
        var image = Environment.GetEnvironmentVariable("LOTTERY_TEST_IMAGE") is { Length: > 0 } named
            ? named
            : "postgres:17-alpine";
        _container = new PostgreSqlBuilder(image).WithCommand("-c", "max_connections=300").Build();
        await _container.StartAsync();
        return _container.GetConnectionString();
    }

    private static string For(string database) =>
        new NpgsqlConnectionStringBuilder(_server) { Database = database, MaxPoolSize = 60 }.ConnectionString;

    // One at a time: a template cannot be copied twice at once.
    private static readonly SemaphoreSlim Turn = new(1, 1);

    private static async Task Execute(string connectionString, string sql)
    {
        await Turn.WaitAsync();
        try
        {
            await using var connection = new NpgsqlConnection(
                new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 60 };
            await command.ExecuteNonQueryAsync();
        }
        finally
        {
            Turn.Release();
        }
    }
}

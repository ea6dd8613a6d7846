using Lottery.Api;
using Lottery.Data;
using Lottery.Data.Persistence;
using Lottery.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Lottery.Tests.Infrastructure;

/// <summary>
/// The real API on a real port and a database of its own; only the clock is ours. Disposing it fails when it wrote an
/// error record that the test did not expect.
/// </summary>
public sealed class ApiHost : IAsyncDisposable
{
    /// <summary>Where every test's clock starts: a Tuesday, 09:00 in Costa Rica.</summary>
    public static readonly DateTimeOffset Morning = new(2026, 10, 20, 15, 0, 0, TimeSpan.Zero);

    public const string AccessSecret = "test-access-secret-of-32-bytes-or-more";
    public const string RefreshSecret = "test-refresh-secret-of-32-bytes-or-more";

    private readonly WebApplication _app;
    private readonly bool _ownsDatabase;

    private ApiHost(WebApplication app, FakeTimeProvider clock, LogWatch log, string database, bool ownsDatabase)
    {
        (_app, Clock, Log, Database, _ownsDatabase) = (app, clock, log, database, ownsDatabase);
        var listeners = app.Services.GetRequiredService<Listeners>();
        Address = new Uri($"http://127.0.0.1:{listeners.HttpPort}/");
        ManagementAddress = new Uri($"http://127.0.0.1:{listeners.ManagementPort}/");
    }

    public FakeTimeProvider Clock { get; }

    public LogWatch Log { get; }

    public Uri Address { get; }

    public Uri ManagementAddress { get; }

    /// <summary>Connection string of the host's database.</summary>
    public string Database { get; }

    public IServiceProvider Services => _app.Services;

    public static Task<ApiHost> Start(
        string? database = null, FakeTimeProvider? clock = null, params string[] settings) =>
        Start(database, clock, null, null, settings);

    /// <summary>A host with other services, or with endpoints that only a test has.</summary>
    public static Task<ApiHost> StartWith(
        Action<WebApplicationBuilder> configure, Action<WebApplication> map, params string[] settings) =>
        Start(null, null, configure, map, settings);

    private static async Task<ApiHost> Start(
        string? database,
        FakeTimeProvider? clock,
        Action<WebApplicationBuilder>? configure,
        Action<WebApplication>? map,
        string[] settings)
    {
        var connection = database ?? await TestPostgres.CreateDatabase();
        clock ??= new FakeTimeProvider(Morning);
        var log = new LogWatch();
        var builder = WebApplication.CreateBuilder(
        [
            "--environment=Production",
            "--Http:Port=0",
            "--Management:Port=0",
            "--LOG_LEVEL=error",
            .. TestPostgres.SettingsFor(connection).Select(setting => $"--{setting.Name}={setting.Value}"),
            $"--JWT_ACCESS_SECRET={AccessSecret}",
            $"--JWT_REFRESH_SECRET={RefreshSecret}",
            // Tests are in more of a hurry than people; what is limited is tested with the real figures.
            "--RateLimits:Global=1000000",
            "--RateLimits:Auth=1000000",
            "--RateLimits:Sales=1000000",
            "--Lockout:AddressFailures=1000000",
            .. settings,
        ]);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.AddApiServices();
        builder.Logging.AddProvider(log).AddFilter<LogWatch>(null, LogLevel.Information);
        configure?.Invoke(builder);
        var app = builder.Build();
        app.MapApi();
        map?.Invoke(app);
        await app.StartAsync();
        return new ApiHost(app, clock, log, connection, ownsDatabase: database is null);
    }

    /// <summary>A client without a token.</summary>
    public ApiClient Anonymous() => new(Address, null);

    public ApiClient WithToken(string token) => new(Address, token);

    /// <summary>A scope that sees every tenant, to look into the database or to prepare it.</summary>
    public async Task<T> InDatabase<T>(Func<LotteryDbContext, IServiceProvider, Task<T>> look)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Tenant>().EnterAll();
        return await look(scope.ServiceProvider.GetRequiredService<LotteryDbContext>(), scope.ServiceProvider);
    }

    public Task<T> InDatabase<T>(Func<LotteryDbContext, Task<T>> look) => InDatabase((db, _) => look(db));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_ownsDatabase)
        {
            await TestPostgres.DropDatabase(Database);
        }

        Log.FailOnUnexpectedErrors();
    }
}

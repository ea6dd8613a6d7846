using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Lottery.Tests.Persistence.Failures;

/// <summary>An API on a private PostgreSQL that the test takes away from it, and what everybody is told then.</summary>
internal sealed class LostDatabase(PrivatePostgres postgres)
{
    public const string WhoWaits = "select pid from pg_stat_activity where wait_event_type = 'Lock' limit 1";

    private readonly List<IAsyncDisposable> _opened = [];
    private World? _world;
    private MetricWatch? _metrics;

    public World World => _world!;

    public MetricWatch Metrics => _metrics!;

    /// <summary>Somebody is logged in; <paramref name="through"/> says by which way the database is reached.</summary>
    public async Task Open(string setting = "", Func<string, string>? through = null)
    {
        var database = await postgres.CreateDatabase();
        var way = through?.Invoke(database) ?? database;
        _world = await World.Create(await ApiHost.Start(
            database, null, $"--ConnectionStrings:Lottery={way};{setting}",
            $"--ConnectionStrings:LotteryDirect={(through is null ? way : database)}"));
        _metrics = MetricWatch.On(_world.Host.Services);
    }

    /// <summary>To be disposed after the API.</summary>
    public T Opened<T>(T one)
        where T : IAsyncDisposable
    {
        _opened.Add(one);
        return one;
    }

    /// <summary>Takes every connection that is left, those of the API's pool too.</summary>
    public Task FillUp(string database, string refusal) => ApiProcess.Eventually(
        async () =>
        {
            World.Host.Services.GetRequiredService<NpgsqlDataSource>().Clear();
            try
            {
                await Opened(new NpgsqlConnection($"{database};Pooling=false")).OpenAsync();
                return false;
            }
            catch (PostgresException refused) when (refused.SqlState == refusal)
            {
                return true;
            }
        },
        () => "There is always one connection more.");

    /// <summary>What lay in the pool breaks first, and says so in its own words.</summary>
    public async Task UntilTold(string code, string? sqlState)
    {
        Answer answer;
        do
        {
            answer = await World.Admin.Get("/bancas");
        }
        while (answer.Code == "CONNECTION_CLOSED");

        Told(answer, code, sqlState);
    }

    /// <summary>The client, the log and the metrics were told the same.</summary>
    public void Told(Answer answer, string code, string? sqlState)
    {
        answer.Refused(HttpStatusCode.ServiceUnavailable, code);
        Assert.AreEqual("2", answer.Headers["Retry-After"]);
        var record = World.Host.Log.Of("DB_CONNECTION_ERROR")[^1];
        Assert.AreEqual((code, sqlState), (record["errorType"], record["errorCode"]), record.Failure?.ToString());
        Assert.IsGreaterThan(0, Metrics.Failures(code));
    }

    /// <summary>The administrator is told too, in bounded time.</summary>
    public async Task IsNotReady(string code)
    {
        var (status, body) = await Health.Of(World.Host.ManagementAddress, "ready");
        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, status);
        Assert.AreEqual("unavailable", body.GetProperty("checks").Text("database"));
        Assert.AreEqual(code, body.GetProperty("codes").Text("database"));
    }

    /// <summary>Ends the API and everything that was opened.</summary>
    public async Task Close()
    {
        _metrics?.Dispose();
        if (_world is not null)
        {
            _world.Host.Log.Expect(
                "DB_CONNECTION_ERROR", "HTTP_REQUEST", "FAIL", "FAIL_CONNECTION",
                "ProcessingMessageFailed", "HealthCheckEnd");
            await _world.DisposeAsync();
        }

        foreach (var one in Enumerable.Reverse(_opened))
        {
            await one.DisposeAsync();
        }
    }
}

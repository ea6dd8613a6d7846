using System.Globalization;
using System.Text.Json;
using Lottery.Tests.Infrastructure;
using Lottery.Tests.Worker;
using Npgsql;

namespace Lottery.Tests.Scenarios.LogAnalysis;

/// <summary>
/// What an API process and several Workers wrote while known things happened: sales that were refused, one that waited,
/// a run that was killed, one that was done, a Worker without a database.
/// </summary>
internal sealed class BusyNight
{
    public const string SlowSale = "slow-sale";
    public const string SpoiltSale = "spoilt-sale";
    public const string AskedOfBoth = "asked-of-both";
    public const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    private const int KillSignal = 9;

    // Shorter than the sale waits, so that it is told; what else is slow on a busy machine is told too.
    private const string SlowFrom = "00:00:00.200";
    private const string WaitsFor = "300 milliseconds";

    private readonly List<JsonElement> _killed = [];
    private readonly List<JsonElement> _worked = [];
    private readonly List<JsonElement> _unconnected = [];

    /// <summary>The user who sold most.</summary>
    public string Seller { get; private set; } = "";

    public string OtherSeller { get; private set; } = "";

    /// <summary>Records of each process, by the name of its file.</summary>
    public Dictionary<string, IReadOnlyList<JsonElement>> Logs { get; } = [];

    public static async Task<BusyNight> Live()
    {
        var night = new BusyNight();
        await using var api = await ApiProcess.Start(("Database__SlowQuery", SlowFrom));
        using var seller = await night.Sell(api);
        await night.RunJobs(api.Database, seller);
        await SellWhileItStops(api, seller);
        Assert.AreEqual(0, await api.End(), api.Output);
        night.Logs["api"] = api.Records();
        night.Logs["worker"] = night._worked;
        night.Logs["worker-killed"] = night._killed;
        night.Logs["worker-unconnected"] = night._unconnected;
        return night;
    }

    /// <summary>A record as if it had been told at another time.</summary>
    public static JsonElement Moved(JsonElement record, DateTimeOffset to) => JsonElement.Parse(
        record.GetRawText().Replace(
            record.Text("time"), to.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)));

    private async Task<ApiClient> Sell(ApiProcess api)
    {
        var users = JsonElement.Parse(await File.ReadAllTextAsync(api.UsersFile)).EnumerateArray()
            .Where(one => one.Text("role") == "VENDEDOR").Take(2).ToList();
        var seller = await LogIn(api, users[0]);
        using var other = await LogIn(api, users[1]);
        Seller = (await seller.Get("/auth/me")).Data.Text("id");
        OtherSeller = (await other.Get("/auth/me")).Data.Text("id");
        var sorteo = await LastOpenSorteo(seller);
        (await seller.Post("/tickets", Ticket(sorteo))).Succeeded();
        foreach (var client in (ApiClient[])[seller, seller, other])
        {
            var refused = await client.Post("/tickets", Ticket(sorteo, Guid.CreateVersion7()));
            Assert.AreEqual("SORTEO_NOT_FOUND", refused.Code, refused.Text);
        }

        var spoilt = await seller.Post("/tickets", new { jugadas = "none" }, ("X-Request-Id", SpoiltSale));
        Assert.AreEqual("VALIDATION_FAILED", spoilt.Code, spoilt.Text);
        Assert.AreEqual("TICKET_NOT_FOUND", (await seller.Get($"/tickets/{Guid.CreateVersion7()}")).Code);
        return seller;
    }

    private static async Task SellWhileItStops(ApiProcess api, ApiClient seller)
    {
        var sorteo = await LastOpenSorteo(seller);
        Task<Answer> sale;
        await using (await Hold(api.Database, $"select from sorteos where id = '{sorteo.Id()}' for update"))
        {
            sale = seller.Post("/tickets", Ticket(sorteo), ("X-Request-Id", SlowSale));
            await SomebodyWaits(api.Database, WaitsFor);
            api.Terminate();
            await api.Record("SHUTDOWN_WAITING");
        }

        (await sale).Succeeded();
    }

    private async Task RunJobs(string database, ApiClient seller)
    {
        // Of the automation only the opening is wanted here.
        await RestrictedRole.Execute(database, "update sorteos_auto_config set auto_create_enabled = false");
        await using (await Hold(database, "lock table sorteos in access exclusive mode"))
        {
            using var killed = WorkerProcess.Start(database);
            await killed.Until("SORTEOS_AUTO_OPEN_START");
            await SomebodyWaits(database, "0");
            killed.Send(KillSignal);
            Assert.AreNotEqual(0, await killed.End());
            _killed.AddRange(killed.Records);
        }

        using var worker = WorkerProcess.Start(database, ("LOG_LEVEL", "debug"));
        await ReadUntil(worker, "SORTEOS_AUTO_OPEN_COMPLETE", "DATABASE_SIZE_COMPLETE");
        (string, string)[] headers =
            [("X-Request-Id", AskedOfBoth), ("traceparent", $"00-{Trace}-00f067aa0ba902b7-01")];
        (await seller.Get("/auth/me", headers)).Succeeded();
        using var port = new ApiClient(worker.Management, null);
        (await port.Get("//health/live", headers)).Succeeded();
        worker.Terminate();
        Assert.AreEqual(0, await worker.End());
        _worked.AddRange(worker.Records);

        using var unconnected = WorkerProcess.Start(
            $"Host=127.0.0.1;Port={Ports.Free()};Database=lottery;Username=lottery", ("Warmup__Attempts", "1"));
        await ReadUntil(unconnected, "SORTEOS_AUTO_CREATE_SKIP", "SERVER_LISTEN");
        unconnected.Send(KillSignal);
        Assert.AreNotEqual(0, await unconnected.End());
        _unconnected.AddRange(unconnected.Records);
    }

    private static async Task ReadUntil(WorkerProcess worker, params string[] actions)
    {
        foreach (var action in actions)
        {
            if (!worker.Actions().Contains(action))
            {
                await worker.Until(action);
            }
        }
    }

    private static async Task<ApiClient> LogIn(ApiProcess api, JsonElement user)
    {
        using var anonymous = new ApiClient(api.Address, null);
        var answer = await anonymous.Post(
            "/auth/login", new { username = user.Text("username"), password = user.Text("password") });
        return new ApiClient(api.Address, answer.Data.Text("accessToken"));
    }

    private static async Task<JsonElement> LastOpenSorteo(ApiClient seller) =>
        (await seller.Get("/sorteos?status=OPEN&pageSize=100")).Json.Rows()
            .MaxBy(one => one.Text("scheduledAt"), StringComparer.Ordinal);

    private static object Ticket(JsonElement sorteo, Guid? id = null) => new
    {
        loteriaId = sorteo.Id("loteriaId"),
        sorteoId = id ?? sorteo.Id(),
        jugadas = new[]
        {
            new { type = "NUMERO", number = new string('7', sorteo.GetProperty("digits").GetInt32()), amount = 500 },
        },
    };

    // What it locks stays so until it is disposed.
    private static async Task<NpgsqlConnection> Hold(string database, string sql)
    {
        var connection = new NpgsqlConnection($"{database};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"begin; {sql}", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private static Task SomebodyWaits(string database, string atLeast) => ApiProcess.Eventually(
        async () =>
        {
            await using var connection = new NpgsqlConnection(database);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(
                $"""
                 select exists (select from pg_stat_activity where datname = current_database()
                     and wait_event_type = 'Lock' and clock_timestamp() - query_start > interval '{atLeast}')
                 """,
                connection);
            return (bool)(await command.ExecuteScalarAsync())!;
        },
        () => "Nobody waits for the lock.");
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Lottery.Tests.Infrastructure;

/// <summary>
/// The API as it runs in production: a process of its own with free ports, a demo database, and records on its standard
/// output. What it needs comes by environment variables, as everywhere.
/// </summary>
public sealed class ApiProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Made once and copied: its passwords alone take seconds.
    private static readonly Lazy<Task<(string Database, string Users)>> Demo = new(MakeDemo);

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly DirectoryInfo _folder;
    private readonly Process _process;
    private bool _isGuest;

    private ApiProcess(string database, DirectoryInfo folder, (string Name, string Value)[] settings)
    {
        (Database, _folder) = (database, folder);
        _process = Start(database, _lines.Enqueue, _complaints.Enqueue, settings);
    }

    public int Id => _process.Id;

    /// <summary>Connection string of the process's database.</summary>
    public string Database { get; }

    /// <summary>The demo's users with their passwords.</summary>
    public string UsersFile => UsersFileIn(_folder);

    public Uri Address { get; private set; } = null!;

    public Uri ManagementAddress { get; private set; } = null!;

    /// <summary>Everything it wrote, for a failing test to show.</summary>
    public string Output => string.Join('\n', _lines.Concat(_complaints));

    /// <summary>A process that is ready, on a database with the demo's data.</summary>
    public static async Task<ApiProcess> Start(params (string Name, string Value)[] settings)
    {
        var (demo, users) = await Demo.Value;
        var database = await TestPostgres.CopyDatabase(demo);
        var folder = Directory.CreateTempSubdirectory("lottery-api-");
        await File.WriteAllTextAsync(UsersFileIn(folder), users);
        return await Ready(new ApiProcess(database, folder, settings));
    }

    /// <summary>The same on a database that is empty, for what needs no user.</summary>
    public static async Task<ApiProcess> StartEmpty(params (string Name, string Value)[] settings) => await Ready(
        new ApiProcess(
            await TestPostgres.CreateDatabase(), Directory.CreateTempSubdirectory("lottery-api-"), settings));

    /// <summary>Another process on the database of this one, which must outlive it.</summary>
    public Task<ApiProcess> StartBeside(params (string Name, string Value)[] settings) => Ready(
        new ApiProcess(Database, Directory.CreateTempSubdirectory("lottery-api-"), settings) { _isGuest = true });

    private static async Task<ApiProcess> Ready(ApiProcess api)
    {
        var listening = (await api.Record("SERVER_LISTEN")).GetProperty("payload");
        api.Address = new Uri($"http://127.0.0.1:{listening.GetProperty("port")}/");
        api.ManagementAddress = new Uri($"http://127.0.0.1:{listening.GetProperty("managementPort")}/");
        await Eventually(async () => await api.Readiness() == 200, () => $"The API is not ready:\n{api.Output}");
        return api;
    }

    /// <summary>A demo user of the role, logged in.</summary>
    public async Task<ApiClient> LogIn(string role)
    {
        var user = JsonElement.Parse(await File.ReadAllTextAsync(UsersFile)).EnumerateArray()
            .First(one => one.Text("role") == role);
        using var anonymous = new ApiClient(Address, null);
        var answer = await anonymous.Post(
            "/auth/login", new { username = user.Text("username"), password = user.Text("password") });
        return new ApiClient(Address, answer.Data.Text("accessToken"));
    }

    /// <summary>The status of <c>/health/ready</c>.</summary>
    public async Task<int> Readiness()
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(ManagementAddress, "health/ready"));
        return (int)answer.StatusCode;
    }

    /// <summary>Every line of standard output as a record; fails when one is not a JSON object.</summary>
    public IReadOnlyList<JsonElement> Records()
    {
        var records = _lines.Select(line => JsonElement.Parse(line)).ToList();
        Assert.IsTrue(records.TrueForAll(record => record.ValueKind == JsonValueKind.Object), Output);
        return records;
    }

    /// <summary>The first record of the action, once it was written.</summary>
    public async Task<JsonElement> Record(string action)
    {
        JsonElement? found = null;
        await Eventually(
            () => Task.FromResult((found = Of(action).Cast<JsonElement?>().FirstOrDefault()) is not null),
            () => $"No record {action}:\n{Output}");
        return found!.Value;
    }

    public IEnumerable<JsonElement> Of(string action) => Records().Where(record => record.Text("action") == action);

    public void Terminate() => _process.Terminate();

    public void Send(int signal) => _process.Send(signal);

    /// <summary>The exit code, once the process has ended and its last line was read.</summary>
    public async Task<int> End()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <summary>Asks until the answer is yes; fails with <paramref name="otherwise"/> when it stays no.</summary>
    public static async Task Eventually(Func<Task<bool>> question, Func<string> otherwise)
    {
        var started = Stopwatch.StartNew();
        while (!await question())
        {
            if (started.Elapsed > Patience)
            {
                Assert.Fail(otherwise());
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
        if (!_isGuest)
        {
            await TestPostgres.DropDatabase(Database);
        }
    }

    private static async Task<(string Database, string Users)> MakeDemo()
    {
        var database = await TestPostgres.CreateDatabase();
        var folder = Directory.CreateTempSubdirectory("lottery-demo-");
        var output = new ConcurrentQueue<string>();
        using var demo = Start(database, output.Enqueue, output.Enqueue, [], "demo", "--users-file", UsersFileIn(folder));
        await demo.WaitForExitAsync().WaitAsync(Patience);
        Assert.AreEqual(0, demo.ExitCode, string.Join('\n', output));
        var users = await File.ReadAllTextAsync(UsersFileIn(folder));
        folder.Delete(recursive: true);
        return (database, users);
    }

    private static string UsersFileIn(DirectoryInfo folder) => Path.Combine(folder.FullName, "users.json");

    private static Process Start(
        string database, Action<string> output, Action<string> complaint, (string Name, string Value)[] settings,
        params string[] arguments)
    {
        // A script that runs the tests in the background has SIGINT ignored, and what it starts would ignore it too.
        var start = new ProcessStartInfo(
            "env",
            ["--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "Lottery.Api.dll"), .. arguments])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["DOTNET_ENVIRONMENT"] = "Production",
                ["LOG_LEVEL"] = "info",
                ["Http__Port"] = "0",
                ["Management__Port"] = "0",
                ["JWT_ACCESS_SECRET"] = "test-access-secret-of-32-bytes-or-more",
                ["JWT_REFRESH_SECRET"] = "test-refresh-secret-of-32-bytes-or-more",
            },
        };
        foreach (var (name, value) in TestPostgres.SettingsFor(database).Concat(settings))
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Pass(line, output);
        process.ErrorDataReceived += (_, line) => Pass(line, complaint);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static void Pass(DataReceivedEventArgs line, Action<string> to)
    {
        if (line.Data is { } text)
        {
            to(text);
        }
    }
}

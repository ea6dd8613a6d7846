using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace Lottery.Bench.Load;

/// <summary>The published API as a process of its own, with free ports; its records go to a file.</summary>
internal sealed class ApiUnderLoad : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(500);

    private readonly Process _process;

    private ApiUnderLoad(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Processor time that the process has used so far.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Memory that the process holds now, bytes.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Waits until the process has nothing more to do, for whoever called it or for itself.</summary>
    public async Task Rest()
    {
        var waiting = Stopwatch.StartNew();
        TimeSpan before;
        do
        {
            before = waiting.Elapsed < Patience ? Cpu : throw new InvalidOperationException("The API does not rest.");
            await Task.Delay(Moment);
        }
        while (Cpu - before > Moment / 20);
    }

    public static async Task<ApiUnderLoad> Start(string database, string log, params (string Name, string Value)[] settings)
    {
        var (port, managementPort) = (Ports.Free(), Ports.Free());
        var start = Command(database, "exec dotnet \"$0\" >\"$1\" 2>&1", Dll, log);
        start.Environment["Http__Port"] = port.ToString(provider: null);
        start.Environment["Management__Port"] = managementPort.ToString(provider: null);
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        await Ready(new Uri($"http://127.0.0.1:{managementPort}/health/ready"), process, log);
        return new ApiUnderLoad(process, new Uri($"http://127.0.0.1:{port}/api/v1/"));
    }

    /// <summary>Makes the database of the demo, and answers its users with their passwords.</summary>
    public static async Task<IReadOnlyList<JsonElement>> MakeDemo(string database, string folder)
    {
        var users = Path.Combine(folder, "users.json");
        using var demo = Process.Start(Command(
            database, "dotnet \"$0\" migrate && exec dotnet \"$0\" demo --users-file \"$1\" >/dev/null", Dll, users))!;
        await demo.WaitForExitAsync();
        if (demo.ExitCode != 0)
        {
            throw new InvalidOperationException("The demo's data could not be made.");
        }

        return [.. JsonElement.Parse(await File.ReadAllTextAsync(users)).EnumerateArray()];
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string Dll => Environment.GetEnvironmentVariable("LOTTERY_BENCH_API")
        ?? throw new InvalidOperationException("LOTTERY_BENCH_API names no published API; start it with ./dev bench.");

    private static ProcessStartInfo Command(string database, string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", ["-c", script, .. arguments]);
        start.Environment["ConnectionStrings__Lottery"] = database;
        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        start.Environment["JWT_ACCESS_SECRET"] = "bench-access-secret-of-32-bytes-or-more";
        start.Environment["JWT_REFRESH_SECRET"] = "bench-refresh-secret-of-32-bytes-or-more";
        foreach (var limit in (string[])["Global", "Auth", "Sales"])
        {
            start.Environment[$"RateLimits__{limit}"] = "100000000";
        }

        start.Environment["Shutdown__StateFolder"] = Path.GetTempPath();
        return start;
    }

    private static async Task Ready(Uri address, Process process, string log)
    {
        using var http = new HttpClient();
        var waiting = Stopwatch.StartNew();
        while (waiting.Elapsed < Patience && !process.HasExited)
        {
            try
            {
                using var answer = await http.GetAsync(address);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }

        throw new InvalidOperationException($"The API was not ready; its records are in {log}.");
    }
}

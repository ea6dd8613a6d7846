using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Lottery.Tests.Infrastructure;
using Lottery.Tests.ServiceDefaults;

namespace Lottery.Tests.Worker;

/// <summary>The built worker as a process of its own, with its records as it writes them.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly List<JsonElement> _records = [];
    private readonly HttpClient _http = new();

    private WorkerProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public static WorkerProcess Start(string database, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", Path.Combine(AppContext.BaseDirectory, "Lottery.Worker.dll"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        start.Environment["Management__Port"] = "0";
        foreach (var (name, value) in TestPostgres.SettingsFor(database).Concat(settings))
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return new WorkerProcess(Process.Start(start)!);
    }

    public int Id => _process.Id;

    /// <summary>What has been read so far.</summary>
    public IReadOnlyList<JsonElement> Records => _records;

    public string[] Actions() => [.. _records.Select(record => record.GetProperty("action").GetString()!)];

    /// <summary>Reads on until a record of that action comes.</summary>
    public async Task Until(string action)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (_records.LastOrDefault().ValueKind == JsonValueKind.Undefined || Actions()[^1] != action)
        {
            Assert.IsTrue(await ReadRecord(patience.Token), $"The process ended before {action}: {await _errors}");
        }
    }

    /// <summary>Reads on until one more record of that action comes.</summary>
    public async Task Next(string action)
    {
        using var patience = new CancellationTokenSource(Patience);
        Assert.IsTrue(await ReadRecord(patience.Token), $"The process ended before {action}");
        await Until(action);
    }

    /// <summary>The management port, once SERVER_LISTEN was read.</summary>
    public Uri Management => new($"http://127.0.0.1:{_records.Single(record => record.Text("action") == "SERVER_LISTEN")
        .GetProperty("payload").GetProperty("managementPort")}");

    public async Task<HttpStatusCode> Ready() =>
        (await _http.GetAsync(new Uri(Management, "/health/ready"))).StatusCode;

    public void Terminate() => _process.Terminate();

    public void HangUp() => _process.HangUp();

    /// <summary>Closes the reading end of its standard output.</summary>
    public void CloseOutput() => _process.StandardOutput.Close();

    /// <summary>The exit code, without reading its output.</summary>
    public async Task<int> EndUnread()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public void Send(int signal) => _process.Send(signal);

    /// <summary>The exit code, once everything is read; every line has to be a record.</summary>
    public async Task<int> End()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await ReadRecord(patience.Token))
        {
            // Read on.
        }

        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public Task<string> Errors() => _errors;

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
        _http.Dispose();
    }

    private async Task<bool> ReadRecord(CancellationToken cancellationToken)
    {
        if (await _process.StandardOutput.ReadLineAsync(cancellationToken) is not { } line)
        {
            return false;
        }

        _records.Add(WrittenRecords.Parse(line + "\n").Single());
        return true;
    }
}

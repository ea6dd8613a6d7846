using System.Text.Json;
using Lottery.ServiceDefaults;
using Lottery.ServiceDefaults.Logging.Pipeline;
using Lottery.ServiceDefaults.Shutdown;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Lottery.Tests.ServiceDefaults;

/// <summary>A process of ours on two free ports, with a real server, that lives inside the test's process.</summary>
internal sealed class SampleProcess : IAsyncDisposable
{
    private readonly MemoryLines _log = new();
    private readonly TaskCompletionSource _started = new();
    private readonly StopSignal _stop;
    private readonly Listeners _listeners;
    private bool _isSignalled;

    private SampleProcess(WebApplicationBuilder builder, Action<WebApplication> map)
    {
        builder.AddServiceDefaults("lottery-sample", httpPort: 0, managementPort: 0);
        builder.Services.RemoveAll<ILogSink>();
        WrittenRecords.WriteTo(
            builder.Services, _log, new ProcessIdentity("lottery-sample", "1.2.3", "test-host", "Production"));
        var app = builder.Build();
        map(app);
        _stop = app.Services.GetRequiredService<StopSignal>();
        _listeners = app.Services.GetRequiredService<Listeners>();
        app.Lifetime.ApplicationStarted.Register(() => _started.SetResult());
        End = app.RunToEnd();
    }

    public Task<int> End { get; }

    public HttpClient Http { get; } = new();

    public HttpClient Management { get; } = new();

    public static async Task<SampleProcess> Start(
        Action<WebApplication> map, Action<WebApplicationBuilder>? configure = null, params string[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Configuration.AddCommandLine(["--LOG_LEVEL=debug", .. settings]);
        configure?.Invoke(builder);
        var process = new SampleProcess(builder, map);
        await Task.WhenAny(process._started.Task, process.End);
        if (process._started.Task.IsCompleted)
        {
            process.Http.BaseAddress = new Uri($"http://127.0.0.1:{process._listeners.HttpPort}");
            process.Management.BaseAddress = new Uri($"http://127.0.0.1:{process._listeners.ManagementPort}");
        }

        return process;
    }

    public void Signal(string signal = "SIGTERM")
    {
        _isSignalled = true;
        _stop.Receive(signal);
    }

    /// <summary>The records, once the process has ended.</summary>
    public async Task<IReadOnlyList<JsonElement>> Records()
    {
        await End;
        return WrittenRecords.Parse(_log.Text);
    }

    public async ValueTask DisposeAsync()
    {
        if (!End.IsCompleted)
        {
            // Not again: a second signal means something else, and the process may be gone before it comes.
            if (!_isSignalled)
            {
                Signal();
            }

            await End;
        }

        Http.Dispose();
        Management.Dispose();
    }
}

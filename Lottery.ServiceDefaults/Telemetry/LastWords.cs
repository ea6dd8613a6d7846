using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Lottery.ServiceDefaults.Telemetry;

/// <summary>What is still to be sent when the process ends. A collector that does not answer is not waited for: after
/// <see cref="Patience"/> every sending is broken off, so that nothing that closes afterwards waits for one.</summary>
internal sealed class LastWords : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _over = new();

    public CancellationToken Over => _over.Token;

    /// <summary>Sends figures and spans; the log follows when it is closed.</summary>
    public async Task Send(IServiceProvider services)
    {
        _over.CancelAfter(Patience);
        var milliseconds = (int)Patience.TotalMilliseconds;
        await Task.WhenAll(
            Task.Run(() => services.GetService<TracerProvider>()?.ForceFlush(milliseconds)),
            Task.Run(() => services.GetService<MeterProvider>()?.ForceFlush(milliseconds)));
    }

    public void Dispose() => _over.Dispose();
}

using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace Lottery.ServiceDefaults.Shutdown;

/// <summary>The first and the second request to stop, whether from the system or from inside.</summary>
internal sealed class StopSignal(IHostApplicationLifetime lifetime) : IHostLifetime, IDisposable
{
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT];

    private readonly TaskCompletionSource<string> _received = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _first = new();
    private readonly CancellationTokenSource _second = new();
    private readonly List<IDisposable> _registrations = [];

    public Task<string> Received => _received.Task;

    public CancellationToken First => _first.Token;

    public CancellationToken Second => _second.Token;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in Signals)
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
        }

        _registrations.Add(lifetime.ApplicationStopping.Register(() => _received.TrySetResult("StopApplication")));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    internal void Receive(string signal)
    {
        if (_received.TrySetResult(signal))
        {
            _first.Cancel();
        }
        else
        {
            _second.Cancel();
        }
    }

    // The default action of a signal is to end the process at once.
    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        Receive(context.Signal.ToString());
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _first.Dispose();
        _second.Dispose();
    }
}

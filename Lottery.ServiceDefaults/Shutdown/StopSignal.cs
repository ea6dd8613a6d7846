using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace Lottery.ServiceDefaults.Shutdown;

/// <summary>The first and the second request to stop, whether from the system or from inside.</summary>
sealed class StopSignal(IHostApplicationLifetime lifetime) : IHostLifetime, IDisposable
{
    static readonly PosixSignal[] Signals = [PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT];

    readonly TaskCompletionSource<string> received = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly CancellationTokenSource first = new();
    readonly CancellationTokenSource second = new();
    readonly List<IDisposable> registrations = [];

    public Task<string> Received => received.Task;

    public CancellationToken First => first.Token;

    public CancellationToken Second => second.Token;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in Signals)
            registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
        registrations.Add(lifetime.ApplicationStopping.Register(() => received.TrySetResult("StopApplication")));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    internal void Receive(string signal)
    {
        if (received.TrySetResult(signal))
            first.Cancel();
        else
            second.Cancel();
    }

    // The default action of a signal is to end the process at once.
    void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        Receive(context.Signal.ToString());
    }

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        first.Dispose();
        second.Dispose();
    }
}

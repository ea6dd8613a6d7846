using Lottery.ServiceDefaults.Management;
using Lottery.ServiceDefaults.Shutdown;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;

namespace Lottery.ServiceDefaults.Systemd;

/// <summary>Tells systemd, when the process is a service of its, that it is ready for work, that it still lives, and
/// that it stops. Without systemd it does nothing.</summary>
internal sealed class ServiceManager(HealthCheckService health, StopSignal stop) : BackgroundService
{
    private const string WatchdogSetting = "WATCHDOG_USEC";

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(10);

    private readonly SystemdNotifier _systemd = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!_systemd.IsEnabled)
        {
            return;
        }

        using var stopping = stop.First.Register(() => Tell("STOPPING=1\nSTATUS=Lets running work end"));
        try
        {
            for (var isReady = false; ;)
            {
                var report = await health.CheckHealthAsync(
                    check => check.Tags.Contains(Readiness.Tag), stoppingToken);
                isReady |= report.Status != HealthStatus.Unhealthy;
                if (!stop.First.IsCancellationRequested)
                {
                    Tell($"{(isReady ? "READY=1\n" : "")}STATUS={StatusOf(report)}\nWATCHDOG=1");
                }

                await Task.Delay(isReady ? Beat : LookEvery, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    // Often enough that one beat may be missed.
    private static TimeSpan Beat =>
        long.TryParse(Environment.GetEnvironmentVariable(WatchdogSetting), out var microseconds) && microseconds > 0
            && TimeSpan.FromMicroseconds(microseconds / 3) is var third && third < TellEvery ? third : TellEvery;

    private void Tell(string state)
    {
        try
        {
            _systemd.Notify(new ServiceState(state));
        }
        catch (System.Net.Sockets.SocketException)
        {
            // A manager that starts again itself is told with the next beat.
        }
    }

    private static string StatusOf(HealthReport report) => report.Status != HealthStatus.Unhealthy
        ? "Ready for work"
        : "Not ready: " + string.Join(", ", report.Entries
            .Where(check => check.Value.Status == HealthStatus.Unhealthy)
            .Select(check => check.Value.Data.TryGetValue("code", out var code) ? $"{check.Key} {code}" : check.Key));
}

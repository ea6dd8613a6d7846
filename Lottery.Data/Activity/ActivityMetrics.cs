using System.Diagnostics;
using System.Diagnostics.Metrics;
using Lottery.Data.Persistence;
using Microsoft.Extensions.Hosting;

namespace Lottery.Data.Activity;

/// <summary>What is counted of the activity log and of logins. Everything is known beforehand and starts at nothing.</summary>
public sealed class ActivityMetrics : IHostedService
{
    private static readonly string[] LoginOutcomes = ["succeeded", "failed", "locked"];

    private readonly Counter<long> _rowsLost;
    private readonly Counter<long> _logins;

    public ActivityMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(DatabaseMetrics.MeterName);
        _rowsLost = meter.CreateCounter<long>(
            "lottery.activity.rows_lost", "{row}", "Lines of the activity log that could not be written, by act.");
        _logins = meter.CreateCounter<long>("lottery.logins", "{login}", "Logins, by what came of them.");
    }

    /// <summary>A line could not be written, and the act did not happen.</summary>
    public void RowLost(ActivityType action) => CountLost(action, 1);

    public void LoginSucceeded() => CountLogin(LoginOutcomes[0], 1);

    /// <summary>Wrong password, nobody's name, a switched-off account, or no session left.</summary>
    public void LoginFailed() => CountLogin(LoginOutcomes[1], 1);

    /// <summary>Turned away unread, after too many failures.</summary>
    public void LoginLocked() => CountLogin(LoginOutcomes[2], 1);

    Task IHostedService.StartAsync(CancellationToken cancellationToken)
    {
        foreach (var action in Enum.GetValues<ActivityType>())
        {
            CountLost(action, 0);
        }

        foreach (var outcome in LoginOutcomes)
        {
            CountLogin(outcome, 0);
        }

        return Task.CompletedTask;
    }

    Task IHostedService.StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void CountLost(ActivityType action, long count) =>
        _rowsLost.Add(count, new TagList { { "action", WireNames.Of(action) } });

    private void CountLogin(string outcome, long count) => _logins.Add(count, new TagList { { "outcome", outcome } });
}

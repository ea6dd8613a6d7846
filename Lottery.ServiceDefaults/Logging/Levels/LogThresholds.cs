using Lottery.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Lottery.ServiceDefaults.Logging.Levels;

/// <summary>Which records are made, by the level in force. Loggers that exist follow when it changes.</summary>
internal sealed class LogThresholds(LogLevel level)
    : IConfigureOptions<LoggerFilterOptions>, IOptionsChangeTokenSource<LoggerFilterOptions>
{
    private static readonly string[] Frameworks = ["Microsoft", "System", "Coravel", "Npgsql"];

    private ConfigurationReloadToken _changed = new();

    public LogLevel Level { get; private set; } = level;

    string? IOptionsChangeTokenSource<LoggerFilterOptions>.Name => Options.DefaultName;

    public void Change(LogLevel level)
    {
        Level = level;
        Interlocked.Exchange(ref _changed, new ConfigurationReloadToken()).OnReload();
    }

    IChangeToken IOptionsChangeTokenSource<LoggerFilterOptions>.GetChangeToken() => _changed;

    void IConfigureOptions<LoggerFilterOptions>.Configure(LoggerFilterOptions options)
    {
        options.MinLevel = Level;
        foreach (var category in Frameworks)
        {
            Allow(category, Level > LogLevel.Warning ? Level : LogLevel.Warning);
        }

        // Start and stop are told by us.
        Allow("Microsoft.Hosting.Lifetime", LogLevel.None);
        // What stops a start is told by us; that a background service died is Critical there.
        Allow("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        // An unhealthy check is an answer to the one who asked; Readiness tells when the answer changes.
        Allow("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        // That the level changed is told whatever it was and is.
        Allow(typeof(SettingsReload).FullName!, LogLevel.Information);

        void Allow(string category, LogLevel from) =>
            options.Rules.Add(new LoggerFilterRule(providerName: null, category, from, filter: null));
    }
}

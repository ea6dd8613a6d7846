using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Lottery.ServiceDefaults.Management;

/// <summary>Whether this process may be sent work. A check counts when it carries <see cref="Tag"/>.</summary>
public sealed class Readiness(ILogger<Readiness> log)
{
    public const string Tag = "ready";

    private int _failing;

    internal Task Answer(HttpContext context, HealthReport report)
    {
        var checks = new SortedDictionary<string, string>(
            report.Entries.ToDictionary(check => check.Key, check => WordOf(check.Value.Status)));
        var codes = CodesOf(report);
        ReportChange(report, codes);
        return context.Response.WriteAsJsonAsync(new { status = WordOf(report.Status), checks, codes });
    }

    // A check that knows a code for what is wrong says it in its data.
    private static SortedDictionary<string, string> CodesOf(HealthReport report) => new(
        report.Entries.Where(check => check.Value.Data.ContainsKey("code"))
            .ToDictionary(check => check.Key, check => check.Value.Data["code"].ToString()!));

    private void ReportChange(HealthReport report, IReadOnlyDictionary<string, string> codes)
    {
        var isFailing = report.Status == HealthStatus.Unhealthy ? 1 : 0;
        if (Interlocked.Exchange(ref _failing, isFailing) == isFailing)
        {
            return;
        }

        if (isFailing == 0)
        {
            ReadinessLog.Restored(log);
        }
        else
        {
            ReadinessLog.Lost(log, [.. report.Entries
                .Where(check => check.Value.Status == HealthStatus.Unhealthy).Select(check => check.Key)], codes);
        }
    }

    private static string WordOf(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "ok",
        HealthStatus.Degraded => "degraded",
        _ => "unavailable",
    };
}

internal static partial class ReadinessLog
{
    [LoggerMessage(EventName = "READINESS_LOST", Level = LogLevel.Warning, Message = "Not ready for work")]
    public static partial void Lost(
        ILogger logger, IReadOnlyList<string> checks, IReadOnlyDictionary<string, string> codes);

    [LoggerMessage(EventName = "READINESS_RESTORED", Level = LogLevel.Information, Message = "Ready for work again")]
    public static partial void Restored(ILogger logger);
}

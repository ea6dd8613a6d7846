using Lottery.ServiceDefaults.ErrorTracking;

namespace Lottery.Tests.Redaction.Doors;

/// <summary>What code of ours can put into a report to Sentry.</summary>
internal static class ReportDoors
{
    public const string Action = "REPORT_DOOR";

    public static void Pass(ErrorReports reports, SecretMint mint)
    {
        foreach (var secret in mint.OfEveryLook())
        {
            reports.Capture(
                new InvalidOperationException($"broke over {secret}", new FormatException(secret)), "service", Action,
                tags: new Dictionary<string, string> { ["note"] = secret },
                extra: new Dictionary<string, object?>
                {
                    ["list"] = new[] { secret },
                    ["password"] = mint.Opaque(),
                    ["deep"] = new Dictionary<string, object?> { ["apiKey"] = mint.Opaque(), ["remark"] = secret },
                });
        }
    }
}

namespace Lottery.ServiceDefaults.Logging;

/// <summary>The layer of a record, from the category of its logger. The first prefix that fits wins.</summary>
internal static class LogLayers
{
    public const string Framework = "framework";

    private static readonly (string Prefix, string Layer)[] Table =
    [
        ("Lottery.Worker", "job"),
        ("Lottery.Api.Http", "middleware"),
        ("Lottery.Api.Telemetry", "telemetry"),
        ("Lottery.Api", "controller"),
        ("Lottery.Data.Persistence.TransactionRetries", "transaction"),
        ("Lottery.Data.Activity", "activity-service"),
        ("Lottery.Data.Persistence", "connection"),
        ("Lottery.Data", "service"),
        ("Lottery.ServiceDefaults.Requests", "middleware"),
        ("Lottery.ServiceDefaults", "server"),
    ];

    public static string Of(string category)
    {
        foreach (var (prefix, layer) in Table)
        {
            if (category.StartsWith(prefix, StringComparison.Ordinal)
                && (category.Length == prefix.Length || category[prefix.Length] == '.'))
            {
                return layer;
            }
        }

        return Framework;
    }

    public static bool IsOurs(string category) => category.StartsWith("Lottery.", StringComparison.Ordinal);
}

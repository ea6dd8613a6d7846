namespace Lottery.ServiceDefaults.Telemetry.Otlp;

/// <summary>Configuration section <c>OtlpLogs</c>: what the standard variables have no word for.</summary>
internal sealed class OtlpLogOptions
{
    public const string Section = "OtlpLogs";

    /// <summary>Less would not hold a record of any length.</summary>
    public const long Smallest = 1024 * 1024;

    /// <summary>Bytes of records that may wait for the collector.</summary>
    public long MaxWaiting { get; set; } = 32 * 1024 * 1024;
}

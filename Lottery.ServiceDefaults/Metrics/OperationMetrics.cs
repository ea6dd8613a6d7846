using System.Diagnostics.Metrics;
using Lottery.ServiceDefaults.Shutdown;

namespace Lottery.ServiceDefaults.Metrics;

/// <summary>What is running in the process now.</summary>
internal sealed class OperationMetrics
{
    public OperationMetrics(IMeterFactory meters, Operations operations) =>
        meters.Create(ProcessMetrics.MeterName).CreateObservableUpDownCounter(
            "lottery.operations.active",
            () => Operations.Types.Select(type => new Measurement<int>(
                operations.CountOf(type), new KeyValuePair<string, object?>("type", type))),
            description: "Requests and job runs that have begun and not ended");
}

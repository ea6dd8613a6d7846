using Lottery.ServiceDefaults.Requests;

namespace Lottery.ServiceDefaults.Telemetry;

/// <summary>What is known of a request when it has been answered: one tag of its span, which whoever sends the span
/// writes as the attributes that it stands for.</summary>
internal sealed record RequestEnd(RequestIdentity Identity, string? Route, int Status)
{
    public const string Key = "lottery.request";
}

using Lottery.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Http;

namespace Lottery.ServiceDefaults.Telemetry;

/// <summary>What is known of a request when it has been answered, as the client sent it: one tag of its span, which
/// whoever sends the span cleans and writes as the attributes that it stands for.</summary>
internal sealed record RequestEnd(
    RequestIdentity Identity, string Method, string? Route, string Scheme, HostString Host, string Path,
    string Protocol, string? UserAgent, int Status)
{
    public const string Key = "lottery.request";
}

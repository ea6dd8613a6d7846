using System.Net;
using Microsoft.Extensions.Logging;

namespace Lottery.ServiceDefaults.Requests;

/// <summary>The one record that every request costs; <see cref="RequestFacts"/> says why it is not generated.</summary>
internal static class RequestLog
{
    private static readonly EventId Event = new(0, "HTTP_REQUEST");

    public static void Request(
        ILogger log,
        LogLevel level,
        string method,
        string? route,
        string path,
        int status,
        double durationMs,
        long requestBytes,
        long responseBytes,
        IPAddress? clientAddress,
        string? userAgent)
    {
        if (log.IsEnabled(level))
        {
            log.Log(
                level,
                Event,
                new RequestFacts(
                    method, route, path, status, durationMs, requestBytes, responseBytes, clientAddress, userAgent),
                exception: null,
                static (facts, _) => facts.ToString());
        }
    }
}

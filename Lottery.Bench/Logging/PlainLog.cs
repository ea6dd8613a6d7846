using Microsoft.Extensions.Logging;
using ZLogger;

namespace Lottery.Bench.Logging;

/// <summary>The record of a request as one would write it with ZLogger and nothing else.</summary>
internal static partial class PlainLog
{
    [ZLoggerMessage(LogLevel.Information,
        "{method} {path} {status} in {durationMs} ms {route} {requestBytes} {responseBytes} {clientAddress} {userAgent}",
        EventName = "HTTP_REQUEST")]
    public static partial void Request(
        ILogger log,
        string method,
        string? route,
        string path,
        int status,
        double durationMs,
        long requestBytes,
        long responseBytes,
        string? clientAddress,
        string? userAgent);
}

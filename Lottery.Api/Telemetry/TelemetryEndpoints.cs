using System.Text.Json;
using Lottery.Api.Access;
using Lottery.Api.Http.OpenApi;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lottery.Api.Telemetry;

internal static class TelemetryEndpoints
{
    public static void MapTelemetry(this RouteGroupBuilder api) =>
        api.MapGroup("/telemetry").WithTags("Telemetry")
            .MapPost("/", SendTelemetry, AccessMatrix.SendTelemetry)
            .WithSummary("Write how something went in the client to the log")
            .Example(new SendTelemetryRequest("ticket_print", 840, true));

    private static Accepted<TelemetryTaken> SendTelemetry(
        SendTelemetryRequest request, HttpContext context, ILoggerFactory loggers)
    {
        TelemetryLog.Sent(
            loggers.CreateLogger(typeof(TelemetryEndpoints)), request.Event, request.DurationMs, request.Success,
            request.Metadata, context.Request.Headers.UserAgent, context.Connection.RemoteIpAddress?.ToString());
        return TypedResults.Accepted((string?)null, new TelemetryTaken());
    }
}

internal static partial class TelemetryLog
{
    // What the client calls it is in the payload: the action is ours, because people alert on it.
    [LoggerMessage(EventName = "TELEMETRY", Level = LogLevel.Information, Message = "A client told how something went")]
    public static partial void Sent(
        ILogger log, string @event, int durationMs, bool success, JsonElement? metadata, string? userAgent, string? ip);
}

using Lottery.ServiceDefaults.Management;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Lottery.ServiceDefaults.Requests;

/// <summary>One record a request, whatever became of it. The query string may hold secrets and is left out.</summary>
internal sealed class RequestRecorder(RequestDelegate next, TimeProvider time, ILogger<RequestRecorder> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var startedAt = time.GetTimestamp();
        var identity = new RequestIdentity(RequestId.From(context.Request.Headers[RequestId.Header]));
        context.Features.Set(identity);
        context.TraceIdentifier = identity.RequestId;
        // Late, because an error page clears the headers set before it.
        context.Response.OnStarting(static state =>
        {
            var started = (HttpContext)state;
            started.Response.Headers[RequestId.Header] = started.RequestIdentity().RequestId;
            return Task.CompletedTask;
        }, context);

        using var scope = log.BeginScope(identity);
        try
        {
            await next(context);
            Record(context, startedAt, context.Response.StatusCode);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            Record(context, startedAt, StatusCodes.Status499ClientClosedRequest);
        }
        catch (Exception)
        {
            Record(context, startedAt, StatusCodes.Status500InternalServerError);
            throw;
        }
    }

    private void Record(HttpContext context, long startedAt, int status)
    {
        var request = context.Request;
        var endpoint = context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        if (context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            status = StatusCodes.Status499ClientClosedRequest;
        }

        RequestLog.Request(
            log,
            LevelOf(context, status),
            request.Method,
            (endpoint as RouteEndpoint)?.RoutePattern.RawText,
            request.PathBase + request.Path,
            status,
            Math.Round(time.GetElapsedTime(startedAt).TotalMilliseconds, 1),
            context.Response.ContentLength,
            context.Connection.RemoteIpAddress?.ToString(),
            request.Headers.UserAgent);
    }

    private static LogLevel LevelOf(HttpContext context, int status) =>
        ManagementPort.Accepted(context) ? LogLevel.Debug
        : status >= StatusCodes.Status500InternalServerError ? LogLevel.Error
        : LogLevel.Information;
}

internal static partial class RequestLog
{
    [LoggerMessage(EventName = "HTTP_REQUEST", Message = "{method} {path} {status} in {durationMs} ms")]
    public static partial void Request(
        ILogger logger,
        LogLevel level,
        string method,
        string? route,
        string path,
        int status,
        double durationMs,
        long? responseBytes,
        string? clientAddress,
        string? userAgent);
}

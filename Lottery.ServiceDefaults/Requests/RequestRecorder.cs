using System.Diagnostics;
using Lottery.ServiceDefaults.Management;
using Lottery.ServiceDefaults.Requests.Traffic;
using Lottery.ServiceDefaults.Telemetry;
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
        var span = RequestSpan.Of(context);
        var traffic = RequestTraffic.Count(context);
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
            Record(context, identity, span, traffic, startedAt, context.Response.StatusCode);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            Record(context, identity, span, traffic, startedAt, StatusCodes.Status499ClientClosedRequest);
        }
        catch (Exception)
        {
            Record(context, identity, span, traffic, startedAt, StatusCodes.Status500InternalServerError);
            throw;
        }
    }

    private void Record(
        HttpContext context, RequestIdentity identity, Activity? span, RequestTraffic traffic, long startedAt, int status)
    {
        if (context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            status = StatusCodes.Status499ClientClosedRequest;
        }

        var request = context.Request;
        var endpoint = context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        var route = (endpoint as RouteEndpoint)?.RoutePattern.RawText;
        RequestLog.Request(
            log,
            LevelOf(context, status),
            request.Method,
            route,
            request.PathBase + request.Path,
            status,
            Math.Round(time.GetElapsedTime(startedAt).TotalMilliseconds, 1),
            traffic.Received,
            HttpMethods.IsHead(request.Method) ? 0 : traffic.Sent,
            // Asked last: a trusted proxy has told it by now.
            context.Connection.RemoteIpAddress,
            request.Headers.UserAgent);
        span?.Describe(identity, route, status);
    }

    private static LogLevel LevelOf(HttpContext context, int status) =>
        ManagementPort.Accepted(context) ? LogLevel.Debug
        : context.Features.Get<TurnedAway>() is not null ? LogLevel.Information
        : status >= StatusCodes.Status500InternalServerError ? LogLevel.Error
        : status < StatusCodes.Status400BadRequest || IsEveryday(status) ? LogLevel.Information
        : LogLevel.Warning;

    // Somebody has to log in again, may not do that, followed an old link or went away: nothing to look into.
    private static bool IsEveryday(int status) => status is StatusCodes.Status401Unauthorized
        or StatusCodes.Status403Forbidden or StatusCodes.Status404NotFound or StatusCodes.Status499ClientClosedRequest;
}

using System.Diagnostics;
using Lottery.ServiceDefaults.Management;
using Lottery.ServiceDefaults.Metrics;
using Lottery.ServiceDefaults.Requests.Traffic;
using Lottery.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Lottery.ServiceDefaults.Requests;

/// <summary>One record and one figure a request, whatever became of it. The query string may hold secrets and is left
/// out.</summary>
internal sealed class RequestRecorder(
    RequestDelegate next, TimeProvider time, RequestMetrics metrics, ILogger<RequestRecorder> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var startedAt = time.GetTimestamp();
        var identity = new RequestIdentity(RequestId.From(context.Request.Headers[RequestId.Header]));
        context.Features.Set(identity);
        var begun = new Begun(identity, RequestSpan.Of(context), RequestTraffic.Count(context), startedAt);
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
            Record(context, begun, context.Response.StatusCode, context.Features.Get<IExceptionHandlerFeature>()?.Error);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            Record(context, begun, StatusCodes.Status499ClientClosedRequest, failure: null);
        }
        catch (Exception exception)
        {
            Record(context, begun, StatusCodes.Status500InternalServerError, exception);
            throw;
        }
    }

    private void Record(HttpContext context, Begun begun, int status, Exception? failure)
    {
        if (context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            status = StatusCodes.Status499ClientClosedRequest;
        }

        var request = context.Request;
        var endpoint = context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        var route = (endpoint as RouteEndpoint)?.RoutePattern.RawText;
        string path = request.PathBase + request.Path;
        var took = time.GetElapsedTime(begun.At);
        RequestLog.Request(
            log,
            LevelOf(context, status),
            request.Method,
            route,
            path,
            status,
            Math.Round(took.TotalMilliseconds, 1),
            begun.Traffic.Received,
            HttpMethods.IsHead(request.Method) ? 0 : begun.Traffic.Sent,
            // Asked last: a trusted proxy has told it by now.
            context.Connection.RemoteIpAddress,
            request.Headers.UserAgent);
        begun.Span?.Describe(new RequestEnd(
            begun.Identity, request.Method, route, request.Scheme, request.Host, path, request.Protocol,
            request.Headers.UserAgent, status));
        // A scrape or a probe is no request of a client, and its time no answer to one.
        if (!ManagementPort.Accepted(context))
        {
            metrics.Answered(request.Method, route, status, failure, took);
        }
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

    /// <summary>What is known of a request when it begins.</summary>
    private readonly record struct Begun(RequestIdentity Identity, Activity? Span, RequestTraffic Traffic, long At);
}

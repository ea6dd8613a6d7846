using System.Collections.Concurrent;
using System.Diagnostics;
using Lottery.ServiceDefaults.Management;
using Lottery.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Http;

namespace Lottery.ServiceDefaults.Telemetry;

/// <summary>The span of a request, which the server begins with what it reads in the request's head. Here it gets what
/// is known when it has been answered, under the names that the conventions of OpenTelemetry have for it.</summary>
internal static class RequestSpan
{
    /// <summary>The source of the server's spans.</summary>
    public const string Source = "Microsoft.AspNetCore";

    private const string Method = "http.request.method";

    // As many as there are operations, whatever method a client makes up.
    private static readonly ConcurrentDictionary<(string Method, string Route), string> Names = new();

    // What a client makes up is no name.
    private const string Unknown = "_OTHER";

    /// <summary>The span of the request that has just begun, when it is sent to somebody.</summary>
    public static Activity? Of(HttpContext context)
    {
        if (Activity.Current is not { Recorded: true, IsAllDataRequested: true } span)
        {
            return null;
        }

        if (!ManagementPort.Accepted(context))
        {
            return span;
        }

        // A scrape or a probe, and what it asks the database, is no request of a client.
        span.IsAllDataRequested = false;
        span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        return null;
    }

    public static void Describe(this Activity span, RequestIdentity identity, string? route, int status)
    {
        var method = span.GetTagItem(Method) is string known and not Unknown ? known : "HTTP";
        span.DisplayName = route is null ? method
            : Names.GetOrAdd((method, route), static name => $"{name.Method} {name.Route}");
        if (status >= StatusCodes.Status500InternalServerError)
        {
            span.SetStatus(ActivityStatusCode.Error);
        }

        span.AddTag(RequestEnd.Key, new RequestEnd(identity, route, status));
    }
}

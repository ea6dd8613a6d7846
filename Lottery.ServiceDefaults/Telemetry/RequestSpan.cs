using System.Collections.Concurrent;
using System.Diagnostics;
using Lottery.ServiceDefaults.Management;
using Lottery.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Http;

namespace Lottery.ServiceDefaults.Telemetry;

/// <summary>The span of a request, which the server begins and ends. Here it gets what is known when it has been
/// answered.</summary>
internal static class RequestSpan
{
    /// <summary>The source of the server's spans.</summary>
    public const string Source = "Microsoft.AspNetCore";

    // As many as there are operations, whatever method a client makes up.
    private static readonly ConcurrentDictionary<(string Method, string Route), string> Names = new();

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

    public static void Describe(this Activity span, RequestEnd end)
    {
        // What a client makes up is no name.
        var method = RequestMethod.Known(end.Method) is var known and not RequestMethod.Other ? known : "HTTP";
        span.DisplayName = end.Route is not { } route ? method
            : Names.GetOrAdd((method, route), static name => $"{name.Method} {name.Route}");
        if (end.Status >= StatusCodes.Status500InternalServerError)
        {
            span.SetStatus(ActivityStatusCode.Error);
        }

        span.AddTag(RequestEnd.Key, end);
    }
}

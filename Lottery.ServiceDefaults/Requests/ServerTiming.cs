using System.Diagnostics;
using System.Globalization;
using Lottery.ServiceDefaults.Management;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Lottery.ServiceDefaults.Requests;

/// <summary>What is measured of a request besides its time. Set by who knows what a request waits for.</summary>
public sealed class ServerTimingOptions
{
    /// <summary>Called first of all in a request, with what tells its name.</summary>
    public Func<Func<string?>, RequestMeasure>? Begin { get; set; }
}

/// <summary>A measurement of one request.</summary>
/// <param name="Metric">What to tell when the answer begins, in the grammar of <c>Server-Timing</c>.</param>
/// <param name="End">Called when the request has ended.</param>
public sealed record RequestMeasure(Func<string> Metric, Action End);

/// <summary>
/// Says in the standard header of every answer, errors too, how long it took the server and what for. Until the first
/// byte of the answer; what follows, such as a download, is not known yet.
/// </summary>
internal sealed class ServerTiming(RequestDelegate next, IOptions<ServerTimingOptions> options)
{
    private const string Header = "Server-Timing";

    public async Task InvokeAsync(HttpContext context)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var measure = options.Value.Begin?.Invoke(() => NameOf(context));
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[Header] = Write(context, measure, Stopwatch.GetElapsedTime(startedAt));
            return Task.CompletedTask;
        });
        try
        {
            await next(context);
        }
        finally
        {
            measure?.End();
        }
    }

    // How many queries it takes to refuse somebody would tell him more than the refusal does: which names exist.
    private static string Write(HttpContext context, RequestMeasure? measure, TimeSpan elapsed)
    {
        var total = string.Create(CultureInfo.InvariantCulture, $"total;dur={elapsed.TotalMilliseconds:0.0}");
        var isKnown = ManagementPort.Accepted(context) || context.RequestIdentity().UserId is not null;
        return measure is not null && isKnown ? $"{measure.Metric()}, {total}" : total;
    }

    private static string? NameOf(HttpContext context)
    {
        var endpoint = context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        var path = endpoint is RouteEndpoint route ? route.RoutePattern.RawText
            : ManagementPort.Accepted(context) ? context.Request.Path.Value
            : null;
        return path is null ? context.Request.Method : $"{context.Request.Method} {path}";
    }
}

using System.Diagnostics;
using System.Globalization;
using Lottery.ServiceDefaults.Management;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Lottery.ServiceDefaults.Requests;

/// <summary>What is measured of a request besides its time.</summary>
internal sealed class ServerTimingOptions
{
    public RequestMeasure? Begin { get; set; }
}

/// <summary>Begins the measurement of one request, first of all in it.</summary>
/// <param name="name">Tells what the request is called, once that is known.</param>
/// <returns>What to tell when the answer begins, in the grammar of <c>Server-Timing</c>; and what is called when the
/// request has ended.</returns>
public delegate (Func<string> Metric, Action End) RequestMeasure(Func<string?> name);

/// <summary>Set by who knows what a request waits for.</summary>
public static class RequestMeasures
{
    public static void MeasureRequests(this WebApplicationBuilder builder, RequestMeasure begin) =>
        builder.Services.Configure<ServerTimingOptions>(options => options.Begin = begin);
}

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
    private static string Write(HttpContext context, (Func<string> Metric, Action End)? measure, TimeSpan elapsed)
    {
        var total = string.Create(CultureInfo.InvariantCulture, $"total;dur={elapsed.TotalMilliseconds:0.0}");
        var isKnown = ManagementPort.Accepted(context) || context.RequestIdentity().UserId is not null;
        return measure is { Metric: var metric } && isKnown ? $"{metric()}, {total}" : total;
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
